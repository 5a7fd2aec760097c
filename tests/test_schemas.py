"""Schemas describe the files that ship."""

import pytest

from counterflow.faults import Faults
from counterflow.schemas import KINDS, schema


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_schema_of_an_object(kind: str) -> None:
    found = schema(kind)
    assert (found["title"], found["type"]) == (f"counterflow {kind}", "object")


def test_an_unknown_kind_is_a_fault() -> None:
    with pytest.raises(Faults, match="did you mean scenario"):
        schema("scenraio")
