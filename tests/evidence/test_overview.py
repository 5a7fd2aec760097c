"""Everything that is known, as tables and as JSON, and as the call of the package itself."""

import datetime as dt
import json

import pytest

import counterflow
from counterflow.evidence import overview
from counterflow.faults import Faults


def test_the_package_is_the_command_of_its_name() -> None:
    assert counterflow.evidence("central_asia_2015", place="Belgium") == overview(place="Belgium")


def test_tables_hold_what_was_asked_for() -> None:
    found = overview(place="Belgium")
    assert (
        set(found.figures["place"])
        == set(found.conflicts["place"])
        == set(found.rates["place"])
        == {"Belgium"}
    )
    assert {"people", "Muslims", "men 18-29"} <= set(found.rates["per"])


def test_what_was_not_yet_published_is_left_out() -> None:
    early = overview(quantity="ff_cumulative", as_of=dt.date(2014, 1, 1))
    late = overview(quantity="ff_cumulative", as_of=dt.date(2015, 6, 11))
    assert set(early.figures["id"]) < set(late.figures["id"])


def test_the_document_is_json() -> None:
    document = overview(place="Belgium").document()
    assert json.loads(json.dumps(document, allow_nan=False)) == json.loads(json.dumps(document))
    assert {"figures", "conflicts", "rates"} == set(document)


def test_a_place_that_no_figure_is_about_is_a_fault() -> None:
    with pytest.raises(Faults, match="no figure is about Belgum; did you mean Belgium"):
        overview(place="Belgum")
