"""What is wrong with a store, or kept an experiment from being carried out; told like wrong input, in one line."""

from __future__ import annotations

from counterflow.faults import Fault, Faults


class StoreError(Faults):
    """A store that cannot be read or written as asked. What had been written before is whole."""

    def __init__(self, address: str, where: str, problem: str, remedy: str) -> None:
        super().__init__([Fault(address, None, where, problem, remedy)])
        self.address, self.where = address, where
        self._said = address, where, problem, remedy

    def __reduce__(self) -> tuple[type[StoreError], tuple[str, ...]]:
        return type(self), self._said


class NoStore(StoreError):
    """There is no store at the address."""


class StoreBusy(StoreError):
    """Another process writes to the store."""


class StoreDamaged(StoreError):
    """A file of the store is not what was written."""


class WorkersLost(Faults):
    """Workers end before they have done anything, or the cluster cannot be reached."""

    def __init__(self, where: str, problem: str, remedy: str) -> None:
        super().__init__([Fault(where, None, "", problem, remedy)])
        self._said = where, problem, remedy

    def __reduce__(self) -> tuple[type[WorkersLost], tuple[str, ...]]:
        return type(self), self._said
