"""A hearing that was ended goes on from what was done, and says the same."""

from pathlib import Path

import pytest

from counterflow.analysis.ensemble import Effort
from counterflow.analysis.finished import Finished
from counterflow.analysis.hear import hear
from counterflow.template import new

SMALL = Effort(draws=16, variant_draws=8, account_draws=4, runs=1)
ENDED_AT = 5
"""Batches that are done when it is ended."""


class Ended(Exception):
    """As a server that is gone, or Ctrl-C."""


def ends(what: str, done: int, of: int) -> None:
    assert of > ENDED_AT
    if what == "draws of the accounts" and done == ENDED_AT:
        raise Ended


def batches(kept: Path) -> dict[str, int]:
    return {file.name: file.stat().st_mtime_ns for file in kept.glob("*/*.npz")}


def test_what_is_done_is_not_done_again_and_the_verdicts_are_the_same(tmp_path: Path) -> None:
    new(tmp_path / "harvest")
    folder, kept = tmp_path / "harvest", tmp_path / "kept"
    with pytest.raises(Ended):
        hear(folder, effort=SMALL, workers=1, kept_in=kept, progress=ends)
    before = batches(kept)
    assert len(before) >= ENDED_AT
    resumed = hear(folder, effort=SMALL, workers=1, kept_in=kept)
    after = batches(kept)
    assert len(after) > len(before)
    assert {name: after[name] for name in before} == before
    assert resumed.verdicts == hear(folder, effort=SMALL, workers=1).verdicts


def test_another_question_begins_anew(tmp_path: Path) -> None:
    new(tmp_path / "harvest")
    for seed in (1, 2):
        with pytest.raises(Ended):
            hear(
                tmp_path / "harvest",
                seed=seed,
                effort=SMALL,
                workers=1,
                kept_in=tmp_path / "kept",
                progress=ends,
            )
    assert len(list((tmp_path / "kept").iterdir())) == 2


def test_a_batch_that_cannot_be_read_is_done_again(tmp_path: Path) -> None:
    done = Finished(tmp_path / "kept")
    assert done.batch("all-prior-0") is None
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "all-prior-0.npz").write_bytes(b"half of it")
    assert done.batch("all-prior-0") is None
