"""The description of the interface, and the interface held against it: whatever it allows is answered as it says."""

from __future__ import annotations

from pathlib import Path

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import (
    negative_data_rejection,
    positive_data_acceptance,
    unsupported_method,
)

from counterflow.app.server import make_app
from counterflow.app.settings import Settings
from tests.app.rooms import visitor
from tests.app.serving import served

# What is asked may be shaped as described and yet name no hearing, or no number of it: 404 and 422 are answers then.
UNFIT = [positive_data_acceptance, negative_data_rejection, unsupported_method]
RULES = settings(
    max_examples=10,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_every_answer_is_one_that_the_description_knows(tmp_path: Path) -> None:
    with served(tmp_path / "store") as server:
        schema = schemathesis.openapi.from_url(f"{server.address}/api/openapi.json")
        for result in schema.get_all_operations():
            operation = result.ok()

            @RULES
            @given(case=operation.as_strategy())
            def held(case: schemathesis.Case) -> None:
                case.call_and_validate(excluded_checks=UNFIT)

            if not operation.path.endswith("/resume") and (operation.method, operation.path) != (
                "post",
                "/api/runs",
            ):
                held()


def test_every_operation_says_what_it_does(tmp_path: Path) -> None:
    document = make_app(Settings(tmp_path), warm=False).openapi()
    for path, operations in document["paths"].items():
        assert path.startswith("/api/")
        for one in operations.values():
            assert one["description"]
            assert one["responses"]["422"]["content"]["application/json"]["schema"]["$ref"].endswith(
                "/Problem"
            )


def test_any_request_for_a_run_is_answered_in_words(store: Path) -> None:
    """Runs that could be carried out are not asked for here: the bound of the queue is 0."""
    with visitor(Settings(store, most_waiting=0)) as client:
        for wanted in (
            {},
            {"kind": "x"},
            {"seed": -1},
            {"hearing": "harvest", "changes": ["x" * 400]},
            {"more": 1},
            [],
            1,
        ):
            answer = client.post("/api/runs", json=wanted)
            assert answer.status_code in (422, 503)
            assert answer.json()["problem"]
