"""A small world as a Markov chain on a graph: by the engine, and by EoN, which knows nothing of the engine but the graph.

Nobody moves and all rates are constant. A person is free, engaged, committed, blocked, detained, gone, returned, or dead; engaged
and committed people and returnees call along the edges of the graph, and who is called may engage.
"""

import random
import warnings
from collections import defaultdict
from typing import NamedTuple

import networkx as nx
import numpy as np

from counterflow.engine import codes
from counterflow.engine.run import History, run_key, simulate
from counterflow.pathway.contacts import friend
from counterflow.people.homes import KIN, kin_slot, relative
from counterflow.people.luck import FRIENDSHIPS
from counterflow.world import CONTACT_EDGES, Floats, World
from tests.simple_worlds import Inhabited, still_world
from tests.worlds import no_programme

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # it imports from a place that SciPy will drop
    import EoN

STATES = ("free", "engaged", "committed", "blocked", "detained", "gone", "returned", "dead")
CALLING = ("engaged", "committed", "returned")
STREET, ENGAGING, COMMITTING, LEAVING, DISENGAGING = 0.1, 0.4, 1.5, 2.0, 0.7
BLOCKED, DETAINED, RETURNING, DYING = 0.4, 0.3, 0.5, 0.3
"""Per year, or shares: what the hazards of `small_world` amount to, no driver having a weight."""
RETURNEE = 0.6
TIMES = np.linspace(0.25, 3.0, 12)


class Outcome(NamedTuple):
    """One history: people in each state at TIMES, and how often anybody engaged."""

    states: Floats  # [times, states]
    engagements: int


class Task(NamedTuple):
    """Runs of a world whose people call along edges of these kinds, so many calls a year, by both programs."""

    people: int
    mix: tuple[float, ...]
    calls: float
    runs: range


def small_world(people: int, mix: tuple[float, ...], calls: float) -> World:
    """Constant rates, the same for everybody; calls along kin, friends and home district as the mix says."""
    world = still_world(people)
    hazard = np.zeros_like(world.aftermath.hazard)
    hazard[:, :, 0], hazard[:, :, 1] = DYING, RETURNING
    return world._replace(
        parameters=world.parameters._replace(contact_rate=calls),
        contacts=world.contacts._replace(mix=np.array(mix), tie_edge=0.0, ghetto=0.0, returnee=RETURNEE),
        approaches=world.approaches._replace(home_rate=STREET, least_age=0.0),
        places=world.places._replace(street=np.ones(8)),
        steps=world.steps._replace(
            highest=np.array([1.0, 2 * ENGAGING, 2 * COMMITTING, 2 * LEAVING]), disengage=DISENGAGING
        ),
        travel=world.travel._replace(
            blocked=np.full_like(world.travel.blocked, BLOCKED),
            detained=DETAINED,
            family=np.zeros(3),
            women_alone=np.ones(3),
        ),
        aftermath=world.aftermath._replace(hazard=hazard),
    )


def graph_of(world: World, mix: tuple[float, ...], run: int) -> nx.Graph:
    """Who calls whom: `share` of an edge is the probability that a call of one end goes to the other."""
    inhabited = Inhabited(world, run_key(0, run))
    graph = nx.Graph()
    graph.add_nodes_from(range(inhabited.people))
    kin, friends, district = (mix[CONTACT_EDGES.index(name)] for name in ("kin", "friends", "district"))

    def call(one: int, other: int, share: float) -> None:
        if one < other and share > 0.0:
            before = graph.edges[one, other]["share"] if graph.has_edge(one, other) else 0.0
            graph.add_edge(one, other, share=before + share)

    for who in inhabited.everybody():
        for number in range(KIN):
            call(who.person, relative(who, kin_slot(who, number)).person, kin / KIN)
        for number in range(FRIENDSHIPS):
            called = friend(inhabited.world, inhabited.luck, who, number).person
            call(who.person, called, friends / FRIENDSHIPS)
        start, end = world.homes.district_start[who.district : who.district + 2].tolist()
        for other in range(start, end):
            call(who.person, other, district / (end - start))
    return graph


class Chance(random.Random):
    """Python's generator with the methods that EoN calls."""

    def exponential(self, mean: float) -> float:
        return self.expovariate(1.0 / mean)


def by_themselves() -> nx.DiGraph:
    """Transitions that need nobody else."""
    found = nx.DiGraph()
    found.add_edge("free", "engaged", rate=STREET * ENGAGING)
    found.add_edge("engaged", "committed", rate=COMMITTING)
    for state in ("engaged", "committed"):
        found.add_edge(state, "free", rate=DISENGAGING)
    found.add_edge("committed", "blocked", rate=LEAVING * BLOCKED * (1 - DETAINED))
    found.add_edge("committed", "detained", rate=LEAVING * BLOCKED * DETAINED)
    found.add_edge("committed", "gone", rate=LEAVING * (1 - BLOCKED))
    found.add_edge("gone", "returned", rate=RETURNING)
    found.add_edge("gone", "dead", rate=DYING)
    return found


def by_calls(calls: float) -> nx.DiGraph:
    """Transitions that a call brings about."""
    found = nx.DiGraph()
    for state in CALLING:
        rate = calls * ENGAGING * (RETURNEE if state == "returned" else 1.0)
        found.add_edge((state, "free"), (state, "engaged"), rate=rate, weight_label="share")
    return found


def by_eon(graph: nx.Graph, calls: float, seed: int) -> Outcome:
    """One history by EoN."""
    begin: defaultdict[int, str] = defaultdict(lambda: "free")
    found = EoN.Gillespie_simple_contagion(
        graph, by_themselves(), by_calls(calls), begin, STATES, tmax=float(TIMES[-1]), rng=Chance(seed)
    )
    times, counts = np.asarray(found[0]), np.array(found[1:])
    at = np.searchsorted(times, TIMES, side="right") - 1
    engaged = ((np.diff(counts[0]) == -1) & (np.diff(counts[1]) == 1)).sum()
    return Outcome(counts[:, at].T.astype(float), int(engaged))


STATE_AFTER = {
    codes.ENGAGE: "engaged",
    codes.DISENGAGE: "free",
    codes.COMMIT: "committed",
    codes.DEPART: "gone",
    codes.BLOCK: "blocked",
    codes.DETAIN: "detained",
    codes.DIE: "dead",
    codes.RETURN: "returned",
}


def by_engine(world: World, run: int) -> Outcome:
    """One history by the engine."""
    history = simulate(world, no_programme(world), 0, run)
    return Outcome(
        states_of(history, int(world.homes.cohort_start[-1])), int((history.kind == codes.ENGAGE).sum())
    )


def states_of(history: History, people: int) -> Floats:
    """[times, states] how many people are in each state at TIMES."""
    counts = np.zeros((history.time.size + 1, len(STATES)))
    counts[0, 0] = people
    state = defaultdict(int)
    for i, (kind, person) in enumerate(zip(history.kind.tolist(), history.person.tolist(), strict=True)):
        counts[i + 1] = counts[i]
        counts[i + 1, state[person]] -= 1
        state[person] = STATES.index(STATE_AFTER[kind])
        counts[i + 1, state[person]] += 1
    return counts[np.searchsorted(history.time, TIMES, side="right")]


def both(task: Task) -> list[tuple[Outcome, Outcome]]:
    """(engine, EoN) for each run: each on the graph of the run, neither with the other's luck."""
    world = small_world(task.people, task.mix, task.calls)
    return [
        (by_engine(world, run), by_eon(graph_of(world, task.mix, run), task.calls, run)) for run in task.runs
    ]
