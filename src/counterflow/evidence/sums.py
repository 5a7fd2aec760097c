"""The five countries together."""

from __future__ import annotations

import datetime as dt

import numpy as np

from counterflow.evidence.counts import CENTRAL_ASIA, ever_left
from counterflow.evidence.estimate import Estimate, combined, missing
from counterflow.evidence.origins import GOVERNMENTS
from counterflow.evidence.study import QuantityRef, Study


def five_countries(study: Study, ref: QuantityRef) -> Estimate:
    """All who ever left from the five countries, fighters and supporters."""
    by = study.by(ref)
    parts = {place: ever_left(study, place, by) for place in CENTRAL_ASIA}
    return _sum(parts, by, "by anybody's figures")


def fighters(study: Study, ref: QuantityRef) -> Estimate:
    """Those of the five countries who left to fight."""
    return _part(study, ref, fight=True)


def supporters(study: Study, ref: QuantityRef) -> Estimate:
    """Those of the five countries who left without fighting: families and helpers."""
    return _part(study, ref, fight=False)


def governments(study: Study, ref: QuantityRef) -> Estimate:
    """All who ever left from the five countries by what their own governments said."""
    by = study.by(ref)
    parts = {place: ever_left(study, place, by, prefix) for place, prefix in GOVERNMENTS.items()}
    return _sum(parts, by, "by their own governments' figures; Turkmenistan's gave none")


def _part(study: Study, ref: QuantityRef, *, fight: bool) -> Estimate:
    whole, share = five_countries(study, ref), study.assumption("supporters_share")
    if whole.gap or share.gap:
        return missing("persons", whole.gap or share.gap or "")
    draws = whole.draws * (1 - share.draws if fight else share.draws)
    words = "fought" if fight else "did not fight"
    return combined(
        draws, "persons", f"{whole.sentence} Of these the assumed share who {words}.", (whole, share)
    )


def _sum(parts: dict[str, Estimate], by: dt.date, whose: str) -> Estimate:
    known = {place: part for place, part in parts.items() if part.gap is None}
    if not known:
        return missing("persons", f"no figure on who ever left by {by}, {whose}")
    left_out = sorted(set(parts) - set(known))
    sentence = f"Sum over {', '.join(known)} of who had ever left by {by}, {whose}."
    if left_out:
        sentence += f" No figure for {', '.join(left_out)}, counted as none."
    return combined(
        np.sum([part.draws for part in known.values()], axis=0), "persons", sentence, known.values()
    )
