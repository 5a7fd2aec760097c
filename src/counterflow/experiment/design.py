"""An experiment: every draw under every arm, so many runs of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from counterflow.engine import ENGINE_VERSION
from counterflow.evidence.inputs import SaliencePoint
from counterflow.experiment.identity import RunIdentity, hash_of_arm, hash_of_draw, hash_of_world
from counterflow.experiment.plan import Gauge, NamedArm, ParameterDraw, Run
from counterflow.experiment.prepare import prepare
from counterflow.scenario import Scenario, compile_arm
from counterflow.world import World


@dataclass(frozen=True)
class Experiment:
    """What is to be run. Run k of an arm and a draw depends on no other run, and on no other arm or draw."""

    scenario: Scenario
    salience: tuple[SaliencePoint, ...]
    world: World
    arms: tuple[NamedArm, ...]
    draws: tuple[ParameterDraw, ...]
    seeds: tuple[int, ...] = (1,)
    events: bool = False
    """Whether every event is kept, beside the counts of events by kind, cohort and month."""
    gauge: Gauge | None = None
    """What is read off every history, in the column `measured`. No part of who a run is: a store holds one gauge's."""

    def __post_init__(self) -> None:
        for what in ("arms", "draws", "seeds"):
            if not getattr(self, what):
                raise ValueError(f"{what} is empty; an experiment has at least one of each")

    @cached_property
    def world_hash(self) -> str:
        """The hash of the world without its parameters."""
        return hash_of_world(self.world)

    @cached_property
    def arm_hashes(self) -> tuple[str, ...]:
        """The hash of each arm."""
        return tuple(hash_of_arm(one.arm) for one in self.arms)

    @cached_property
    def draw_hashes(self) -> tuple[str, ...]:
        """The hash of each draw."""
        own = self.world.parameters
        return tuple(
            hash_of_draw(
                one.account, one.number, own if one.parameters is None else one.parameters, one.scaled
            )
            for one in self.draws
        )

    def __len__(self) -> int:
        return len(self.seeds) * len(self.arms) * sum(len(draw.runs) for draw in self.draws)

    def __iter__(self) -> Iterator[Run]:
        """Every run, arms innermost: runs that are compared stand beside each other."""
        for seed in self.seeds:
            for draw, drawn in zip(self.draws, self.draw_hashes, strict=True):
                for number in draw.runs:
                    for arm, hashed in enumerate(self.arm_hashes):
                        identity = RunIdentity(self.world_hash, hashed, drawn, seed, number, ENGINE_VERSION)
                        yield Run(identity, arm, draw)


def experiment_of(
    scenario: Scenario,
    salience: Sequence[SaliencePoint],
    *,
    arms: Sequence[Sequence[str]] = ((),),
    runs: int = 20,
    seed: int = 1,
    events: bool = False,
) -> Experiment:
    """So many runs of a scenario under each of these sets of programmes, at the scenario's own parameters.

    Raises ValueError for fewer than one run, and Faults for programmes that the scenario does not have.
    """
    if runs < 1:
        raise ValueError(f"runs is {runs}; ask for 1 or more")
    world = prepare(scenario, salience)
    return Experiment(
        scenario=scenario,
        salience=tuple(salience),
        world=world,
        arms=tuple(NamedArm(tuple(names), compile_arm(scenario, world, names)) for names in arms),
        draws=(ParameterDraw(range(runs)),),
        seeds=(seed,),
        events=events,
    )
