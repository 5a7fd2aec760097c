"""A run rebuilt from its record, and held against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow.compute as pc

from counterflow.engine import ENGINE_VERSION
from counterflow.experiment.arrays import from_bytes
from counterflow.experiment.errors import StoreDamaged, StoreError
from counterflow.experiment.identity import RunIdentity, hash_of_arm, hash_of_draw, hash_of_world
from counterflow.experiment.plan import NamedArm, ParameterDraw, Run
from counterflow.experiment.rows import SCHEMA
from counterflow.experiment.scaled import Scaled
from counterflow.experiment.store import COPY, INPUTS, Store
from counterflow.experiment.work import Share, simulated, table_of_runs
from counterflow.world import Parameters, World

_OF_THE_RUN = tuple(name for name in SCHEMA.names if name not in {"maker", "measured"})
"""All columns but where it was made, and what was read off it for some purpose of its own."""


@dataclass(frozen=True, slots=True)
class Rerun:
    """A stored run beside the same run made anew."""

    id: str
    identity: RunIdentity
    programmes: str
    made: dict[str, str]
    """Machine and versions of the stored run."""
    differ: tuple[str, ...]
    """Columns that are not equal, to the last bit; none where the record holds."""

    @property
    def same(self) -> bool:
        """Whether everything that is kept of the run came out again."""
        return not self.differ

    def document(self) -> dict[str, Any]:
        """For machines."""
        return {
            "id": self.id,
            "programmes": self.programmes,
            "seed": self.identity.seed,
            "run": self.identity.run,
            "engine": self.identity.engine,
            "made": self.made,
            "same": self.same,
            "differ": list(self.differ),
        }


def rerun(store: Store, run: str = "") -> Rerun:
    """The run whose id begins so (the first one of all for ""), simulated anew from what the store keeps of it.

    Raises StoreError where there is no such run, several, or one of another version of the engine; StoreDamaged where what it was
    made of is not what it was.
    """
    row = _row(store, run)
    identity = RunIdentity(*(row[name] for name in ("world", "arm", "draw", "seed", "run", "engine")))
    if identity.engine != ENGINE_VERSION:
        problem = f"was made by version {identity.engine} of the engine, and this is {ENGINE_VERSION}"
        raise StoreError(
            store.address, row["id"], problem, "install the counterflow that made it: see `made`"
        )
    world, arm = store.world(identity.world), store.arm(identity.arm)
    for name, kept, found in (
        ("world", identity.world, hash_of_world(world)),
        ("arm", identity.arm, hash_of_arm(arm)),
    ):
        if kept != found:
            where = f"{INPUTS}/{name}-{kept}.npz"
            raise StoreDamaged(store.address, where, "is not what its name says", COPY)
    draw = _draw(store, row, world, identity)
    share = Share(world, (NamedArm(NamedArm.named(row["programmes"]), arm),), events=store.manifest.events)
    again = Run(identity, 0, draw)
    (new,) = table_of_runs(share, [simulated(share, again)]).to_pylist()
    differ = tuple(name for name in _OF_THE_RUN if new[name] != row[name])
    made = store.manifest.makers.get(row["maker"], {})
    return Rerun(row["id"], identity, row["programmes"], made, differ)


def _draw(store: Store, row: dict[str, Any], world: World, identity: RunIdentity) -> ParameterDraw:
    """The draw of a run as it was kept. Raises StoreDamaged where it is not the one that the run is known by."""
    try:
        parameters = None if row["parameters"] is None else from_bytes(Parameters, row["parameters"])
        scaled = None if row["scaled"] is None else from_bytes(Scaled, row["scaled"])
    except ValueError as error:
        raise StoreDamaged(
            store.address, row["id"], f"has parameters that are damaged: {error}", COPY
        ) from error
    numbers = range(identity.run, identity.run + 1)
    draw = ParameterDraw(numbers, row["account"], row["draw_number"], parameters, scaled)
    own = world.parameters if parameters is None else parameters
    if (identity.id, identity.draw) != (row["id"], hash_of_draw(draw.account, draw.number, own, scaled)):
        raise StoreDamaged(store.address, row["id"], "has parameters that are not those of its id", COPY)
    return draw


def _row(store: Store, run: str) -> dict[str, Any]:
    ids = sorted(store.table(["id"], pc.starts_with(pc.field("id"), run))["id"].to_pylist())
    if not ids:
        raise StoreError(
            store.address,
            run,
            "there is no such run",
            "counterflow results FOLDER --sql 'select id from runs'",
        )
    if run and len(ids) > 1:
        raise StoreError(store.address, run, f"{len(ids)} runs begin so", "give more of its digits")
    (row,) = store.table(where=pc.field("id") == ids[0]).to_pylist()
    return dict(row)
