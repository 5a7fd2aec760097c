"""The experiments that are carried out in every way there is: the full region, and a small world."""

from functools import cache

from counterflow.experiment.design import Experiment, experiment_of
from tests.experiment.worlds import few_of_the_library, library_salience
from tests.scenario.builders import real


@cache
def region(runs: int) -> Experiment:
    """So many runs of the full region."""
    return experiment_of(real(), library_salience(), runs=runs)


@cache
def small(runs: int) -> Experiment:
    """So many runs of one person in 200, with an exit programme and without: half of them each."""
    return experiment_of(few_of_the_library(), library_salience(), arms=((), ("exit",)), runs=runs // 2)
