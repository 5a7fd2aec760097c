"""What a hearing file says: witnesses, passages, claims with their parts and tests, and the accounts they imply."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from counterflow.evidence.study import QuantityRef
from counterflow.hearing.priors import Draws, Prior, Variant, draws, resolve, uniforms

Name = Annotated[str, StringConstraints(min_length=1, pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Share = Annotated[float, Field(ge=0, le=1)]

Kind = Literal["record", "figure", "state", "cause", "forecast"]
WhoseWords = Literal["witness quoted", "paraphrase by the article", "transcript", "article"]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Occasion(_Record):
    """The hearing itself: what it was, who held it, when and where."""

    id: Name
    title: Words
    body: Words
    date: dt.date
    place: Words
    source: Words
    """Address or name of the document that records it."""
    note: Words | None = None


class DocumentEntry(_Record):
    """A document that passages point into."""

    id: Name
    title: Words
    publisher: Words
    date: dt.date
    url: Words | None = None
    """None where no address is known."""
    whole: bool = False
    """Whether every topic of this document is written down as passages here; only then can something be left out of it."""


class Witness(_Record):
    """Somebody who speaks."""

    id: Name
    name: Words
    role: Words
    affiliation: Words
    origins: tuple[Name, ...] = ()
    """Origins of evidence that are this witness: such figures are shown beside the witness's claims, never used on them."""


class Account(_Record):
    """One explanation of the system: a prior over the contested parameters."""

    id: Name
    title: Words
    says: Words
    priors: tuple[Prior, ...] = ()
    """Beliefs of this account; they take the place of those that all accounts share."""


class Passage(_Record):
    """A place in a document, in our own words, with at most a few quoted ones."""

    id: Name
    witness: Name
    document: Name
    paragraph: Words
    content: Words
    quote: Annotated[str, StringConstraints(max_length=80)] | None = None
    topics: tuple[Words, ...] = ()


class Limits(_Record):
    """What a quantity is held against; with two limits both must hold."""

    at_least: float | None = None
    at_most: float | None = None
    above: float | None = None
    """Strictly more than."""
    below: float | None = None
    """Strictly less than."""
    beside: bool = False
    """Shown beside the part, but not what decides it."""
    says: Words | None = None
    """The reading of the claim's words that this test is, where they leave room (what "vast" means)."""

    @model_validator(mode="after")
    def _has_limit(self) -> Limits:
        given = [
            limit for limit in (self.at_least, self.at_most, self.above, self.below) if limit is not None
        ]
        if not given:
            raise ValueError("has no limit; add one of at_least, at_most, above, below")
        if self.at_least is not None and self.above is not None:
            raise ValueError("has both at_least and above; keep one")
        if self.at_most is not None and self.below is not None:
            raise ValueError("has both at_most and below; keep one")
        lower = self.at_least if self.at_least is not None else self.above
        upper = self.at_most if self.at_most is not None else self.below
        if lower is not None and upper is not None and lower >= upper:
            raise ValueError(
                f"can never hold with limits {lower:g} and {upper:g}; put the lower limit below the upper"
            )
        return self


class RecordTest(_Record):
    """Whether a witness spoke of a topic, by the passages of this file."""

    witness: Name
    topic: Words
    left_out: bool = False
    """True where the claim is that the witness did not speak of it."""
    beside: bool = False
    says: Words | None = None


class QuantityEntry(_Record):
    """A quantity of the evidence: a measure, of where, per whom, on which day, and divided by what.

    ``{ measure = "ever left", place = "Belgium", per = "Muslims", by = 2015-06-11 }``
    """

    measure: Words
    place: Words | None = None
    per: Words | None = None
    """Denominator; None for persons."""
    by: dt.date | None = None
    """The day asked about; None for the day of the hearing."""
    over: QuantityEntry | None = None
    """What it is divided by."""

    def reference(self, day: dt.date) -> QuantityRef:
        """The same as the evidence is asked for it, with the day that is meant where none is named."""
        over = None if self.over is None else self.over.reference(day)
        return QuantityRef(self.measure, self.place, self.per, self.by or day, over)


class EvidenceTest(Limits):
    """A quantity of the evidence against limits."""

    quantity: QuantityEntry


class OutcomeTest(Limits):
    """A model outcome against limits."""

    outcome: Words
    by: dt.date | None = None
    """Date up to which the outcome counts; None where its own definition says it."""
    without: Words | None = None
    """The counterfactual: what is removed in the arm that the outcome is compared with."""
    restated_by: tuple[Name, ...] = ()
    """Calibration targets that restate this claim; the probability must also hold with them left out."""


_DECIDED_BY = {"record": ("on_record",), "figure": ("on_evidence",)}
_BY_MODEL = ("on_outcome",)
_TESTS = ("on_record", "on_evidence", "on_outcome")


class Part(_Record):
    """One checkable part of a claim, with the tests that decide it."""

    id: Name
    kind: Kind
    statement: Words
    key: bool = False
    """The part that heads the claim's row; exactly one of a claim's parts."""
    whose_words: WhoseWords | None = None
    """Where this part is in other words than the claim as a whole."""
    on_record: tuple[RecordTest, ...] = ()
    on_evidence: tuple[EvidenceTest, ...] = ()
    on_outcome: tuple[OutcomeTest, ...] = ()
    rows: tuple[Name, ...] = ()
    """Evidence rows that bear on the part beyond those that its tests use."""
    needs: Words | None = None
    """The survey or figure that is missing: with it, the part is not tested by the figures that exist."""
    judgement: bool = False
    """True where no figure could decide: things are set side by side, and no probability is given."""
    curve_over: Words | None = None
    """What the verdict is drawn against: a contested parameter, or one of ``EVIDENCE_CURVES``."""

    @model_validator(mode="after")
    def _decidable(self) -> Part:
        deciding = [field for field in _TESTS if any(not test.beside for test in getattr(self, field))]
        if self.judgement and deciding:
            raise ValueError("is a judgement with a test that decides it; mark the test beside = true")
        if not deciding and not self.needs and not self.judgement:
            raise ValueError(
                "has nothing that decides it; add a test, needs = what is missing, or judgement = true"
            )
        fitting = _DECIDED_BY.get(self.kind, _BY_MODEL)
        wrong = [field for field in deciding if field not in fitting]
        if wrong:
            raise ValueError(
                f"is a {self.kind} part decided by {wrong[0]}; use {' or '.join(fitting)}, or beside = true"
            )
        return self

    @property
    def tests(self) -> tuple[RecordTest | EvidenceTest | OutcomeTest, ...]:
        """All tests: on the record, on evidence, on outcomes."""
        return (*self.on_record, *self.on_evidence, *self.on_outcome)


class Claim(_Record):
    """One statement of a witness, in our own words."""

    id: Name
    witness: Name
    title: Words
    statement: Words
    whose_words: WhoseWords
    passages: Annotated[tuple[Name, ...], Field(min_length=1)]
    part: Annotated[tuple[Part, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _one_key(self) -> Claim:
        keys = sum(part.key for part in self.part)
        if len(self.part) > 1 and keys != 1:
            raise ValueError(f"has {keys} key parts; mark exactly one of its parts with key = true")
        return self


class Hearing(_Record):
    """A hearing file as a whole."""

    hearing: Occasion
    document: Annotated[tuple[DocumentEntry, ...], Field(min_length=1)]
    witness: Annotated[tuple[Witness, ...], Field(min_length=1)]
    prior: tuple[Prior, ...] = ()
    """Beliefs that all accounts share, unless an account says otherwise."""
    account: Annotated[tuple[Account, ...], Field(min_length=1)]
    passage: Annotated[tuple[Passage, ...], Field(min_length=1)]
    claim: Annotated[tuple[Claim, ...], Field(min_length=1)]

    def priors(self, account: str) -> dict[str, Prior]:
        """The prior of every contested parameter under an account; raises KeyError where there is no such account."""
        own = next((entry for entry in self.account if entry.id == account), None)
        if own is None:
            raise KeyError(
                f"no account {account!r}; there are {', '.join(entry.id for entry in self.account)}"
            )
        return resolve((*self.prior, *own.priors))

    def sample(self, account: str, n: int, seed: int, variant: Variant = "prior") -> Draws:
        """``n`` draws of all contested parameters under an account and a variant of its prior.

        The same seed gives the same luck to every account and variant, parameter by parameter and draw by draw.
        """
        return draws(self.priors(account), uniforms(n, seed), variant)
