"""Who of which district goes to which neighbourhood: four matrices of counts, and the same by neighbourhood."""

from __future__ import annotations

import numpy as np

from counterflow.scenario.compile.layout import Layout, Neighbourhood
from counterflow.scenario.compile.quotas import quota_rows
from counterflow.scenario.people import Cohort, Mobility, Province
from counterflow.scenario.quantity import Quantity
from counterflow.scenario.schema import Scenario
from counterflow.world import Floats, Homes, Hosts, Ints

SEGMENTS = 4
CHAIN_MORE, CHAIN_FEW, OWN, THIRD = range(SEGMENTS)

# Steps of an even spread: multiples of the golden ratio, modulo 1, leave no gaps.
_GOLDEN = 0.6180339887498949


def compile_hosts(scenario: Scenario, layout: Layout, homes: Homes) -> Hosts:
    """The seats abroad of a world; the quotas of every district sum to its mobile people exactly."""
    counts = np.zeros((SEGMENTS, len(layout.districts), len(layout.neighbourhoods)), dtype=np.int64)
    for number, cohort in enumerate(scenario.cohort):
        if cohort.mobility is None or not layout.neighbourhoods:
            continue
        low, high = int(homes.cohort_district[number]), int(homes.cohort_district[number + 1])
        totals = _segment_totals(homes, number, np.arange(low, high), scenario.journeys.third_share.value)
        weights = _district_weights(cohort, cohort.mobility, layout)
        linked = _linked(weights, scenario.districts.links)
        third = np.repeat(_weights(cohort, cohort.mobility.third, layout)[np.newaxis, :], high - low, axis=0)
        for segment, table in ((CHAIN_MORE, linked), (CHAIN_FEW, linked), (OWN, weights), (THIRD, third)):
            counts[segment, low:high] = quota_rows(totals[segment], table)
    return Hosts(row=_cumulative(counts), column=_columns(counts, homes))


def _segment_totals(homes: Homes, cohort: int, districts: Ints, third_share: float) -> Ints:
    """[SEGMENTS, districts]: blocks with one mobile member more, other blocks, people on their own, people with a third country."""
    size = int(homes.households[cohort].sum())
    blocks = (homes.district_start[districts + 1] - homes.district_start[districts]) // size
    few, more = homes.mobile[districts], homes.mobile_more[districts]
    chain = homes.chain[cohort]
    mobile = few * blocks + more
    on_chain = more * chain[few + 1] + (blocks - more) * chain[few]
    return np.stack(
        [more, blocks - more, mobile - on_chain, np.floor(third_share * mobile + 0.5).astype(np.int64)]
    )


def _weights(
    cohort: Cohort, shares: dict[str, Quantity], layout: Layout, province: Province | None = None
) -> Floats:
    """Share of each neighbourhood among a cohort's people who go to the countries named, by city and kind."""
    weights = np.zeros(len(layout.neighbourhoods))
    for country, share in shares.items():
        within = np.array([_pull(place, country, cohort, province) for place in layout.neighbourhoods])
        total = float(np.cumsum(within)[-1])
        if share.value > 0.0:
            weights += share.value * within / total
    return weights


def _pull(place: Neighbourhood, country: str, cohort: Cohort, province: Province | None) -> float:
    """Relative draw of one neighbourhood within its country: the city's weight, shared among its neighbourhoods by kind."""
    if place.city.country != country or cohort.name not in place.city.weight:
        return 0.0
    pull = place.city.weight[cohort.name].value
    if province is not None and place.city.name in province.towards:
        pull *= province.towards[place.city.name].value
    return pull * place.kind.weight.value / place.city_weight


def _district_weights(cohort: Cohort, mobility: Mobility, layout: Layout) -> Floats:
    by_province = [_weights(cohort, mobility.destinations, layout, province) for province in cohort.provinces]
    return np.repeat(np.stack(by_province), [province.districts for province in cohort.provinces], axis=0)


def _linked(weights: Floats, links: int) -> Floats:
    """Of each district's neighbourhoods only a few, each as often over all districts as its weight says.

    District i looks at `links` points, evenly spaced and shifted by i golden ratios, on the line of cumulative weights.
    """
    cumulative = np.cumsum(weights, axis=1)
    chosen = np.zeros_like(weights)
    for i, line in enumerate(cumulative):
        shift = (i * _GOLDEN) % 1.0
        points = (np.arange(links) + shift) / links * line[-1]
        np.add.at(chosen[i], np.searchsorted(line, points, side="right").clip(max=len(line) - 1), 1.0)
    return chosen


def _cumulative(counts: Ints) -> Ints:
    segments, districts, places = counts.shape
    row = np.zeros((segments, districts, places + 1), dtype=np.int64)
    np.cumsum(counts, axis=2, out=row[:, :, 1:])
    return row


def _columns(counts: Ints, homes: Homes) -> Ints:
    """Cumulative seats of each neighbourhood over (district, segment), segment fastest; chain blocks become persons."""
    seats = counts.copy()
    chain = homes.chain[homes.district_cohort]
    each = np.arange(len(homes.mobile))
    seats[CHAIN_MORE] *= chain[each, homes.mobile + 1][:, np.newaxis]
    seats[CHAIN_FEW] *= chain[each, homes.mobile][:, np.newaxis]
    places = counts.shape[2]
    column = np.zeros((places, seats.shape[0] * seats.shape[1] + 1), dtype=np.int64)
    np.cumsum(seats.transpose(2, 1, 0).reshape(places, -1), axis=1, out=column[:, 1:])
    return column
