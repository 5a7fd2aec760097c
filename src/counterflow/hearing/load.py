"""From a hearing file to a hearing: parsed, checked, and checked across its own references."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from counterflow.evidence.quantities import faults_of
from counterflow.faults import Document, Fault, Faults, nearest, read_toml, validate
from counterflow.hearing.priors import Prior, resolve
from counterflow.hearing.schema import Hearing, Part
from counterflow.hearing.vocabulary import EVIDENCE_CURVES, OUTCOMES, PARAMETER_RECORDS, PARAMETERS

Keys = tuple[str | int, ...]
WIDE = "all"
"""The account in which every driver may matter; probabilities are computed under it, the others are shown beside it."""


def load_hearing(path: Path, known_rows: frozenset[str] | None = None) -> Hearing:
    """The hearing in a file; with ``known_rows`` the evidence rows that it names are looked up too.

    Raises Faults with every fault of the file: what no field may hold, names that are used but not defined, names defined twice,
    unknown outcomes, and priors that do not cover the contested parameters or reach beyond them.
    """
    document = read_toml(path)
    hearing = validate(Hearing, document)
    faults = [
        *_twice(document, hearing),
        *_references(document, hearing),
        *_priors(document, hearing),
        *_widest(document, hearing),
        *(_rows(document, hearing, known_rows) if known_rows is not None else ()),
    ]
    if faults:
        raise Faults(sorted(faults, key=lambda fault: fault.line or 0))
    return hearing


def _twice(document: Document, hearing: Hearing) -> Iterator[Fault]:
    """Ids that name two things of one kind."""
    named: dict[str, list[str]] = {
        "document": [entry.id for entry in hearing.document],
        "witness": [entry.id for entry in hearing.witness],
        "account": [entry.id for entry in hearing.account],
        "passage": [entry.id for entry in hearing.passage],
        "claim": [entry.id for entry in hearing.claim],
    }
    tables: dict[str, list[tuple[Keys, str]]] = {
        kind: [((kind, i, "id"), name) for i, name in enumerate(names)] for kind, names in named.items()
    }
    tables["part"] = [
        (("claim", i, "part", j, "id"), part.id)
        for i, claim in enumerate(hearing.claim)
        for j, part in enumerate(claim.part)
    ]
    for kind, entries in tables.items():
        counts = Counter(name for _, name in entries)
        seen: set[str] = set()
        for keys, name in entries:
            if counts[name] > 1 and name in seen:
                yield document.fault(
                    *keys, problem=f'"{name}" names two of them', remedy=f"give each {kind} its own id"
                )
            seen.add(name)


def _references(document: Document, hearing: Hearing) -> Iterator[Fault]:
    """Names that are used but not defined."""
    witnesses = [witness.id for witness in hearing.witness]
    documents = [entry.id for entry in hearing.document]
    passages = [passage.id for passage in hearing.passage]
    for i, passage in enumerate(hearing.passage):
        yield from _known(document, ("passage", i, "witness"), "witness", passage.witness, witnesses)
        yield from _known(document, ("passage", i, "document"), "document", passage.document, documents)
    for i, claim in enumerate(hearing.claim):
        yield from _known(document, ("claim", i, "witness"), "witness", claim.witness, witnesses)
        for k, name in enumerate(claim.passages):
            yield from _known(document, ("claim", i, "passages", k), "passage", name, passages)
        for j, part in enumerate(claim.part):
            yield from _tests(document, ("claim", i, "part", j), part, hearing)


def _tests(document: Document, at: Keys, part: Part, hearing: Hearing) -> Iterator[Fault]:
    witnesses = [witness.id for witness in hearing.witness]
    topics = sorted({topic for passage in hearing.passage for topic in passage.topics})
    for k, record in enumerate(part.on_record):
        keys = (*at, "on_record", k)
        yield from _known(document, (*keys, "witness"), "witness", record.witness, witnesses)
        if not record.left_out:
            yield from _known(document, (*keys, "topic"), "topic of a passage", record.topic, topics)
    for k, outcome in enumerate(part.on_outcome):
        yield from _known(document, (*at, "on_outcome", k, "outcome"), "outcome", outcome.outcome, OUTCOMES)
    for k, test in enumerate(part.on_evidence):
        for fault in faults_of(test.quantity.reference(hearing.hearing.date)):
            keys = (*at, "on_evidence", k, "quantity", *fault.field.split("."))
            yield document.fault(*keys, problem=fault.problem, remedy=fault.remedy)
    if part.curve_over is not None:
        yield from _known(
            document,
            (*at, "curve_over"),
            "thing to draw against",
            part.curve_over,
            (*PARAMETERS, *EVIDENCE_CURVES),
        )


def _rows(document: Document, hearing: Hearing, known: frozenset[str]) -> Iterator[Fault]:
    """Evidence rows that the evidence does not have."""
    for i, claim in enumerate(hearing.claim):
        for j, part in enumerate(claim.part):
            at: Keys = ("claim", i, "part", j)
            for k, row in enumerate(part.rows):
                yield from _known(document, (*at, "rows", k), "evidence row", row, known)


def _known(document: Document, keys: Keys, kind: str, name: str, known: Iterable[str]) -> Iterator[Fault]:
    names = list(known)
    if name in names:
        return
    near = nearest(name, names)
    remedy = (
        f"did you mean {near}?"
        if near
        else f"known: {', '.join(names[:12])}"
        if names
        else f"add a {kind} first"
    )
    yield document.fault(*keys, problem=f'there is no {kind} "{name}"', remedy=remedy)


def _priors(document: Document, hearing: Hearing) -> Iterator[Fault]:
    """Patterns that fit no parameter, values out of bounds, and parameters without a prior."""
    for i, prior in enumerate(hearing.prior):
        yield from _prior(document, ("prior", i), prior)
    for i, account in enumerate(hearing.account):
        for j, prior in enumerate(account.priors):
            yield from _prior(document, ("account", i, "priors", j), prior)
        covered = resolve((*hearing.prior, *account.priors))
        missing = [name for name in PARAMETERS if name not in covered]
        if missing:
            yield document.fault(
                "account",
                i,
                problem=f"has no prior for {_some(missing)}",
                remedy="add one to the account, or to [[prior]] for all accounts",
            )


def _widest(document: Document, hearing: Hearing) -> Iterator[Fault]:
    """The account that every hearing needs."""
    if WIDE not in {account.id for account in hearing.account}:
        yield document.fault(
            "account",
            problem=f'there is no account "{WIDE}"',
            remedy="add one in which every driver may matter: forecasts and ranges are drawn from it",
        )


def _prior(document: Document, at: Keys, prior: Prior) -> Iterator[Fault]:
    names = prior.names()
    if not names:
        near = nearest(prior.parameter, PARAMETERS)
        yield document.fault(
            *at,
            "parameter",
            problem=f'"{prior.parameter}" fits no contested parameter',
            remedy=f"did you mean {near}?" if near else f"known: {', '.join(PARAMETERS[-10:])}",
        )
    for name in names:
        parameter = PARAMETER_RECORDS[name]
        low, high = prior.support(parameter)
        if low < parameter.low or high > parameter.high:
            yield document.fault(
                *at,
                problem=f"reaches beyond what {name} can be ({low:g} to {high:g})",
                remedy=f"keep it within {parameter.low:g} to {parameter.high:g}, by value, uniform or beta",
            )
            return


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:3])
    return shown if len(names) <= 3 else f"{shown} and {len(names) - 3} more"
