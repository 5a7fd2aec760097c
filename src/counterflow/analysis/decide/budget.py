"""A budget as people write it, and what a scenario's costs must say before they can be held against it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from counterflow.faults import Fault, Faults
from counterflow.scenario.programmes import Programme

OPTION = "--budget"
_EXAMPLE = 'write an amount with its currency, such as "10 million USD" (a year)'
_WORDS = {"": 1.0, "thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "billion": 1e9}
_FORM = re.compile(
    r"^\s*(?P<before>[A-Za-z]{3})?\s*(?P<number>\d[\d,_]*(?:\.\d+)?)\s*(?P<word>thousand|million|billion|[kmKM])?\s*"
    r"(?P<after>[A-Za-z]{3})?\s*(?:a year|per year|/\s*year)?\s*$"
)


@dataclass(frozen=True, slots=True)
class Budget:
    """So much money a year, while programmes run."""

    amount: float
    currency: str

    def __str__(self) -> str:
        for name, factor in (("billion", 1e9), ("million", 1e6), ("thousand", 1e3)):
            if self.amount >= factor:
                return f"{self.amount / factor:g} {name} {self.currency} a year"
        return f"{self.amount:g} {self.currency} a year"


def parse_budget(text: str) -> Budget:
    """The budget that a text means: a number, perhaps thousand, million or billion, and a currency; it is one of a year.

    Raises Faults that name the option, for a budget without a currency above all.
    """
    found = _FORM.match(text)
    if found is None:
        raise _fault(text, "is no amount of money")
    currency = found["after"] or found["before"]
    if currency is None:
        raise _fault(text, "has no currency")
    if found["after"] and found["before"]:
        raise _fault(text, "has two currencies")
    amount = float(found["number"].replace(",", "").replace("_", "")) * _WORDS[(found["word"] or "").lower()]
    if amount <= 0.0:
        raise _fault(text, "is no money")
    return Budget(amount, currency.upper())


def _fault(text: str, problem: str) -> Faults:
    return Faults([Fault(OPTION, None, text.strip(), problem, _EXAMPLE)])


@dataclass(frozen=True, slots=True)
class Prices:
    """In what all costs are told."""

    currency: str
    year: int

    def __str__(self) -> str:
        return f"{self.currency} of {self.year}"


def prices_of(programmes: Sequence[Programme], budget: Budget | None, file: str) -> Prices:
    """The one currency and price year of all programmes, and of a budget. Raises Faults that name every field that differs."""
    first = programmes[0].cost
    faults = [
        fault
        for number, one in enumerate(programmes)
        for fault in _differing(one, number, programmes[0], file)
    ]
    if budget is not None and budget.currency != first.currency:
        problem = f"is in {budget.currency}, and costs are in {first.currency}"
        remedy = f"write it in {first.currency}, or the costs in {budget.currency}"
        faults.append(Fault(OPTION, None, str(budget), problem, remedy))
    if faults:
        raise Faults(faults)
    return Prices(first.currency, first.price_year)


def _differing(programme: Programme, number: int, other: Programme, file: str) -> list[Fault]:
    return [
        Fault(
            file,
            None,
            f"programme[{number}].cost.{field}",
            f"{programme.id} has {getattr(programme.cost, field)}, and {other.id} {getattr(other.cost, field)}",
            "costs can only be added in one currency of one year: convert them",
        )
        for field in ("currency", "price_year")
        if getattr(programme.cost, field) != getattr(other.cost, field)
    ]
