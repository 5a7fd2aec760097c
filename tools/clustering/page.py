"""docs/clustering.md and its pictures, from the stored numbers: every number in a table or a sentence is one of them."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from pathlib import Path

from tools.clustering.chart import largest_shares, ranked_shares
from tools.clustering.numbers import PEOPLE, Numbers, Summary, load
from tools.clustering.variants import CENTRE, FAR, UPPER, Variant

SHOWN_RANKS = (1, 2, 3, 5, 10, 20)
FEW = 5
"""Fewer hits than this have no standard error worth the name."""
GROUPS = (
    ("at the centre of the prior", CENTRE),
    ("at the upper ends of its ranges", UPPER),
    ("far out in it", FAR),
)

_HEAD = """# Does the model cluster as the evidence says?

<!-- Written by `make docs` from tools/clustering/numbers.json, which `make clustering` measures. Change the tool, not the page. -->

One district of Kyrgyzstan with under 2 percent of its people is said to have sent about a third of its fighters (OUT-038, told by
a witness, first source unknown). It was named for being the maximum, so the figure to meet is the *largest* district's share:
{centre:.0%}, 80 percent range {low:.0%} to {high:.0%}.

Two things in the model can make districts differ. Places differ in recruiting intensity (log-normal, `place_sd`). Engaged people
call kin, friends and people of their home district, and a bridge figure's broadcast, after a defection, reaches a whole people.
Here are both, each alone, and neither. Nothing else differs: no driver has a weight (the centre of the account *exposure*), and
each variant is scaled until as many people leave ({fewest:.0f} to {most:.0f} on average).

{answer}

{districts} districts, {people:,} people; {runs} histories of each variant, 2011 to 2018; departures without family, by home
district. Recruiters approach this cohort alone: calls by engaged people of other cohorts are left out.
"""
_VARIANTS = """## The variants

{table}
*peers*: people engaged by one engaged person at the peak of salience. *bridge*: departures that the broadcast adds in its first
year among those whom it reaches most. *exposure*: street approaches per person-year abroad over those at home. *departures*: mean
and its standard error. *called*: of those who engage, through somebody engaged or come back. *at home*: of those who engage, by a
recruiter in the streets of a home district.

The first four have the medians of the hearing's prior. *Upper end*: of the widest of its ranges; *peers* and *bridge* are the
account *network*'s. The last three lie far out: recruiters no denser abroad than at home, places that differ as only the last
2 percent of the prior has it.
"""
_LARGEST = """## The largest district

![The largest district's share, by variant](clustering-largest.svg)

Tick: median; bar: 80 percent of histories; line: 98 percent. Ochre: the published figure and its range. Grey: centre of the
prior; green: its upper ends; blue: far out.

{table}
*largest share*: median (80 percent of histories). Last two columns: share of histories, with its standard error.
"""
_ALL = """## All districts

![Districts' shares, from the largest to the twentieth](clustering-districts.svg)

Each history's districts in the order of their shares: median, and the band of 80 percent of histories. Grey: centre of the prior;
green: its upper ends. Ochre: the published figure and its range. What *neither* has is chance, the districts' sizes, and
provinces that send more or fewer people abroad.

Median share of the k-th district:

{table}"""
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

Seed {seed}, engine {engine}; {runs} histories of each variant, and {pilots} others by which its scale is set.
"""


def pages() -> dict[Path, str]:
    """Every file under docs/ that the stored numbers make."""
    numbers = load()
    return {
        Path("clustering.md"): page(numbers),
        Path("clustering-largest.svg"): largest_shares(numbers),
        Path("clustering-districts.svg"): ranked_shares(numbers),
    }


def page(numbers: Numbers) -> str:
    """The page, whole."""
    low, centre, high = numbers.published
    means = [one.departures for one in numbers.variants]
    plain = {"districts": numbers.districts, "people": numbers.people, "runs": numbers.runs}
    head = _HEAD.format(
        low=low,
        centre=centre,
        high=high,
        fewest=min(means),
        most=max(means),
        answer=_answer(numbers),
        **plain,
    )
    again = _AGAIN.format(seed=numbers.seed, engine=numbers.engine, runs=numbers.runs, pilots=numbers.pilots)
    sections = (
        head,
        _VARIANTS.format(table=_variants(numbers.variants)),
        _LARGEST.format(table=_largest(numbers)),
        _ALL.format(table=_ranks(numbers.variants)),
        _why(numbers),
        again,
    )
    return "\n".join(sections)


def _answer(numbers: Numbers) -> str:
    """What comes closest to the published figure in each part of the prior."""
    low, _, high = numbers.published
    told = [
        f"Histories with {low:.0%} to {high:.0%} from the largest district (and with under {PEOPLE:.0%} of the people):\n"
    ]
    for where, group in GROUPS:
        best = _best(numbers.variants, group)
        if best is not None:
            within, small = (_chance(one, numbers.runs) for one in (best.within, best.within_small))
            told.append(f"- {where} at most {within} ({small}): *{best.variant.name}*")
    return "\n".join(told)


def _best(summaries: Sequence[Summary], group: Sequence[Variant]) -> Summary | None:
    """The one of a group that is most often within the range; of equals the one with the largest median."""
    found = [one for one in summaries if one.variant in group]
    return max(found, key=lambda one: (one.within, one.largest[len(one.largest) // 2]), default=None)


def _variants(summaries: Sequence[Summary]) -> str:
    head = ("variant", "place_sd", "peers", "bridge", "exposure", "departures", "called", "at home")
    rows = []
    for one in summaries:
        variant = one.variant
        settings = (variant.place_sd, variant.peers, variant.bridge, variant.exposure)
        departures = f"{one.departures:.0f} \N{PLUS-MINUS SIGN} {one.departures_error:.0f}"
        shares = (f"{one.called:.0%}", f"{one.at_home:.0%}")
        rows.append((variant.name, *(f"{value:g}" for value in settings), departures, *shares))
    return _table(head, rows)


def _largest(numbers: Numbers) -> str:
    low, _, high = numbers.published
    head = ("variant", "largest share", f"{low:.0%} to {high:.0%}", f"and under {PEOPLE:.0%} of people")
    rows = []
    for one in numbers.variants:
        _, least, median, most, _ = one.largest
        share = f"{median:.0%} ({least:.0%} to {most:.0%})"
        chances = (_chance(value, numbers.runs) for value in (one.within, one.within_small))
        rows.append((one.variant.name, share, *chances))
    return _table(head, rows)


def _ranks(summaries: Sequence[Summary]) -> str:
    ranks = [rank for rank in SHOWN_RANKS if rank <= len(summaries[0].ranked)]
    head = ("variant", *(f"no. {rank}" for rank in ranks))
    rows = [(one.variant.name, *(f"{one.ranked[rank - 1][1]:.1%}" for rank in ranks)) for one in summaries]
    return _table(head, rows)


def _why(numbers: Numbers) -> str:
    """Where the variants' own figures say that clustering is lost."""
    at_home = [one.at_home for one in numbers.variants]
    called = max(one.called for one in numbers.variants)
    return _WHY.format(
        home_low=min(at_home), home_high=max(at_home), called=called, districts=numbers.districts
    )


def _chance(share: float, count: int) -> str:
    """A share of histories with its standard error; where it is a handful of them, how many."""
    hits = round(share * count)
    if hits < FEW:
        return f"{hits} of {count}"
    return f"{share:.1%} \N{PLUS-MINUS SIGN} {sqrt(share * (1 - share) / count):.1%}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = (head, ("---",) * len(head), *rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
