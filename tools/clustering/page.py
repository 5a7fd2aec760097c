"""docs/clustering.md: the tables are made from the runs, and so is every number in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np

from counterflow.engine import ENGINE_VERSION
from counterflow.evidence.inputs import Target
from counterflow.world import Floats
from tools.clustering.variants import CENTRE, FAR, SEED, UPPER, Outcome, Variant

PEOPLE = 0.02
"""The published district has fewer than this share of the people."""
RANKS = (1, 2, 3, 5, 10, 20)
_COLUMNS = (
    "variant",
    "place_sd",
    "peers",
    "bridge",
    "exposure",
    "departures",
    "called",
    "at home",
    "largest share",
    "Gini",
)

_HEAD = """# Does the model cluster as the evidence says?

<!-- Written by `make clustering` (tools/clustering). Change the script, not the page. -->

One district of Kyrgyzstan with under 2 percent of its people is said to have sent about a third of its fighters (OUT-038, told by
a witness, first source unknown). It was named for being the maximum, so the figure to meet is the *largest* district's share:
{centre:.0%}, 80 percent range {low:.0%} to {high:.0%}.

Two things in the model can make districts differ. Places differ in recruiting intensity (log-normal, `place_sd`). Engaged people
call kin, friends and people of their home district, and a defector's broadcast reaches a whole people. Here are both, each alone,
and neither. Nothing else differs: no driver has a weight (the centre of the account *exposure*), and each variant is scaled until
as many people leave.

{districts} districts, {people:,} people; {runs} histories of each variant, 2011 to 2018; departures without family, by home
district. Recruiters approach this cohort alone, which takes a tenth of the time: callers of other cohorts are left out, who added
1 percent to its departures in 48 histories of the whole region with peers.
"""
_KEY = """
*peers*: people engaged by one engaged person at the peak of salience. *bridge*: departures that the broadcast adds in its first
year among those whom it reaches most. *exposure*: street approaches per person-year abroad over those at home. *departures*: mean
and its standard error. *called*: of those who engage, through somebody engaged or come back. *at home*: of those who engage, by a
recruiter in the streets of a home district. *largest share*, *Gini*: median (80 percent of histories). The last three columns:
share of histories, with its standard error.
"""
_CURVES = """Districts with the lowest rates first; the diagonal is one rate for all. Before each name its mean Gini coefficient;
grey: the centre of the prior, green: its upper ends, ochre: far out. What *neither* has is chance, and provinces that send more
or fewer people abroad.
"""
_WHY = """## Why so little

*Places.* A place's intensity acts on street approaches made there. {home_low:.0%} to {home_high:.0%} of those who engage do
so in the streets of a home district. Online and of one's own accord places play no part, and abroad a neighbourhood of high
intensity recruits from all districts that send there.

*Peers.* At most {called:.0%} of those who engage were called by somebody. A caller engages fewer than one other, so that a chain
of calls is short beside some hundreds of departures from {districts} districts: it makes the spread a little wider, not one
district large.

*So* the figure speaks for places that differ by more than the accounts assume and for recruiters at home, or for something that the
model does not have: a recruiter who stays with one district for years and reaches its people wherever they are.
"""
_AGAIN = """## Again

    make clustering

Seed {seed}, engine {engine}; {runs} histories of each variant, and {pilot} others by which its scale is set.
"""


def page(outcomes: Sequence[Outcome], published: Target, *, pilot: int) -> str:
    """The page, whole."""
    first = outcomes[0].runs
    numbers = {"districts": first.people.size, "runs": first.largest.size}
    head = _HEAD.format(
        centre=published.centre,
        low=published.low,
        high=published.high,
        people=int(first.people.sum()),
        **numbers,
    )
    sections = [
        head,
        "## The largest district\n",
        "![The largest district's share, by variant](clustering-largest.svg)\n",
        "Tick: median; bar: 80 percent of histories; line: 98 percent. Ochre: the published figure and its range.\n",
        _table(outcomes, published),
        _reading(outcomes, published),
        "## All districts\n",
        "![Departures over people, districts with low rates first](clustering-districts.svg)\n",
        _CURVES,
        _ranks(outcomes),
        _why(outcomes),
        _AGAIN.format(seed=SEED, engine=ENGINE_VERSION, pilot=pilot, **numbers),
    ]
    return "\n".join(sections)


def _table(outcomes: Sequence[Outcome], published: Target) -> str:
    low, high = f"{published.low:.0%}", f"{published.high:.0%}"
    columns = (*_COLUMNS, f"{low} or more", f"{low} to {high}", f"and under {PEOPLE:.0%} of people")
    rows = [columns, ("---",) * len(columns), *(_row(outcome, published) for outcome in outcomes)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n" + _KEY


def _row(outcome: Outcome, published: Target) -> tuple[str, ...]:
    variant, runs = outcome.variant, outcome.runs
    count = runs.departures.size
    error = runs.departures.std(ddof=1) / sqrt(count)
    return (
        variant.name,
        f"{variant.place_sd:g}",
        f"{variant.peers:g}",
        f"{variant.bridge:g}",
        f"{variant.exposure:g}",
        f"{runs.departures.mean():.0f} \N{PLUS-MINUS SIGN} {error:.0f}",
        f"{_called(outcome):.0%}",
        f"{_at_home(outcome):.0%}",
        _spread(runs.largest, ".0%"),
        _spread(runs.gini, ".2f"),
        _chance(runs.chance(published.low), count),
        _chance(runs.chance(published.low, published.high), count),
        _chance(runs.chance(published.low, published.high, of_people=PEOPLE), count),
    )


def _called(outcome: Outcome) -> float:
    return float(outcome.runs.called.sum() / outcome.runs.engaged.sum())


def _at_home(outcome: Outcome) -> float:
    return float(outcome.runs.at_home.sum() / outcome.runs.engaged.sum())


def _spread(values: Floats, form: str) -> str:
    low, centre, high = np.quantile(values, [0.1, 0.5, 0.9])
    return f"{centre:{form}} ({low:{form}} to {high:{form}})"


def _chance(chance: float, runs: int) -> str:
    """With its standard error; none of n is told as such."""
    if chance == 0.0:
        return f"0 of {runs}"
    return f"{chance:.1%} \N{PLUS-MINUS SIGN} {sqrt(chance * (1.0 - chance) / runs):.1%}"


def _reading(outcomes: Sequence[Outcome], published: Target) -> str:
    """The figure against the variants, in words: the best of each group."""
    told = []
    for where, group in (
        ("At the centre of the prior", CENTRE),
        ("At the upper ends of its ranges", UPPER),
        ("Far out in it", FAR),
    ):
        best = _best(outcomes, group, published)
        if best is not None:
            count = best.runs.largest.size
            small = best.runs.chance(published.low, published.high, of_people=PEOPLE)
            told.append(
                f"{where} *{best.variant.name}* comes closest: {_chance(_met(best, published), count)} of histories have a largest "
                f"district within the range, {_chance(small, count)} one with under {PEOPLE:.0%} of the people."
            )
    return "\n".join(told) + "\n"


def _best(outcomes: Sequence[Outcome], group: Sequence[Variant], published: Target) -> Outcome | None:
    """Of a group's variants the one that meets the figure most often; of equals the one with the largest median."""
    found = [outcome for outcome in outcomes if outcome.variant in group]
    return max(
        found,
        key=lambda outcome: (_met(outcome, published), float(np.median(outcome.runs.largest))),
        default=None,
    )


def _met(outcome: Outcome, published: Target) -> float:
    return outcome.runs.chance(published.low, published.high)


def _ranks(outcomes: Sequence[Outcome]) -> str:
    ranks = [rank for rank in RANKS if rank <= outcomes[0].runs.people.size]
    rows = [("variant", *(f"no. {rank}" for rank in ranks), "ten largest"), ("---",) * (len(ranks) + 2)]
    for outcome in outcomes:
        mean = outcome.runs.ranked.mean(axis=0)
        shares = (f"{mean[rank - 1]:.1%}" for rank in ranks)
        rows.append((outcome.variant.name, *shares, f"{mean[:10].sum():.0%}"))
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return f"Mean share of departures of the districts ranked by it, history by history:\n\n{table}\n"


def _why(outcomes: Sequence[Outcome]) -> str:
    """Where the variants' own figures say that clustering is lost."""
    at_home = [_at_home(outcome) for outcome in outcomes]
    return _WHY.format(
        home_low=min(at_home),
        home_high=max(at_home),
        called=max(_called(outcome) for outcome in outcomes),
        districts=outcomes[0].runs.people.size,
    )
