"""Cohorts, districts and kin blocks: how many people live where, and how many of them are mobile."""

from __future__ import annotations

import numpy as np

from counterflow.scenario.compile import arithmetic
from counterflow.scenario.compile.layout import Layout
from counterflow.scenario.compile.quotas import quotas, quotas_with_floors
from counterflow.scenario.people import Cohort
from counterflow.scenario.schema import Scenario
from counterflow.world import Floats, Homes, Ints

LARGEST_BLOCK = 31
LEAST_BLOCKS = 2
"""A district holds at least this many kin blocks, so that blocks have somewhere to be shuffled to."""


def compile_homes(scenario: Scenario, layout: Layout) -> Homes:
    """The homes of a world; ValueError where a cohort is too small for its districts."""
    blocks = [_blocks(scenario, cohort) for cohort in scenario.cohort]
    sizes = [sum(cohort.households) for cohort in scenario.cohort]
    people = np.concatenate([count * size for count, size in zip(blocks, sizes, strict=True)])
    district_start = np.concatenate([[0], np.cumsum(people)]).astype(np.int64)
    cohort_district = np.concatenate([[0], np.cumsum([len(count) for count in blocks])]).astype(np.int64)
    mobile = [_mobile(cohort, count) for cohort, count in zip(scenario.cohort, blocks, strict=True)]
    provinces = np.repeat(
        np.arange(len(layout.provinces)),
        [p.districts for cohort in scenario.cohort for p in cohort.provinces],
    )
    return Homes(
        cohort_start=district_start[cohort_district],
        district_start=district_start,
        district_cohort=np.repeat(np.arange(len(blocks)), [len(count) for count in blocks]).astype(np.int64),
        district_province=provinces.astype(np.int64),
        cohort_district=cohort_district,
        households=np.array([cohort.households for cohort in scenario.cohort], dtype=np.int64),
        mobile=np.concatenate([count // block for count, block in zip(mobile, blocks, strict=True)]),
        mobile_more=np.concatenate([count % block for count, block in zip(mobile, blocks, strict=True)]),
        chain=np.array([_chain(cohort) for cohort in scenario.cohort], dtype=np.int64),
        country=np.array(
            [layout.countries.index(cohort.country) for cohort in scenario.cohort], dtype=np.int64
        ),
    )


def district_mobility(cohort: Cohort) -> Floats:
    """How mobile each district's people are, relative to the cohort."""
    return np.repeat(
        [province.mobile.value for province in cohort.provinces],
        [province.districts for province in cohort.provinces],
    )


def _blocks(scenario: Scenario, cohort: Cohort) -> Ints:
    """Kin blocks of each district: the cohort's, shared out to provinces, each province's to its districts."""
    total = round(cohort.population.value / sum(cohort.households))
    weights = np.array([province.population.value for province in cohort.provinces])
    floors = np.array([LEAST_BLOCKS * province.districts for province in cohort.provinces], dtype=np.int64)
    spread = scenario.districts.spread.value
    try:
        by_province = quotas_with_floors(total, weights, floors)
        parts = [
            quotas_with_floors(int(blocks), zipf(p.districts, spread), np.full(p.districts, LEAST_BLOCKS))
            for blocks, p in zip(by_province, cohort.provinces, strict=True)
        ]
    except ValueError as error:
        raise ValueError(f"{cohort.name}: too few people for so many districts ({error})") from None
    return np.concatenate(parts)


def zipf(count: int, spread: float) -> Floats:
    """Sizes of `count` districts, the largest first: the k-th is k to the power of minus `spread`."""
    return arithmetic.power(np.arange(1.0, count + 1.0), -spread)


def _mobile(cohort: Cohort, blocks: Ints) -> Ints:
    """Mobile people of each district: quotas of the cohort's."""
    if cohort.mobility is None:
        return np.zeros_like(blocks)
    size = sum(cohort.households)
    total = round(cohort.mobility.share.value * float(blocks.sum()) * size)
    mobile = quotas(total, blocks * district_mobility(cohort))
    if (mobile >= blocks * (size - 1)).any():
        raise ValueError(
            f"{cohort.name}: a district has more mobile people than a kin block holds; lower the share"
        )
    return mobile


def _chain(cohort: Cohort) -> list[int]:
    """Of m mobile members of a block, how many go to the block's own neighbourhood."""
    share = 0.0 if cohort.mobility is None else cohort.mobility.chain.value
    return [int(share * m + 0.5) for m in range(LARGEST_BLOCK + 1)]
