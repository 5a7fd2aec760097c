import numpy as np

from counterflow.analysis.expected.draw import Draw
from tests.analysis.expected.small import SEED, contested, setting

DRAWS = 2_000


def test_published_counts_have_the_centre_and_the_tenths_of_their_interval() -> None:
    (anchor,) = setting().anchors
    draws = (Draw(setting(), contested(), number, SEED) for number in range(DRAWS))
    counts = np.array([draw.published(anchor) for draw in draws])
    points = (anchor.target.low, anchor.target.centre, anchor.target.high)
    for point, probability in zip(points, (0.1, 0.5, 0.9), strict=True):
        error = np.sqrt(probability * (1 - probability) / DRAWS)
        assert abs((counts < point).mean() - probability) < 4 * error
