"""When a programme reaches a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from counterflow.lives.stays import Stay
from counterflow.lives.subject import Subject
from counterflow.people.keys import COVERAGE, coarse, words

Span = tuple[float, float]


def spans_of_reach(subject: Subject, stays: Sequence[Stay]) -> tuple[Span, ...]:
    """Spans within the history in which any programme of the arm covers the person, in order."""
    spans = [
        span
        for programme in range(subject.scene.programmes.key.size)
        for span in _spans(subject, stays, programme)
        if span[0] < span[1]
    ]
    return tuple(sorted(spans))


def _spans(subject: Subject, stays: Sequence[Stay], programme: int) -> Iterator[Span]:
    """A person is covered from the day on which the place's coverage exceeds the person's fixed mark."""
    arm = subject.scene.programmes
    w0, _, _, _ = words(subject.scene.key, np.uint64(subject.who.person), COVERAGE, arm.key[programme])
    mark = coarse(w0)
    for stay in stays:
        full = float(arm.cover[programme, stay.place])
        if mark < full:
            since = float(arm.start[programme] + arm.ramp[programme] * mark / full)
            until = min(stay.end, float(arm.end[programme]), subject.years)
            yield max(stay.begin, since, 0.0), until
