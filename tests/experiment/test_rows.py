"""A run as a row: everything comes back as it was."""

import numpy as np

from counterflow.engine import simulate
from counterflow.experiment.design import experiment_of
from counterflow.experiment.rows import SCHEMA, Done, summaries_of, table_of
from counterflow.experiment.summary import RunSummary, summarise
from tests.experiment.worlds import few_of_the_library, library_salience


def done(runs: int = 3) -> list[Done]:
    """Runs with six cohorts, units that rebrand and a programme with seats; the middle one failed."""
    found = experiment_of(few_of_the_library(), library_salience(), arms=(("exit",),), runs=runs)
    all_done = []
    for run in found:
        history = simulate(found.world, found.arms[0].arm, 1, run.identity.run)
        all_done.append(Done(run, "exit", summarise(found.world, history, run.identity.run), history))
    all_done[1] = Done(all_done[1].run, "exit", error=RuntimeError("one\nthing  and another"))
    return all_done


def same(one: RunSummary, other: RunSummary) -> bool:
    fields = [(getattr(one, name), getattr(other, name)) for name in one.__slots__ if name != "counts"]
    arrays = all(np.array_equal(a, b) and np.asarray(a).dtype == np.asarray(b).dtype for a, b in fields)
    return arrays and one.counts == other.counts


def test_summaries_come_back_to_the_last_bit() -> None:
    all_done = done()
    kept = [one.summary for one in all_done if one.summary is not None]
    assert sum(one.rebranded.sum() for one in kept) > 0
    assert sum(one.served.sum() for one in kept) > 0
    back = summaries_of(table_of(all_done, "here", events=False))
    assert len(back) == 2
    assert all(same(one, other) for one, other in zip(kept, back, strict=True))


def test_a_failed_run_has_its_reason_in_one_line_and_nothing_else() -> None:
    row = table_of(done(), "here", events=True).to_pylist()[1]
    assert row["failed"] == "one thing and another"
    assert all(row[name] is None for name in ("history", "counts", "strength", "served", "log", "engaged"))
    assert row["id"] == done()[1].run.identity.id


def test_the_log_has_every_event_with_its_cause() -> None:
    all_done = done()
    history = all_done[0].history
    assert history is not None
    log = table_of(all_done, "here", events=True).to_pylist()[0]["log"]
    assert [event["time"] for event in log] == history.time.tolist()
    assert [event["person"] for event in log] == history.person.tolist()
    causes = [[event["entity"], event["purpose"], event["index"]] for event in log]
    assert causes == history.cause.tolist()


def test_rows_have_the_schema_even_where_there_are_none() -> None:
    assert table_of([], "here", events=True).schema == SCHEMA
