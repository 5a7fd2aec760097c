"""The strip shows every part where its probability puts it."""

from __future__ import annotations

from counterflow.views.strip import claim_strip
from counterflow.views.theme import LIGHT
from tests.views.drawing import data, marks, scales, spec
from tests.views.example import verdicts

CLAIMS = {claim.id: claim for claim in verdicts().claims}


def test_every_part_has_a_row_with_its_probabilities() -> None:
    claim = CLAIMS["R1"]
    rows = {row["part"]: row for row in data(spec(claim_strip(claim, LIGHT))) if "part" in row}
    assert {name: (row["before"], row["after"]) for name, row in rows.items()} == {
        part.id: (part.p_before, part.p_after) for part in claim.parts
    }


def test_the_lines_stand_at_a_tenth_and_nine_tenths() -> None:
    found = spec(claim_strip(CLAIMS["R1"], LIGHT))
    assert [row["at"] for row in data(found) if "at" in row] == [0.1, 0.9]
    assert {tuple(scale["domain"]) for scale in scales(found, "x")} == {(0, 1)}


def test_a_standing_has_its_own_shape_and_colour() -> None:
    shapes = {mark.get("shape"): mark for mark in marks(spec(claim_strip(CLAIMS["E3"], LIGHT)))}
    assert shapes["triangle-down"]["color"] == LIGHT.contradicted
    assert shapes["triangle-down"]["filled"]


def test_a_record_has_no_range() -> None:
    claim = CLAIMS["A1"]
    record, state = claim.parts
    assert record.kind == "record"
    ranged = claim.model_copy(update={"parts": (record.model_copy(update={"p_range": (0.2, 0.9)}), state)})
    rows = {row["part"]: row["low"] for row in data(spec(claim_strip(ranged, LIGHT))) if "part" in row}
    assert rows[record.id] is None
    assert rows[state.id] is not None


def test_the_message_says_what_is_drawn() -> None:
    said = claim_strip(CLAIMS["R2"], LIGHT).message
    assert "R2a unsettled: before the data" in said
    assert "R2b unsettled: no probability." in said
