"""A small space: the template's one cohort, and the library's cohorts with fewer people."""

from functools import cache

from counterflow.analysis.calibration.coordinates import Coordinates
from tests.analysis.expected.small import library_setting, setting


@cache
def coordinates() -> Coordinates:
    return Coordinates(setting())


@cache
def library_coordinates() -> Coordinates:
    return Coordinates(library_setting())
