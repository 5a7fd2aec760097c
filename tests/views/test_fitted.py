import pytest

from counterflow.analysis.records import CalibrationShown, FigureAfter
from counterflow.analysis.written import Interval
from counterflow.views.fitted import figure_rows, figures_before_and_after
from counterflow.views.theme import LIGHT


def interval(low: float, centre: float, high: float) -> Interval:
    return Interval(low=low, centre=centre, high=high)


def figure(**changes: object) -> FigureAfter:
    fields = {
        "id": "kg-left",
        "says": "Kyrgyzstan, ever left, 12/2015",
        "share": False,
        "prior": interval(50, 400, 3000),
        "posterior": interval(300, 450, 700),
        "published": interval(400, 500, 700),
        "met": True,
        "rough": False,
    }
    return FigureAfter.model_validate(fields | changes)


def shown(*figures: FigureAfter) -> CalibrationShown:
    return CalibrationShown(
        runs=100,
        checked=25,
        refused=0,
        pareto_k=0.3,
        worth=20,
        accounts=(),
        drivers=(),
        figures=figures,
        not_fitted=(),
        warnings=(),
    )


def test_a_row_has_all_three_ranges_in_its_own_unit() -> None:
    (row,) = figure_rows(shown(figure()))
    assert (row.published, row.before, row.after) == ("500 (400–700)", "400 (50–3,000)", "450 (300–700)")
    share = figure(share=True, published=interval(0.7, 0.8, 0.9))
    assert figure_rows(shown(share))[0].published == "80% (70%–90%)"


@pytest.mark.parametrize(
    ("changes", "note"),
    [({"met": False}, "cannot be met"), ({"rough": True}, "emulated roughly"), ({}, "")],
)
def test_a_note_says_what_a_reader_should_know(changes: dict[str, object], note: str) -> None:
    assert figure_rows(shown(figure(**changes)))[0].note == note


def test_the_chart_is_told_in_words_too() -> None:
    view = figures_before_and_after((figure(),), LIGHT)
    assert view is not None
    assert "published 500 (400–700), before 400 (50–3,000), after 450 (300–700)" in view.message
    assert figures_before_and_after((), LIGHT) is None
