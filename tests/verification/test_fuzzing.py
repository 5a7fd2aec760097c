"""Hardening: 10,000 files got wrong at random, each refused in clean words or accepted"""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.fuzzing.formats import FORMATS, Format
from tests.fuzzing.mutations import Change, byte_changes, text_changes
from tests.fuzzing.trying import Trial
from tests.judge import Judge

pytestmark = pytest.mark.verification

EACH = -(-10_000 // len(FORMATS))


@pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.name)
def test_fuzzing(kind: Format, tmp_path: Path, verdict: Judge) -> None:
    trial = Trial(kind, tmp_path / "folder")

    @seed(20150610)
    @settings(
        max_examples=EACH,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(byte_changes if kind.in_bytes else text_changes)
    def one(changes: list[Change]) -> None:
        trial.read(trial.changed(changes))

    one()
    tried = f"{trial.accepted} accepted, {trial.refused} refused"
    verdict.at_least(f"files tried, {kind.name}", tried, trial.accepted + trial.refused, EACH)
    verdict.none(
        f"tracebacks and hangs, {kind.name}", "\n".join([tried, *trial.broken[:1]]), len(trial.broken)
    )
    verdict.none(f"reads that wrote something, {kind.name}", tried, len(trial.written))
