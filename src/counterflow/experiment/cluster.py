"""Workers of a Dask cluster that exists already: on this machine, on Slurm, on Kubernetes (docs/experiments.md)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import TimeoutError as TimedOut
from typing import TYPE_CHECKING, Any, Self

from counterflow.experiment.crew import Answers, Lost
from counterflow.experiment.errors import WorkersLost

if TYPE_CHECKING:
    from distributed import Client

_AHEAD = 2
"""Batches for each thread of the cluster: one under way and one waiting beside it."""
CONNECTS = "30s"
_PATIENCE = 600.0
"""Seconds that a cluster may take until its first worker is there."""


class Cluster:
    """The workers that a Dask scheduler knows, those among them that join later."""

    def __init__(self, address: str, patience: str = CONNECTS) -> None:
        """Connect to a scheduler such as `tcp://host:8786`. Raises WorkersLost where there is none."""
        import dask
        from distributed import Client
        from distributed.comm.addressing import get_address_host_port

        self.address = address
        # The world and its arms travel as one task, a few megabytes once: no reason to warn.
        dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"})
        remedy = "see that the scheduler runs there and can be reached from here"
        try:
            get_address_host_port(
                address, strict=True
            )  # a client of an address that is none would wait a minute to be closed
            self.client: Client = Client(address, timeout=patience, set_as_default=False)
        except (OSError, TimedOut, ValueError) as error:
            raise WorkersLost("--scheduler", f"{address}: cannot be reached: {error}", remedy) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.client.close()

    @property
    def size(self) -> int:
        """Threads of the workers that are there now, at least 1."""
        return max(1, sum(int(threads) for threads in self.client.nthreads().values()))

    def carry_out(
        self,
        function: Callable[[Any, Any], Any],
        share: Any,
        next_task: Callable[[], Any | None],
        /,
    ) -> Answers:
        """See `Crew`. The scheduler hands tasks of a lost worker to others; where a task ends four of them, it is lost."""
        from distributed import as_completed

        self._wait_for_workers()
        # A task, not scattered data: where all workers that hold it are lost, it is made anew.
        shared = self.client.submit(_same, share, pure=False)
        under_way: dict[Any, Any] = {}
        finished = as_completed(loop=self.client.loop)
        try:
            while True:
                while len(under_way) < _AHEAD * self.size and (task := next_task()) is not None:
                    future = self.client.submit(function, shared, task, pure=False)
                    under_way[future.key] = future, task
                    finished.add(future)
                if not under_way:
                    return
                future = next(finished)
                _, task = under_way.pop(future.key)
                yield task, _answer(future)
        finally:
            self.client.cancel([future for future, _ in under_way.values()], force=True)

    def _wait_for_workers(self) -> None:
        try:
            self.client.wait_for_workers(1, timeout=_PATIENCE)
        except (TimedOut, TimeoutError) as error:
            problem = f"{self.address}: has had no worker for {_PATIENCE / 60:.0f} minutes"
            raise WorkersLost(
                "--scheduler", problem, "start workers, and give the same command again"
            ) from error


def _same(share: Any) -> Any:
    return share


def _answer(future: Any) -> Any:
    """What a finished task says; Lost where its workers died."""
    from distributed.scheduler import KilledWorker

    if future.status != "finished":
        error = future.exception() if future.status == "error" else None
        if error is None or isinstance(error, KilledWorker):
            return Lost(f"workers of the cluster were lost ({future.status})")
        raise error
    return future.result()
