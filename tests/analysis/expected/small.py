"""Small settings for expected outcomes: the template's one cohort, and the library's cohorts with fewer people."""

import datetime as dt
from functools import cache
from pathlib import Path

from counterflow import template
from counterflow.analysis.expected.draw import Draw
from counterflow.analysis.expected.setting import Setting, setting_of
from counterflow.analysis.hear import Case, load_case
from tests.experiment.worlds import few_of_the_library, few_of_the_targets, library_salience

FILES = Path(template.__file__).parent / "files"
SEED = 5


@cache
def case() -> Case:
    return load_case(FILES)


@cache
def setting() -> Setting:
    return setting_of(case().scenario, case().targets, case().salience, case().hearing.hearing.date)


@cache
def library_setting() -> Setting:
    return setting_of(few_of_the_library(), few_of_the_targets(), library_salience(), dt.date(2015, 6, 10))


@cache
def contested(account: str = "all", number: int = 0) -> dict[str, float]:
    """The contested parameters of one draw of an account."""
    draws = case().hearing.sample(account, number + 1, SEED)
    return {name: float(value) for name, value in zip(draws.names, draws.values[number], strict=True)}


def draw(number: int = 0, account: str = "all", **changes: float) -> Draw:
    """A draw of an account, with some parameters changed (a dot in a name is written as two underscores)."""
    changed = {name.replace("__", "."): value for name, value in changes.items()}
    return Draw(setting(), contested(account, number) | changed, number, SEED)
