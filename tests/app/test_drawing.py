"""Charts are the same, however many visitors ask for them at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import counterflow.library
from counterflow.analysis.kept import kept
from counterflow.app.drawing import Drawing

THREADS, TIMES = 4, 4


def test_charts_of_visitors_who_ask_at_once_are_not_mixed_up() -> None:
    found = kept(Path(counterflow.library.__file__).parent / "central_asia_2015")
    assert found is not None
    verdicts = found.verdicts

    def drawn(_: int) -> str:
        shown = Drawing().fitted(verdicts)
        assert shown is not None
        return "".join(chart.svg for chart in shown.charts)

    with ThreadPoolExecutor(THREADS) as visitors:
        every = set(visitors.map(drawn, range(THREADS * TIMES)))
    assert every == {drawn(0)}
