"""Programmes on and off on the Decision page: boxes, address, the run's name, and what is refused."""

import re

import pytest
from fastapi.testclient import TestClient

from counterflow.app.jobs.records import RunRequest, identity_of
from tests.app.rooms import NAME

BOTH = ("visiting-elders", "exit-checks")
AT = f"/decision?hearing={NAME}"
BUDGET = "budget=1+million+USD"


def ticks(text: str) -> dict[str, bool]:
    """By programme whether its box is ticked."""
    found = re.findall(r'<input type="checkbox" name="with" value="([^"]+)"( checked)?>', text)
    return {name: bool(ticked) for name, ticked in found}


def test_every_programme_has_a_box_that_is_ticked_and_coercive_ones_are_marked(client: TestClient) -> None:
    text = client.get(AT).text
    assert ticks(text) == dict.fromkeys(BOTH, True)
    boxes = text.partition("<fieldset")[2].partition("</fieldset>")[0]
    assert boxes.count("coercive</span>") == 1
    assert "<legend>Programmes that it may pay for</legend>" in boxes


def test_what_is_not_ticked_goes_to_the_address_and_the_address_unticks_it(client: TestClient) -> None:
    sent = client.get(f"{AT}&{BUDGET}&with=&with=visiting-elders", follow_redirects=False)
    assert sent.status_code == 303
    assert sent.headers["location"] == f"{AT}&{BUDGET}&without=exit-checks"
    text = client.get(sent.headers["location"]).text
    assert ticks(text) == {"visiting-elders": True, "exit-checks": False}
    assert "Not computed yet for 1 million USD, with 1 of 2 programmes left out." in text
    assert '<input type="hidden" name="without" value="exit-checks">' in text


def test_an_address_with_all_of_them_is_as_short_as_it_was(client: TestClient) -> None:
    sent = client.get(f"{AT}&{BUDGET}&with=&with=visiting-elders&with=exit-checks", follow_redirects=False)
    assert sent.headers["location"] == f"{AT}&{BUDGET}"


@pytest.mark.parametrize(
    ("address", "said", "boxes"),
    [
        ("&with=", "leaves out all 2 programmes, so that there is nothing to choose from", (False, False)),
        ("&without=visiting-elder&without=exit-checks", "did you mean visiting-elders?", (True, False)),
    ],
)
def test_what_cannot_be_left_out_is_told_beside_boxes_that_keep_it(
    client: TestClient, address: str, said: str, boxes: tuple[bool, bool]
) -> None:
    answer = client.get(f"{AT}&{BUDGET}{address}")
    assert answer.status_code == 422
    assert said in answer.text
    assert tuple(ticks(answer.text).values()) == boxes
    assert "Compute it" not in answer.text


@pytest.mark.parametrize(
    ("wanted", "field", "said"),
    [
        (
            {"without": ["visiting-elder"]},
            "visiting-elder",
            "there is no such programme; did you mean visiting-elders?",
        ),
        ({"without": list(BOTH)}, "", "leaves out all 2 programmes"),
        (
            {"kind": "hearing", "without": ["visiting-elders"]},
            "without",
            "says nothing to a run of kind hearing",
        ),
        ({"without": "visiting-elders"}, "without", "valid tuple"),
    ],
)
def test_programs_are_told_the_same_and_nothing_is_started(
    client: TestClient, wanted: dict[str, object], field: str, said: str
) -> None:
    asked = {"kind": "decision", "hearing": NAME, "budget": "1 million USD"}
    before = len(client.get("/api/runs").json())
    answer = client.post("/api/runs", json=asked | wanted)
    assert answer.status_code == 422
    (fault,) = answer.json()["faults"]
    assert fault["field"] == field
    assert said in f"{fault['problem']}; {fault['remedy']}"
    assert len(client.get("/api/runs").json()) == before


def test_a_run_has_what_was_left_out_in_its_record_its_address_and_its_citation(client: TestClient) -> None:
    form = {"kind": "decision", "hearing": NAME, "budget": "1 million USD", "without": "exit-checks"}
    sent = client.post("/runs", data=form, follow_redirects=False)
    assert sent.headers["location"] == f"{AT}&{BUDGET}&without=exit-checks"
    (run,) = [one for one in client.get("/api/runs").json() if one["request"]["without"]]
    assert run["request"]["without"] == ["exit-checks"]
    assert "budget 1 million USD, without exit-checks" in client.get(f"/runs/{run['id']}").text
    assert "1 million USD, without exit-checks" in client.get(f"/runs?hearing={NAME}").text
    again = client.post("/api/runs", json=form | {"without": ["exit-checks", "exit-checks"]}).json()
    assert again["id"] == run["id"]


def test_runs_keep_the_names_that_they_had_and_others_leave_out_others() -> None:
    plain = RunRequest(kind="decision", budget="10 million USD")
    made = {"scenario.toml": "0", "engine": "3"}
    assert identity_of(plain, made, "0.1.0") == "a2395aad7b89"  # from before anything could be left out
    names = {identity_of(plain, made, "0.1.0")}
    for without in (("exit",), ("amnesty", "exit"), ("exit", "amnesty")):
        other = RunRequest(kind="decision", budget="10 million USD", without=without)
        names.add(identity_of(other, made, "0.1.0"))
    assert len(names) == 3


def test_the_description_has_the_field_and_says_what_it_is_for(client: TestClient) -> None:
    fields = client.get("/api/openapi.json").json()["components"]["schemas"]["RunRequest"]["properties"]
    found = fields["without"]
    assert (found["type"], found["items"]["type"], found["maxItems"]) == ("array", "string", 60)
