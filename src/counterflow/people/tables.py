"""Reading tables: quantiles, daily values, cumulative counts."""

from counterflow.people.compiled import inlined
from counterflow.world import DAYS_PER_YEAR, EARLY, QUANTILES, Floats, Ints

_STEPS = QUANTILES - 1


@inlined
def quantile(table: Floats, uniform: float) -> float:
    """Value of a quantile table at a probability in (0, 1), linear between its points."""
    x = uniform * _STEPS
    i = int(x)
    return table[i] + (table[i + 1] - table[i]) * (x - i)


@inlined
def day_of(t: float, days: int) -> int:
    """Row of a daily table for time t, held at its ends."""
    i = int((t + EARLY) * DAYS_PER_YEAR + 1e-6)
    return 0 if t < -EARLY else (i if i < days else days - 1)


@inlined
def daily(table: Floats, t: float) -> float:
    """Value of a daily table at time t: dated changes hold from their date on."""
    return table[day_of(t, table.shape[0])]


@inlined
def segment(cumulative: Ints, value: int) -> int:
    """The i with cumulative[i] <= value < cumulative[i + 1] (bisection; empty segments are never returned)."""
    low, high = 0, cumulative.shape[0] - 1
    while high - low > 1:
        middle = (low + high) // 2
        if cumulative[middle] <= value:
            low = middle
        else:
            high = middle
    return low


@inlined
def category(cumulative: Floats, uniform: float) -> int:
    """First i with uniform < cumulative[i]; the last one if none."""
    low, high = 0, cumulative.shape[0] - 1
    while low < high:
        middle = (low + high) // 2
        if uniform < cumulative[middle]:
            high = middle
        else:
            low = middle + 1
    return low
