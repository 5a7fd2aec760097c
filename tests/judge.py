"""Comparisons of one test, each with its figure and its limit: standard errors, chi squares, gaps between distributions."""

import time

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from tools.verdicts import AT_LEAST, AT_MOST, Verdict

ERRORS = 4.5
"""How many standard errors a figure may lie off: a right engine lies further off once in 150,000 figures."""
CHANCE = 2 * float(stats.norm.sf(ERRORS))


class Judge:
    """Comparisons of one test, in order. `name` says of what, `compared` says what with what."""

    def __init__(self, area: str) -> None:
        self.area = area
        self.verdicts: list[Verdict] = []
        self._since = time.monotonic()

    def _record(self, name: str, compared: str, figure: float, relation: str, limit: float) -> None:
        now = time.monotonic()
        holds = figure <= limit if relation == AT_MOST else figure >= limit  # nan holds nowhere
        row = (self.area, name, compared, float(figure), relation, float(limit), bool(holds))
        self.verdicts.append(Verdict(*row, seconds=now - self._since))
        self._since = now

    def at_most(self, name: str, compared: str, figure: float, limit: float) -> None:
        """The figure must not lie above the limit."""
        self._record(name, compared, figure, AT_MOST, limit)

    def at_least(self, name: str, compared: str, figure: float, limit: float) -> None:
        """The figure must not lie below the limit."""
        self._record(name, compared, figure, AT_LEAST, limit)

    def none(self, name: str, compared: str, count: float) -> None:
        """There must be none of what was counted."""
        self._record(name, compared, count, AT_MOST, 0.0)

    def errors(self, name: str, compared: str, found: float, expected: float, error: float) -> None:
        """What was found must lie within ERRORS standard errors of what was expected."""
        figures = f"{compared}: {found:.6g} and {expected:.6g}, standard errors apart"
        self.at_most(name, figures, abs(found - expected) / error, ERRORS)

    def all_errors(
        self, name: str, compared: str, found: ArrayLike, expected: ArrayLike, error: ArrayLike
    ) -> None:
        """Likewise for many figures at once; the limit is wider, so that chance breaks it no oftener."""
        off = np.abs(np.asarray(found) - np.asarray(expected)) / np.asarray(error)
        limit = float(stats.norm.isf(CHANCE / 2 / off.size))
        self.at_most(name, f"{compared}: the furthest of {off.size}, standard errors apart", off.max(), limit)

    def chi_square(self, name: str, compared: str, statistic: float, degrees: int) -> None:
        """A chi square over its degrees of freedom must not be larger than chance makes it."""
        limit = float(stats.chi2.isf(CHANCE, degrees)) / degrees
        described = f"{compared}: chi square over {degrees} degrees of freedom"
        self.at_most(name, described, statistic / degrees, limit)

    def same_law(self, name: str, compared: str, distance: float, size: float) -> None:
        """The largest gap between two distributions (Kolmogorov, Smirnov) of an effective sample size."""
        limit = float(stats.kstwobign.isf(CHANCE)) / np.sqrt(size)
        self.at_most(name, f"{compared}: largest gap between the distributions", distance, limit)

    def settle(self) -> None:
        """Fail where a comparison does not hold, or none was made."""
        failed = [v for v in self.verdicts if not v.holds]
        lines = [f"{v.name}: {v.compared}: {v.figure:.4g}, not {v.relation} {v.limit:.4g}" for v in failed]
        assert self.verdicts, "the test made no comparison"
        assert not failed, "\n".join(lines)
