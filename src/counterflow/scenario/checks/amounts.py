"""Amounts: dates in order, blocks prime, shares that sum to 1, quotas that people and places can fill."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from counterflow.scenario.checks.said import Check, Keys, Said
from counterflow.scenario.people import Cohort, Mobility
from counterflow.scenario.quantity import Quantity
from counterflow.scenario.schema import Scenario

PRIMES = (7, 11, 13, 17, 19, 23, 29, 31)
"""Sizes that a kin block may have."""
_SUM_TOLERANCE = 1e-6
_PERCENT_TOLERANCE = 0.5
_MOST_MOBILE = 0.8
_LONGEST = 100 * 365


def _dates(scenario: Scenario) -> Iterator[Said]:
    if scenario.end <= scenario.start:
        yield Said(("end",), f"{scenario.end} is not after the start {scenario.start}", "write a later date")
    elif (scenario.end - scenario.start).days > _LONGEST:
        yield Said(("end",), "the history is over 100 years long", "write an earlier date")
    for i, programme in enumerate(scenario.programme):
        if programme.end is not None and programme.end <= programme.start:
            yield Said(
                ("programme", i, "end"), f"{programme.end} is not after its start", "write a later date"
            )


def _blocks(scenario: Scenario) -> Iterator[Said]:
    for i, cohort in enumerate(scenario.cohort):
        size = sum(cohort.households)
        keys: Keys = ("cohort", i, "households")
        districts = sum(province.districts for province in cohort.provinces)
        if min(cohort.households) < 1:
            yield Said(keys, "a household is empty", "write three sizes of at least 1")
        elif size not in PRIMES:
            near = min(PRIMES, key=lambda prime: abs(prime - size))
            problem = f"the sizes sum to {size}, which is not a prime from 7 to 31"
            yield Said(keys, problem, f"let them sum to {near}")
        elif cohort.population.value / size < 2 * districts:
            problem = (
                f"{cohort.population.value:g} persons are too few for {districts} districts of two kin blocks"
            )
            remedy = f"write at least {2 * districts * size} persons, or fewer districts"
            yield Said(("cohort", i, "population"), problem, remedy)


def _sums(scenario: Scenario) -> Iterator[Said]:
    for i, cohort in enumerate(scenario.cohort):
        keys: Keys = ("cohort", i)
        yield from _hundred((*keys, "ages"), "men and women", (*cohort.ages.men, *cohort.ages.women))
        yield from _one((*keys, "traits", "schooling"), cohort.traits.schooling)
        if not any(province.population.value > 0.0 for province in cohort.provinces):
            yield Said((*keys, "provinces"), "nobody lives in any province", "give one a population")
        mobility = cohort.mobility
        if mobility is not None:
            keys = (*keys, "mobility")
            yield from _hundred((*keys, "men_ages"), "the ages", mobility.men_ages)
            yield from _hundred((*keys, "women_ages"), "the ages", mobility.women_ages)
            yield from _one((*keys, "destinations"), mobility.destinations.values())
            yield from _one((*keys, "third"), mobility.third.values())


def _one(keys: Keys, shares: Iterable[Quantity]) -> Iterator[Said]:
    total = sum(share.value for share in shares)
    if abs(total - 1.0) > _SUM_TOLERANCE:
        yield Said(keys, f"the shares sum to {total:.6g}", "let them sum to 1")


def _hundred(keys: Keys, what: str, percent: Iterable[float]) -> Iterator[Said]:
    total = sum(percent)
    if abs(total - 100.0) > _PERCENT_TOLERANCE:
        yield Said(keys, f"{what} sum to {total:.4g} percent", "let them sum to 100")


def _quotas(scenario: Scenario) -> Iterator[Said]:
    """Whether there are people enough to be mobile, and somewhere for them to go."""
    for i, cohort in enumerate(scenario.cohort):
        if cohort.mobility is None:
            continue
        keys: Keys = ("cohort", i, "mobility")
        yield from _people_enough((*keys, "share"), cohort, cohort.mobility)
        yield from _room((*keys, "destinations"), scenario, cohort, cohort.mobility.destinations)
        yield from _room((*keys, "third"), scenario, cohort, cohort.mobility.third)
        russian = [country.name for country in scenario.country if country.side == "Russia"]
        for country in (*russian, cohort.country):
            if country in cohort.mobility.third:
                yield Said((*keys, "third"), f"{country} is no third country", "remove it")


def _room(keys: Keys, scenario: Scenario, cohort: Cohort, shares: dict[str, Quantity]) -> Iterator[Said]:
    known = [country.name for country in scenario.country]
    for country, share in shares.items():
        if share.value > 0.0 and country in known and not _takes(scenario, cohort, country):
            remedy = f"give one a weight for {cohort.name}, or set the share to 0"
            yield Said(keys, f"no city of {country} takes people of {cohort.name}", remedy)


def _takes(scenario: Scenario, cohort: Cohort, country: str) -> bool:
    if country == cohort.country:
        return False
    kinds = {kind.name: kind.weight.value for kind in scenario.kind}
    return any(
        city.country == country
        and any(count > 0 and kinds.get(kind, 0.0) > 0.0 for kind, count in city.neighbourhoods.items())
        and cohort.name in city.weight
        and city.weight[cohort.name].value > 0.0
        for city in scenario.city
    )


def _people_enough(keys: Keys, cohort: Cohort, mobility: Mobility) -> Iterator[Said]:
    men = mobility.men.value
    for sex, part, mobile, everybody in (
        ("men", men, mobility.men_ages, cohort.ages.men),
        ("women", 1.0 - men, mobility.women_ages, cohort.ages.women),
    ):
        for group, (some, everyone) in enumerate(zip(mobile, everybody, strict=True)):
            wanted = mobility.share.value * part * some
            if wanted > everyone:
                ages = f"{5 * group}-{5 * group + 4}"
                problem = f"{wanted:.3g} percent of the cohort would be mobile {sex} of {ages}, who are {everyone:.3g}"
                yield Said(keys, problem, "lower the share, or spread the ages")
    if mobility.share.value * max(province.mobile.value for province in cohort.provinces) > _MOST_MOBILE:
        problem = "in a province over four in five would be mobile"
        yield Said(keys, problem, "lower the share, or the province's factor")


def _spells(scenario: Scenario) -> Iterator[Said]:
    for i, cohort in enumerate(scenario.cohort):
        if cohort.mobility is None:
            continue
        for name, spell in (("home", cohort.mobility.home), ("host", cohort.mobility.host)):
            if spell.median.value <= 0.0 or not 0.2 <= spell.shape.value <= 50.0:
                problem = "the spell needs a median above 0 and a shape between 0.2 and 50"
                yield Said(
                    ("cohort", i, "mobility", name), problem, "write such as { median = 0.6, shape = 3 }"
                )
    if scenario.journeys.last_age.value <= scenario.journeys.first_age.value:
        yield Said(("journeys", "last_age"), "it is not above the first age", "write a higher age")


def _positive(scenario: Scenario) -> Iterator[Said]:
    """Numbers by which the core divides."""
    needed: dict[Keys, Quantity] = {
        ("ties", "lifetime"): scenario.ties.lifetime,
        ("ties", "scale"): scenario.ties.scale,
        ("hardship", "half_life"): scenario.hardship.half_life,
        ("approach", "ideology_cap"): scenario.approach.ideology_cap,
    }
    if scenario.broadcast is not None:
        needed["broadcast", "half_life"] = scenario.broadcast.half_life
    for keys, quantity in needed.items():
        if quantity.value <= 0.0:
            yield Said(keys, f"{quantity.value:g} is not above 0", "write a number above 0")


CHECKS: tuple[Check, ...] = (_dates, _blocks, _sums, _quotas, _spells, _positive)
