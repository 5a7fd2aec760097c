"""Hearing files: what was said, by whom, and the accounts that it implies."""

from counterflow.hearing.load import load_hearing
from counterflow.hearing.priors import VARIANTS, Draws, Prior, Variant, draws, uniforms
from counterflow.hearing.schema import (
    Account,
    Claim,
    DocumentEntry,
    EvidenceTest,
    Hearing,
    Limits,
    Occasion,
    OutcomeTest,
    Part,
    Passage,
    QuantityEntry,
    RecordTest,
    Witness,
)
from counterflow.hearing.vocabulary import (
    EVIDENCE_CURVES,
    OUTCOMES,
    PARAMETER_RECORDS,
    PARAMETERS,
    Outcome,
    Parameter,
)

__all__ = [
    "EVIDENCE_CURVES",
    "OUTCOMES",
    "PARAMETERS",
    "PARAMETER_RECORDS",
    "VARIANTS",
    "Account",
    "Claim",
    "DocumentEntry",
    "Draws",
    "EvidenceTest",
    "Hearing",
    "Limits",
    "Occasion",
    "Outcome",
    "OutcomeTest",
    "Parameter",
    "Part",
    "Passage",
    "Prior",
    "QuantityEntry",
    "RecordTest",
    "Variant",
    "Witness",
    "draws",
    "load_hearing",
    "uniforms",
]
