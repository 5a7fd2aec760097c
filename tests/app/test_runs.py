"""Runs from the first question to what came of them: progress, cancel, a bound, a kill, and taken up again."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from counterflow.app.jobs.ledger import Ledger
from counterflow.app.jobs.queue import Queue, QueueFull
from counterflow.app.jobs.records import RunRequest
from counterflow.app.settings import Settings
from counterflow.app.store import Store
from counterflow.template import new
from tests.app.rooms import NAME, visitor, waited

WANTED = RunRequest(kind="programmes", hearing=NAME)


def asked(client: TestClient, **wanted: object) -> dict[str, object]:
    answer = client.post("/api/runs", json={"hearing": NAME, **wanted})
    assert answer.status_code == 202, answer.text
    found: dict[str, object] = answer.json()
    return found


def test_a_run_is_known_by_what_is_asked_and_done_once(client: TestClient) -> None:
    first = asked(client, kind="programmes")
    again = asked(client, kind="programmes")
    assert first["id"] == again["id"] != asked(client, kind="programmes", seed=2)["id"]
    record = waited(client, str(first["id"]))
    assert {"effects.json", "runs.csv"} <= set(record["files"])
    effects = client.get(f"/api/runs/{first['id']}/files/effects.json").json()
    assert effects["runs"] == 5
    assert client.get(f"/runs/{first['id']}").text.count("departure averted") > 0


def test_a_change_is_run_marked_as_not_calibrated_and_then_stands_at_its_address(client: TestClient) -> None:
    change = "hardship.public=0"
    address = f"/?hearing={NAME}&set={change.replace('=', '%3D')}"
    assert "Not answered yet" in client.get(address).text
    run = asked(client, changes=[change])
    waited(client, str(run["id"]))
    text = client.get(address).text
    assert f'Answered by <a href="/runs/{run["id"]}">' in text
    assert "Not calibrated for this assumption" in text
    found = client.get(f"/api/hearings/{NAME}/verdicts", params={"set": change}).json()
    assert (found["basis"], found["run"], found["calibrated"]) == ("run", run["id"], False)
    assert found["verdicts"]["provenance"]["changes"] == [change]
    assert client.get(f"/runs/{run['id']}").status_code == 200


def test_two_runs_are_compared(client: TestClient) -> None:
    one, other = asked(client), asked(client, seed=2)
    for run in (one, other):
        waited(client, str(run["id"]))
    text = client.get("/runs/compare", params={"a": one["id"], "b": other["id"]}).text
    assert "Verdicts that differ" in text


def test_programmes_of_two_runs_stand_side_by_side(client: TestClient) -> None:
    one = asked(client, kind="programmes")
    other = asked(client, kind="programmes", programmes=["exit-checks"])
    for run in (one, other):
        waited(client, str(run["id"]))
    text = client.get("/runs/compare", params={"a": one["id"], "b": other["id"]}).text
    rows = {row.split("<")[0]: row for row in text.split('<th scope="row">')}
    assert rows["Visiting elders"].count("not run") == 1
    averted = re.findall(r'first:">([^<]*%)</td>|second:">([^<]*%)</td>', rows["Exit checks "])
    assert len(averted) == 2


def test_a_life_is_told_at_its_address(client: TestClient) -> None:
    wanted = {"kind": "life", "hearing": NAME, "person": "17"}
    answer = client.post("/runs", data=wanted, follow_redirects=False)
    address = answer.headers["location"]
    assert address == f"/life?hearing={NAME}&person=17"
    (run,) = [one["id"] for one in client.get("/api/runs").json() if one["request"]["person"] == 17]
    waited(client, run)
    text = client.get(address).text
    assert "How lives like this end" in text
    assert text.count("<h1") == 1


def test_a_belief_asked_about_before_the_first_run_is_answered_after_it(client: TestClient) -> None:
    client.post("/hearings", data={"name": "later"})
    place, wanted = "/api/hearings/later/verdicts", {"set": "belief.exposure_ratio=[1.2,3,8]"}
    assert "no fresh results" in client.get(place, params=wanted).json()["why_not"]
    answer = client.post("/api/runs", json={"hearing": "later"})
    waited(client, answer.json()["id"])
    found = client.get(place, params=wanted).json()
    assert found["basis"] == "weights" or "too few cases" in found["why_not"]


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    """A queue that nobody works on: what waits keeps waiting."""
    store = Store(tmp_path)
    store.open()
    new(store.hearings / NAME)
    yield Queue(Ledger(store), Settings(tmp_path, most_waiting=2))
    store.close()


def test_the_queue_has_a_bound_and_says_so(queue: Queue) -> None:
    queue.ask(WANTED)
    assert queue.ask(WANTED.model_copy(update={"seed": 2})).ahead == 1
    with pytest.raises(QueueFull, match="2 runs wait already"):
        queue.ask(WANTED.model_copy(update={"seed": 3}))
    assert queue.ask(WANTED).state == "waiting"


def test_what_waits_is_cancelled_and_taken_up_again(queue: Queue) -> None:
    run = queue.ask(WANTED).id
    assert queue.cancel(run).state == "cancelled"
    assert queue.resume(run).state == "waiting"
    assert queue.cancel(run).state == "cancelled"
    assert queue.ask(WANTED).state == "waiting"


def test_runs_of_a_killed_server_are_interrupted_and_resume(store: Path, tmp_path: Path) -> None:
    shutil.copytree(store / "hearings", tmp_path / "hearings")
    ledger = Ledger(Store(tmp_path))
    for folder in ("runs", "cache"):
        (tmp_path / folder).mkdir()
    record = ledger.new(WANTED.model_copy(update={"seed": 9}))
    ledger.begin(record.model_copy(update={"state": "running"}))  # and there the server was killed
    with visitor(Settings(tmp_path, workers=1)) as client:
        assert client.get(f"/api/runs/{record.id}").json()["state"] == "interrupted"
        assert "Take it up again" in client.get(f"/runs/{record.id}").text
        assert client.post(f"/api/runs/{record.id}/resume").json()["state"] in ("waiting", "running")
        waited(client, record.id)


def test_a_run_under_way_is_cancelled_and_keeps_what_was_done(client: TestClient) -> None:
    run = str(asked(client, kind="programmes", effort="full", seed=77)["id"])
    waited(client, run, until=("running",))
    assert client.post(f"/api/runs/{run}/cancel").json()["state"] == "cancelled"
    assert client.post(f"/api/runs/{run}/resume").json()["state"] in ("waiting", "running")
    record = waited(client, run)
    assert json.loads(client.get(f"/api/runs/{run}/files/effects.json").text)["runs"] == 40
    assert record["ended"] is not None


def test_a_run_that_cannot_be_is_refused_by_field_and_nothing_is_kept(client: TestClient) -> None:
    before = len(client.get("/api/runs").json())
    answer = client.post("/api/runs", json={"hearing": NAME, "changes": ["journeys.ban_length=-1"]})
    assert answer.status_code == 422
    assert answer.json()["faults"][0]["field"] == "journeys.ban_length"
    assert len(client.get("/api/runs").json()) == before
