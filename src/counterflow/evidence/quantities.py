"""Every quantity that a figure part of a hearing may name, and how it is worked out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial

import numpy as np

from counterflow.evidence import branch, deaths, history, rates, recruitment, screening, sums
from counterflow.evidence.denominators import DENOMINATORS
from counterflow.evidence.estimate import Estimate
from counterflow.evidence.evidence import Evidence
from counterflow.evidence.study import QuantityRef, Study
from counterflow.faults import nearest


@dataclass(frozen=True, slots=True)
class Quantity:
    """Something that figures can be asked for."""

    name: str
    unit: str
    meaning: str
    """One plain sentence part, as it is shown beside the name."""
    work_out: Callable[[Study, QuantityRef], Estimate]
    needs_place: bool = False
    takes_per: bool = False


@dataclass(frozen=True, slots=True)
class RefFault:
    """What is wrong with a reference: the field, the problem, what would be right."""

    field: str
    problem: str
    remedy: str


def _quantities() -> tuple[Quantity, ...]:
    def ever_left(study: Study, ref: QuantityRef) -> Estimate:
        return rates.count_or_rate(study, ref, "ever left")

    def present(study: Study, ref: QuantityRef) -> Estimate:
        return rates.count_or_rate(study, ref, "present")

    place_and_per = partial(Quantity, needs_place=True, takes_per=True)
    return (
        place_and_per("ever left", "persons, or per head", "who had ever left by a day", ever_left),
        place_and_per("present", "persons, or per head", "who were in the zone on a day", present),
        place_and_per(
            "people per one who ever left",
            "people per one",
            "people of the denominator to each who had ever left",
            partial(rates.people_per_one, count="ever left"),
        ),
        place_and_per(
            "people per one present",
            "people per one",
            "people of the denominator to each who was in the zone",
            partial(rates.people_per_one, count="present"),
        ),
        Quantity(
            "share of pairs in which the European rate is higher",
            "share of pairs",
            "over all pairs of a European and a Central Asian country, on who ever left",
            partial(rates.share_of_pairs, count="ever left"),
            takes_per=True,
        ),
        Quantity(
            "share of pairs in which the European rate is higher, present",
            "share of pairs",
            "the same on who was in the zone",
            partial(rates.share_of_pairs, count="present"),
            takes_per=True,
        ),
        Quantity("ever left, five countries", "persons", "sum over the five countries", sums.five_countries),
        Quantity(
            "fighters who ever left, five countries", "persons", "those of them who fought", sums.fighters
        ),
        Quantity(
            "supporters who ever left, five countries",
            "persons",
            "families and helpers among them",
            sums.supporters,
        ),
        Quantity(
            "ever left by governments' figures",
            "persons",
            "sum of what the countries' own governments said",
            sums.governments,
        ),
        Quantity(
            "persons in all over earlier flows",
            "ratio",
            "all who joined so far over those of the largest earlier flow",
            history.persons_in_all,
        ),
        Quantity(
            "persons per year over earlier flows",
            "ratio",
            "persons a year so far over those of the earlier flow with most",
            history.persons_per_year,
        ),
        Quantity(
            "countries of origin over earlier flows",
            "ratio",
            "countries of origin over those of the earlier flow with most",
            history.countries,
        ),
        Quantity(
            "deaths per person-year",
            "deaths per person-year",
            "deaths by the years spent in the zone, from dates of entry",
            deaths.deaths_per_person_year,
            needs_place=True,
        ),
        Quantity(
            "share with basic religious schooling",
            "share",
            "on entry forms of all nationalities, discounted for Central Asia",
            recruitment.basic_schooling,
        ),
        Quantity(
            "first record of the Afghan branch",
            "year",
            "with decimals",
            branch.first_on_record,
        ),
        Quantity(
            "years since the first record of the Afghan branch",
            "years",
            "up to a day",
            branch.years_on_record,
        ),
        Quantity(
            "spread of the Afghan branch's strength",
            "ratio",
            "highest over lowest strength told for the two years after a day",
            branch.spread_of_strength,
        ),
        Quantity(
            "documented channels of recruitment",
            "channels",
            "of migrant neighbourhoods and social media, those with a true case on record",
            recruitment.documented_channels,
        ),
        Quantity(
            "share of cases recruited online",
            "share",
            "of Central Asian cases",
            recruitment.share_online,
        ),
        Quantity(
            "people flagged wrongly per one found",
            "people per one found",
            "were all trained people screened",
            screening.wrongly_flagged_per_found,
        ),
        Quantity(
            "growth of Tajik over Kyrgyz counts after May 2015",
            "ratio",
            "less the assumed jump of Tajik detection",
            recruitment.growth_after_defection,
        ),
    )


QUANTITIES: dict[str, Quantity] = {quantity.name: quantity for quantity in _quantities()}
"""All quantities by the name of their measure."""


def faults_of(ref: QuantityRef) -> tuple[RefFault, ...]:
    """What is wrong with a reference; empty where it can be evaluated."""
    faults = []
    quantity = QUANTITIES.get(ref.measure)
    if quantity is None:
        faults.append(
            RefFault("measure", f'"{ref.measure}" is not known here', _did_you_mean(ref.measure, QUANTITIES))
        )
    else:
        if quantity.needs_place and ref.place is None:
            faults.append(RefFault("place", "is missing", "name a country as in evidence.csv"))
        if ref.per is not None and not quantity.takes_per:
            faults.append(RefFault("per", f"{ref.measure} has no denominator", "remove it"))
    if ref.per is not None and ref.per not in DENOMINATORS:
        faults.append(RefFault("per", f'"{ref.per}" is not known here', _did_you_mean(ref.per, DENOMINATORS)))
    if ref.over is not None:
        inner = faults_of(ref.over)
        faults += [RefFault(f"over.{fault.field}", fault.problem, fault.remedy) for fault in inner]
    return tuple(faults)


def evaluate(
    evidence: Evidence,
    ref: QuantityRef,
    rng: np.random.Generator,
    draws: int = 20_000,
    *,
    day: dt.date | None = None,
) -> Estimate:
    """A quantity by Monte Carlo over the ranges of the figures.

    Filter the evidence first, by what was known and by whose claim is tested:
    ``evaluate(evidence.known(as_of).without(origins), ref, rng, day=day)``. ``day`` is meant where the reference names none.
    Where the figures do not answer, the estimate has no draws and says what is missing. Raises ValueError for a
    reference that ``faults_of`` finds fault with.
    """
    faults = faults_of(ref)
    if faults:
        raise ValueError("; ".join(f"{fault.field}: {fault.problem} ({fault.remedy})" for fault in faults))
    return _work_out(Study(evidence, rng, draws, day), ref)


def _work_out(study: Study, ref: QuantityRef) -> Estimate:
    estimate = QUANTITIES[ref.measure].work_out(study, ref)
    return estimate if ref.over is None else estimate.over(_work_out(study, ref.over))


def _did_you_mean(word: str, known: Collection[str]) -> str:
    near = nearest(word, known)
    return f"did you mean {near}?" if near else f"known here: {', '.join(known)}"
