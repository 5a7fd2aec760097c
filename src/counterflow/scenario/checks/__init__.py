"""What must hold across a scenario file, beyond what each field can say for itself."""

from counterflow.faults import Document, Fault
from counterflow.scenario.checks import amounts, bounds, names, reach, restricts, seats, spells
from counterflow.scenario.schema import Scenario

CHECKS = (
    *names.CHECKS,
    *amounts.CHECKS,
    *bounds.CHECKS,
    *reach.CHECKS,
    *restricts.CHECKS,
    *seats.CHECKS,
    *spells.CHECKS,
)


def faults_of(scenario: Scenario, document: Document) -> tuple[Fault, ...]:
    """Everything that is wrong across the file, in the order of its lines."""
    said = [fault for check in CHECKS for fault in check(scenario)]
    found = [document.fault(*one.keys, problem=one.problem, remedy=one.remedy) for one in said]
    return tuple(sorted(found, key=lambda fault: fault.line or 0))


__all__ = ["faults_of"]
