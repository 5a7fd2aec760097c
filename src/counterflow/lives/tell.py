"""The life of one synthetic person under two programmes: whose it is, the runs in which it is watched, what is told of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from counterflow.engine import run_key
from counterflow.engine.watch import NOBODY, Watched, watch
from counterflow.evidence.inputs import SaliencePoint
from counterflow.experiment.prepare import prepare
from counterflow.faults import Fault, Faults
from counterflow.lives.choose import by_lot, ends_of, engaged_people, one_of, whose_steps_differ
from counterflow.lives.gather import Told, lived
from counterflow.lives.records import NONE, Chosen, Life
from counterflow.lives.subject import Scene, scene, subject
from counterflow.people.homes import is_mobile
from counterflow.scenario import Scenario, compile_arm, layout_of
from counterflow.world import World

MOST_ARMS = 2
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose life is asked for: by number, or by lot somebody who engages in the first arm's run."""

    person: int | None = None
    engages: bool = False

    def __post_init__(self) -> None:
        if self.person is not None and self.engages:
            raise _fault("--engaged", "", "asks for somebody else than --person", "give one of the two")


@dataclass(frozen=True, slots=True)
class _Stage:
    """What all arms of a life share."""

    scenario: Scenario
    world: World
    seed: int
    scenes: tuple[Scene, ...]
    """One for each arm."""
    told: tuple[Told, ...]
    progress: Progress | None

    def watched(self, person: int) -> tuple[Watched, ...]:
        """The run of each arm."""
        return tuple(self.run_of(number, person) for number in range(len(self.scenes)))

    def run_of(self, number: int, person: int) -> Watched:
        """The run of one arm."""

        def tick(time: float) -> None:
            if self.progress is not None:
                self.progress(f"years under {self.told[number].title}", int(time), round(self.world.years))

        return watch(self.world, self.scenes[number].programmes, self.seed, person=person, tick=tick)


def life(
    scenario: Scenario,
    *,
    salience: Sequence[SaliencePoint],
    whose: Whose | None = None,
    programmes: tuple[str, ...] = (),
    seed: int = 1,
    progress: Progress | None = None,
) -> Life:
    """The life of a person in run 0 of a seed: somebody whom nobody approaches, by lot, unless `whose` asks for another.

    `programmes`: ids or "none", two at most; one is told beside "none", and where none is given, the scenario's first.
    Raises Faults for programmes and people that there are not.
    """
    whose = whose or Whose()
    names = _arms_asked(scenario, programmes)
    world = prepare(scenario, salience)
    stage = _stage(scenario, world, names, seed, progress)
    if whose.person is not None:
        return _of(stage, *_by_number(stage, whose.person))
    return _of(stage, *(_who_engages(stage) if whose.engages else _whom_nobody_approaches(stage)))


def _stage(
    scenario: Scenario, world: World, names: Sequence[str], seed: int, progress: Progress | None
) -> _Stage:
    arms = (compile_arm(scenario, world, [] if name == NONE else [name]) for name in names)
    titles = {NONE: "No programme"} | {programme.id: programme.title for programme in scenario.programme}
    scenes = tuple(scene(world, arm, run_key(seed, 0)) for arm in arms)
    return _Stage(scenario, world, seed, scenes, tuple(Told(name, titles[name]) for name in names), progress)


def _arms_asked(scenario: Scenario, programmes: tuple[str, ...]) -> tuple[str, ...]:
    if len(programmes) > MOST_ARMS:
        problem = f"is given {len(programmes)} times"
        raise _fault("--programme", "", problem, "a life is told under two programmes at most")
    if len(set(programmes)) < len(programmes):
        raise _fault("--programme", programmes[0], "is named twice", "name it once")
    if len(programmes) == MOST_ARMS:
        return programmes
    if not programmes:
        return (NONE, *(programme.id for programme in scenario.programme[:1]))
    return programmes if programmes == (NONE,) else (NONE, *programmes)


def _fault(where: str, field: str, problem: str, remedy: str) -> Faults:
    return Faults([Fault(where, None, field, problem, remedy)])


def _by_number(stage: _Stage, person: int) -> tuple[int, tuple[Watched, ...], Chosen]:
    last = int(stage.world.homes.cohort_start[-1]) - 1
    if not 0 <= person <= last:
        raise _fault("--person", "", f"{person} is nobody's number", f"people are numbered from 0 to {last}")
    return person, stage.watched(person), Chosen("number")


def _whom_nobody_approaches(stage: _Stage) -> tuple[int, tuple[Watched, ...], Chosen]:
    lot = by_lot(stage.scenes)
    for person in lot.people:
        watched = stage.watched(person)
        if not any(person in one.touched for one in watched):
            return person, watched, Chosen("unapproached", len(lot.people), lot.differ)
    raise _fault("--person", "", "is needed, since everybody drawn is approached", "ask for a number")


def _who_engages(stage: _Stage) -> tuple[int, tuple[Watched, ...], Chosen]:
    histories = [stage.run_of(number, NOBODY).history for number in range(len(stage.scenes))]
    people = engaged_people(histories[0])
    if people.size == 0:
        raise _fault("--engaged", "", "finds nobody: no one engages in this run", "try another seed")
    differ = np.intersect1d(people, whose_steps_differ(histories))
    person = one_of(differ if differ.size else people, stage.scenes[0].key)
    return person, stage.watched(person), Chosen("engaged", int(people.size), int(differ.size))


def _of(stage: _Stage, person: int, watched: tuple[Watched, ...], chosen: Chosen) -> Life:
    subjects = [subject(scene, person) for scene in stage.scenes]
    one, layout = subjects[0], layout_of(stage.scenario)
    places = layout.place_names()
    cohort = stage.scenario.cohort[one.who.cohort].name
    return Life(
        scenario=stage.scenario.id,
        title=stage.scenario.title,
        seed=stage.seed,
        person=person,
        people=int(stage.world.homes.cohort_start[-1]),
        start=stage.scenario.start,
        years=stage.world.years,
        cohort=cohort,
        home=places[one.who.district],
        female=one.traits.female == 1,
        age=one.traits.age,
        mobile=is_mobile(one.scene.homes, one.scene.luck, one.who) == 1,
        chosen=chosen,
        arms=tuple(
            lived(subject, run, told, places)
            for subject, run, told in zip(subjects, watched, stage.told, strict=True)
        ),
        drivers_matter=bool(stage.world.parameters.weights.any() or stage.world.parameters.interaction),
        ends=ends_of(one, watched[0], cohort),
    )
