"""A decision in a few plain sentences, and what a reader must be warned of."""

from __future__ import annotations

from counterflow.analysis.decide.records import Arm, Decision

_NOTHING = "nothing"
_SMALL = 0.5
"""Departures below which a worth is none."""


def people(number: float) -> str:
    """Whole people, no more exact than they are known."""
    if abs(number) < 0.05:
        return "0"
    if abs(number) < 10:
        return f"{number:.2g}"
    digits = 0 if abs(number) < 100 else -1 if abs(number) < 1000 else -2
    return f"{round(number, digits):,.0f}"


def money(amount: float, currency: str) -> str:
    """Money as people say it, to two digits."""
    for word, factor in (("billion", 1e9), ("million", 1e6)):
        if amount >= factor:
            return f"{amount / factor:,.2g} {word} {currency}"
    return f"{round(amount, -3) if amount >= 10_000 else round(amount):,.0f} {currency}"


def sentences(told: Decision) -> tuple[str, ...]:
    """What is chosen, its range, who would disagree, what would change it, what to measure next."""
    chosen = arm_named(told, told.choice)
    return tuple(
        one
        for one in (
            _choice(told, chosen),
            _range(told, chosen),
            _robust(told),
            told.disagreement.says if told.disagreement is not None else _agreed(told),
            _turning(told),
            _measure(told),
            _left_out(told),
            _described(told),
            _coercive(told),
        )
        if one
    )


def lower(words: str) -> str:
    """Words as they stand within a sentence."""
    return words[:1].lower() + words[1:]


def called(arm: str) -> str:
    """An arm as it stands in a sentence: "nothing averts more" would say the opposite."""
    return "doing nothing" if arm == _NOTHING else arm


def arm_named(told: Decision, name: str) -> Arm:
    """The arm of this name."""
    return next(one for one in told.arms if one.name == name)


def _choice(told: Decision, chosen: Arm) -> str:
    asked = f"With {told.budget}{_but(told)}"
    if chosen.name == _NOTHING:
        if all(one.coercive for one in told.programmes if not one.left_out):
            return f"{asked}, only coercive programmes are left, which are not ranked: the choice is to do nothing."
        return (
            f"{asked}, nothing that can be bought holds up under every account: the choice is to do nothing."
        )
    return (
        f"{asked}, the choice that holds up best whichever account is right is {chosen.name}"
        f" ({lower(chosen.says)}). It costs"
        f" {money(chosen.cost, told.currency)} a year ({money(chosen.cost_range[0], told.currency)} to"
        f" {money(chosen.cost_range[1], told.currency)})."
    )


def _but(told: Decision) -> str:
    """That programmes were left out: whoever reads no further must know that the choice was among fewer."""
    return f" and {len(told.without)} of {len(told.programmes)} programmes left out" if told.without else ""


def _left_out(told: Decision) -> str:
    names = [lower(one.title) for one in told.programmes if one.left_out]
    return f"Left out, as asked, and in no portfolio: {'; '.join(names)}." if names else ""


def _range(told: Decision, chosen: Arm) -> str:
    if chosen.name == _NOTHING:
        return ""
    gone, averted = told.departures[told.accounts[0]], chosen.averted
    low = f"{people(averted.low)} averted" if averted.low >= 0 else f"{people(-averted.low)} added"
    each = (
        ""
        if chosen.cost_per_averted is None
        else f", {money(chosen.cost_per_averted, told.currency)} for each"
    )
    high = f"{people(averted.high)} averted" if averted.high >= 0 else f"{people(-averted.high)} added"
    if chosen.averted_mean <= 0.0:
        return f"On average it averts nobody: from {low} to {high} of some {people(gone.centre)} departures."
    return (
        f"It averts about {people(chosen.averted_mean)} of some {people(gone.centre)} departures ({chosen.share:.1%}; from {low} to"
        f" {high}){each}; at the other end of substitution {people(chosen.averted_other)}."
    )


def _robust(told: Decision) -> str:
    end = (
        ""
        if told.choice_other == told.choice
        else f" At the other end of substitution it would be {called(told.choice_other)}."
    )
    others: dict[str, list[str]] = {}
    for account, choice in told.leave_out.items():
        if choice != told.choice:
            others.setdefault(choice, []).append(account)
    if not others:
        return f"It stays the choice whichever account is left out.{end}"
    said = "; ".join(
        f"without {' or '.join(out)} it would be {called(choice)}" for choice, out in others.items()
    )
    return f"It hangs on the list of accounts: {said}.{end}"


def _agreed(told: Decision) -> str:
    return "All accounts would choose the same." if len(told.accounts) > 1 else ""


def _turning(told: Decision) -> str:
    ahead = told.arms[0].name
    start = "" if ahead == told.choice else f"By averages alone {called(ahead)} would be ahead. "
    turning = next((one for one in told.flips if one.threshold is not None), None)
    return f"{start}{'No single unknown would change that.' if turning is None else turning.says}"


def _measure(told: Decision) -> str:
    best = max(told.surveys, key=lambda one: one.sizes[-1][1], default=None)
    if told.evpi.departures < _SMALL:
        return "More evidence would not change it: to know everything is worth less than one departure."
    if best is None or best.sizes[-1][1] < _SMALL:
        return f"To know everything would avert {people(told.evpi.departures)} more; no single survey would change the choice."
    size, worth, _ = best.sizes[-1]
    return (
        f"What to measure next: {best.title} (with {size:,} people it is worth {people(worth)} departures; to know everything,"
        f" {people(told.evpi.departures)})."
    )


def _described(told: Decision) -> str:
    if told.pays is None:
        return ""
    chances = max(1, min(19, round(20 * told.pays)))
    return (
        "That one of the efforts described at the hearing pays, at a value of a departure averted drawn from the range that is"
        f" asked about, has about {chances} {'chance' if chances == 1 else 'chances'} in 20."
    )


def _coercive(told: Decision) -> str:
    if not told.coercive:
        return ""
    one = told.coercive[0]
    each = (
        "averts none"
        if one.restricted_per_averted is None
        else f"restricts about {people(one.restricted_per_averted)} people for each departure averted"
    )
    return f"Coercive programmes are shown beside, and not ranked: {lower(one.says)} {each}."


def warnings_of(told: Decision) -> tuple[str, ...]:
    """What does not hold as it should."""
    found = []
    if told.checked is not None and not told.checked.same:
        found.append(
            f"{len(told.checked.differ)} of {told.checked.runs} stored runs did not come out again to the last bit:"
            f" {', '.join(told.checked.differ[:3])}. The store was made with another version; make it anew."
        )
    found += [
        f"{one.name}: simulated afresh it averts {one.fresh.simulated:.1%} of departures, and {one.fresh.foretold:.1%} was"
        " foretold, more than two standard errors apart."
        for one in told.arms
        if one.fresh is not None and one.fresh.off
    ]
    return tuple(found)
