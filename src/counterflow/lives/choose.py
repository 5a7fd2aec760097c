"""Whose life is told: by number, by lot among those whom nobody approaches, or by lot among those who engage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from counterflow.engine import History, codes
from counterflow.engine.survey import mobile_flags, survey
from counterflow.engine.watch import Watched
from counterflow.experiment.sample import no_programmes
from counterflow.lives.happenings import incidents_of, ties_of
from counterflow.lives.records import Ends
from counterflow.lives.stays import stays_of
from counterflow.lives.subject import Scene, Subject, subject
from counterflow.people.homes import is_mobile
from counterflow.world import Ints

ADULT = 18.0
_BATCH = 1024
_BATCHES = 20
LOOKED_AT = 400
"""People drawn for one in whose life the arms differ."""
_GONE = (codes.DEPART, codes.FAMILY_DEPART)


@dataclass(frozen=True, slots=True)
class Lot:
    """People in an order drawn by lot."""

    people: tuple[int, ...]
    """First those in whose lives the arms differ."""
    differ: int
    """How many those are."""


def by_lot(scenes: Sequence[Scene]) -> Lot:
    """Adults who work abroad at times, by lot; where nobody does, any adults. Recruitment plays no part in the order."""
    people = list(islice(_adults(scenes[0]), LOOKED_AT))
    differ = [person for person in people if _differ(scenes, person)]
    return Lot((*differ, *(person for person in people if person not in set(differ))), len(differ))


def _adults(scene: Scene) -> Iterator[int]:
    """Adults who stay of working age, in an order that the run's key gives."""
    world = scene.plain
    anybody_moves = bool((world.homes.mobile > 0).any() or (world.homes.mobile_more > 0).any())
    rng = np.random.Generator(np.random.Philox(key=int(scene.key)))
    for _ in range(_BATCHES):
        drawn = rng.integers(0, world.homes.cohort_start[-1], _BATCH)
        rows = survey(world, no_programmes(world), scene.key, drawn, np.zeros(drawn.size))
        able = (rows.age >= ADULT) & (rows.age + world.years < world.journeys.last_age)
        yield from drawn[able & ((rows.mobile == 1) | (not anybody_moves))].tolist()


def _differ(scenes: Sequence[Scene], person: int) -> bool:
    """Whether anything but recruitment differs between the person's lives in these scenes."""
    lives = []
    for one in (subject(scene, person) for scene in scenes):
        stays = stays_of(one)
        incidents = {incident.point for incident in incidents_of(one, stays) if incident.time >= 0.0}
        ties = {tie.point for tie in ties_of(one, stays) if tie.time >= 0.0}
        lives.append((incidents, ties, stays))
    return any(life != lives[0] for life in lives)


def engaged_people(history: History) -> Ints:
    """Everybody who engages in a run, sorted."""
    return np.unique(history.person[history.kind == codes.ENGAGE])


def whose_steps_differ(histories: Sequence[History]) -> Ints:
    """Everybody whose way along the pathway is not the same in all of these histories, sorted."""
    ways: list[set[tuple[int, int, float]]] = [
        set(zip(history.person.tolist(), history.kind.tolist(), history.time.tolist(), strict=True))
        for history in histories
    ]
    everywhere, anywhere = set.intersection(*ways), set.union(*ways)
    return np.unique([person for person, _, _ in anywhere - everywhere]).astype(np.int64)


def one_of(people: Ints, key: np.uint64) -> int:
    """One of these people, by lot."""
    rng = np.random.Generator(np.random.Philox(key=int(key)))
    return int(people[rng.integers(people.size)])


def ends_of(one: Subject, watched: Watched, cohort: str) -> tuple[Ends, ...]:
    """How the lives of everybody end in a run, and those of people of the same cohort who are as mobile."""
    history, mobile = watched.history, is_mobile(one.scene.homes, one.scene.luck, one.who) == 1
    sets = (
        watched.touched,
        engaged_people(history),
        np.unique(history.person[np.isin(history.kind, _GONE)]),
    )
    everybody = int(one.scene.plain.homes.cohort_start[-1])
    who = "who work abroad at times" if mobile else "who never work abroad"
    alike = (_alike(one, people, mobile=mobile) for people in sets)
    return (
        Ends("people of the scenario", everybody, *(people.size for people in sets)),
        Ends(f"people of {cohort} {who}", _people_alike(one, mobile=mobile), *alike),
    )


def _alike(one: Subject, people: Ints, *, mobile: bool) -> int:
    world, cohort = one.scene.plain, one.who.cohort
    start, end = world.homes.cohort_start[cohort], world.homes.cohort_start[cohort + 1]
    here = people[(people >= start) & (people < end)]
    return int((mobile_flags(world, one.scene.key, here) == int(mobile)).sum())


def _people_alike(one: Subject, *, mobile: bool) -> int:
    homes, cohort = one.scene.plain.homes, one.who.cohort
    first, last = homes.cohort_district[cohort], homes.cohort_district[cohort + 1]
    people = np.diff(homes.district_start[first : last + 1])
    blocks = people // homes.households[cohort].sum()
    movers = int((blocks * homes.mobile[first:last] + homes.mobile_more[first:last]).sum())
    return movers if mobile else int(people.sum()) - movers
