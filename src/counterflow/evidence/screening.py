"""What a screen of trainees would find: the arithmetic of rare events."""

from __future__ import annotations

import numpy as np

from counterflow.evidence.estimate import Estimate, combined, missing
from counterflow.evidence.study import QuantityRef, Study


def wrongly_flagged_per_found(study: Study, _ref: QuantityRef) -> Estimate:
    """People flagged wrongly per defector found, at one known defector among those assumed to be trained."""
    trained = study.assumption("persons_trained")
    return _arithmetic(study, trained)


def flagged_at(study: Study, trained: float) -> Estimate:
    """The same if so many had been trained: points of the curve that is shown beside the claim."""
    known = study.assumption("persons_trained")
    stated = combined(np.full(study.draws, trained), "persons", f"{trained:g} trained.", (known,))
    return _arithmetic(study, stated)


def _arithmetic(study: Study, trained: Estimate) -> Estimate:
    defectors = [
        figure for figure in study.evidence.where(quantity="known_defectors") if figure.value is not None
    ]
    found, passed = study.assumption("screening_sensitivity"), study.assumption("screening_specificity")
    gap = trained.gap or found.gap or passed.gap or (None if defectors else "no known defector")
    if gap is not None:
        return missing("people per one found", gap)
    known = study.sample(defectors[0])
    bad = (
        float(defectors[0].value or 0) / trained.draws
    )  # the known number as it stands: others would lower the answer
    draws = (1 - passed.draws) * (1 - bad) / (found.draws * bad)
    sentence = (
        "People flagged wrongly for each defector found, were all trained people screened: known defectors over people"
        " trained as base rate, sensitivity and specificity assumed."
    )
    return combined(draws, "people per one found", sentence, (trained, known, found, passed))
