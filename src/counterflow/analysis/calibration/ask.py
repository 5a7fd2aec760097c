"""Which posteriors a hearing needs: of every account and variant, and without what a claim may not be tested on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from counterflow.analysis.forecast.later import day_of
from counterflow.analysis.model import WIDE
from counterflow.evidence import Target
from counterflow.hearing import VARIANTS, Claim, Hearing, Part, Variant

POWERS = (0.5, 2.0)
"""Powers of the likelihood over which a probability must hold: figures worth half, or twice, as much."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One posterior."""

    account: str = WIDE
    variant: Variant = "prior"
    power: float = 1.0
    without: tuple[str, ...] = ()
    """Targets left out, sorted."""

    @property
    def name(self) -> str:
        """As it is kept and shown."""
        power = "" if self.power == 1.0 else f", figures x{self.power:g}"
        left = f", without {' '.join(self.without)}" if self.without else ""
        return f"{self.account}, {self.variant}{power}{left}"


def asks_of(hearing: Hearing, targets: Sequence[Target]) -> tuple[Ask, ...]:
    """All posteriors that the verdicts of a hearing read, the widest account's first."""
    found = [Ask(), *range_of(())]
    for claim in hearing.claim:
        own = own_targets(hearing, claim, targets)
        if not any(part.on_outcome for part in claim.part):
            continue
        if own:
            found += [Ask(without=own), *range_of(own)]
        for part in claim.part:
            restated = without_restated(part, own, targets)
            found += [] if restated == own else [Ask(without=restated)]
    found += [Ask(account.id) for account in hearing.account]
    found += [Ask(without=then)] if (then := later(hearing, targets)) else []
    return tuple(dict.fromkeys(found))


def range_of(without: tuple[str, ...]) -> Iterator[Ask]:
    """The variants over which a probability must hold."""
    yield from (Ask(variant=variant, without=without) for variant in VARIANTS if variant != "prior")
    yield from (Ask(power=power, without=without) for power in POWERS)


def later(hearing: Hearing, targets: Sequence[Target]) -> tuple[str, ...]:
    """Targets that became known after the hearing: what is left out where later figures are foretold. None where all did."""
    found = _sorted(one.id for one in targets if one.available > day_of(hearing))
    return found if len(found) < len(targets) else ()


def own_targets(hearing: Hearing, claim: Claim, targets: Sequence[Target]) -> tuple[str, ...]:
    """Targets that rest on the claim's own witness: no claim is tested on itself."""
    origins = next(one.origins for one in hearing.witness if one.id == claim.witness)
    return _sorted(one.id for one in targets if set(one.origins) & set(origins))


def without_restated(part: Part, own: Collection[str], targets: Sequence[Target]) -> tuple[str, ...]:
    """What is left out where targets that restate the part are left out, too."""
    restated = {name for test in part.on_outcome for name in test.restated_by}
    return _sorted({*own, *(restated & {one.id for one in targets})})


def _sorted(names: Collection[str] | Iterator[str]) -> tuple[str, ...]:
    return tuple(sorted(names))
