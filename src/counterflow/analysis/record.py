"""Tests of claims on the record: what a witness said, or left out, by the passages of the hearing file."""

from __future__ import annotations

from counterflow.analysis.records import TestResult
from counterflow.hearing import Hearing, RecordTest


def record_result(test: RecordTest, hearing: Hearing) -> TestResult:
    """Whether a witness spoke of a topic: 1 or 0, and no probability where the record is too short to tell.

    That something was said is shown by one passage. That it was left out can only be shown by a text that was read whole.
    """
    said = [
        entry for entry in hearing.passage if entry.witness == test.witness and test.topic in entry.topics
    ]
    name = next(entry.name for entry in hearing.witness if entry.id == test.witness)
    p: float | None = float(bool(said) is not test.left_out)
    if said:
        note = f"{name} spoke of {test.topic} ({said[0].paragraph})"
    else:
        note = f"no passage of {name} speaks of {test.topic}"
        unread = _unread(test, hearing)
        if unread:
            p = None if test.left_out else p
            note += f", but only extracts of {' and '.join(unread)} were read"
    return TestResult(
        says=test.says or (f"left out: {test.topic}" if test.left_out else f"said: {test.topic}"),
        direction="left out" if test.left_out else "said",
        beside=test.beside,
        p=p,
        note=note,
    )


def _unread(test: RecordTest, hearing: Hearing) -> list[str]:
    """Titles of the documents in which the witness speaks and which were not read whole."""
    his = {entry.document for entry in hearing.passage if entry.witness == test.witness}
    return [f"“{entry.title}”" for entry in hearing.document if entry.id in his and not entry.whole]
