"""The posterior of the day of a hearing as a forecaster of what was published later."""

from __future__ import annotations

from scipy.special import ndtr

from counterflow.analysis.calibration.ask import Ask, later
from counterflow.analysis.calibration.outcomes import detected
from counterflow.analysis.calibration.shipped import Calibrated
from counterflow.analysis.expected.setting import Setting
from counterflow.analysis.forecast.model import ModelForecaster
from counterflow.hearing import Draws, Hearing


def posterior_forecaster(
    calibrated: Calibrated, hearing: Hearing, setting: Setting, day: float, *, draws: int, seed: int
) -> ModelForecaster | None:
    """Draws of the posterior without the figures that came later, set to what was known on the day; None where it was not kept.

    Parameters, what ends a stay and detection are the posterior's. Its runs knew how many people went from all over the world in
    later months, which the forecast does not: that only moved which parameters fit the earlier figures.
    """
    posterior, ask = calibrated.posterior, Ask(without=later(hearing, calibrated.targets))
    if ask not in posterior.kept:
        return None
    known = posterior.draws(ask)
    values = posterior.kept[ask].values[:draws]
    named = [dict(zip(posterior.head.names, map(float, row), strict=True)) for row in values]
    fortunes = [
        detected(one)
        | {name: float(ndtr(score)) for name, score in one.items() if name.startswith("aftermath/")}
        for one in named
    ]
    return ModelForecaster(
        setting, day, Draws(known.names, known.values[:draws]), seed, by="posterior", fortunes=fortunes
    )
