"""What happens at a point of an approach: find the target, see whether it is void, see whether the person engages."""

from counterflow.engine import codes
from counterflow.engine.cursors import open_cursor
from counterflow.engine.ledger import count_touched, enrol, note
from counterflow.engine.seats import take_seats
from counterflow.engine.state import State
from counterflow.engine.streams import Streams
from counterflow.engine.targets import ANYWHERE, Target, aim, kept_target
from counterflow.pathway import approach, contacts
from counterflow.pathway.drivers import plain_drivers
from counterflow.pathway.engagement import engages
from counterflow.pathway.steps import COMMITTING, STEP_STRIP, highest_disengaging, highest_hazard
from counterflow.people import keys
from counterflow.people.compiled import kernel
from counterflow.people.homes import who_is
from counterflow.people.journeys import stay_at
from counterflow.people.keys import MARKS, Word, coarse, fine, word, words
from counterflow.people.luck import Luck
from counterflow.people.points import strips_needed
from counterflow.people.register import find
from counterflow.people.ties import community
from counterflow.people.traits import person_of, social_of
from counterflow.world import Arm, World

_SURE = 1e300  # a rate that no height reaches: friends and kin choose nobody


@kernel
def _open(
    world: World,
    state: State,
    luck: Luck,
    purpose: Word,
    person: int,
    row: int,
    r0: float,
    bound: float,
    t: float,
) -> None:
    """Begin to read a person's process."""
    for strip in range(strips_needed(r0, bound)):
        open_cursor(
            world, state, luck.key, purpose, word(person), strip, r0, bound, row, state.ledger.epoch[row], t
        )


@kernel
def open_contacts(world: World, arm: Arm, luck: Luck, state: State, row: int, t: float) -> None:
    """Begin to read the calls of an engaged person or a returnee."""
    bound = contacts.highest_contact_rate(world, arm)
    _open(world, state, luck, keys.CONTACT, state.ledger.person[row], row, contacts.CONTACT_STRIP, bound, t)


@kernel
def open_steps(
    world: World, arm: Arm, luck: Luck, state: State, row: int, purpose: Word, stage: int, t: float
) -> None:
    """Begin to read a person's process of committing or leaving."""
    bound = highest_hazard(world, arm, stage)
    _open(world, state, luck, purpose, state.ledger.person[row], row, STEP_STRIP, bound, t)


@kernel
def engage(
    world: World,
    arm: Arm,
    luck: Luck,
    state: State,
    person: int,
    place: int,
    channel: int,
    caller: int,
    cursor: int,
) -> None:
    """Enter a person who engages at the cursor's point into the ledger, and open the person's processes."""
    c = state.cursors
    t = c.time[cursor]
    row = enrol(state, person)
    ledger = state.ledger
    ledger.state[row] = codes.ENGAGED
    ledger.epoch[row] += 1
    ledger.place[row], ledger.channel[row] = place, channel
    take_seats(arm, luck, state, row, place, t)
    index = keys.point_index(c.strip[cursor], c.year[cursor], c.number[cursor])
    note(state, t, codes.ENGAGE, person, place, channel, caller, c.entity[cursor], c.purpose[cursor], index)
    _open(world, state, luck, keys.DISENGAGE, person, row, STEP_STRIP, highest_disengaging(world, arm), t)
    open_steps(world, arm, luck, state, row, keys.COMMIT, COMMITTING, t)
    open_contacts(world, arm, luck, state, row, t)


@kernel
def is_free(state: State, person: int) -> bool:
    """Whether somebody can be approached: not engaged, gone, stopped or back."""
    row = find(state.register, person)
    return row < 0 or state.ledger.state[row] == codes.DISENGAGED


@kernel
def _tally_approach(world: World, state: State, t: float, cohort: int, channel: int, place: int) -> None:
    month = min(int(t * 12.0), state.tally.approaches.shape[0] - 1)
    state.tally.approaches[month, cohort, channel, world.places.abroad[place]] += 1
    state.counters[codes.APPROACHES] += 1


@kernel
def meet(world: World, arm: Arm, luck: Luck, state: State, target: Target, caller: int, cursor: int) -> bool:
    """One candidate of an approach: True if present and chosen (whether or not the person then engages)."""
    t, height, who = state.cursors.time[cursor], state.cursors.height[cursor], target.who
    old_enough = target.person.age + t >= world.approaches.least_age
    if not old_enough or not is_free(state, who.person):
        state.counters[codes.VOID] += 1
        return False
    stay = stay_at(world, luck, who, target.person, t, state.scratch[0])
    if target.place != ANYWHERE and stay.place != target.place:
        state.counters[codes.VOID] += 1
        return False
    channel = target.channel
    rate = target.rate * approach.answer(world, arm, luck, channel, who, target.social, stay, t)
    targeted = approach.is_targeted(channel)
    if height >= rate * (approach.most_chosen(world, stay.place) if targeted else 1.0):
        return False
    plain_drivers(world, arm, luck, who, target.social, stay, t, state.drivers)
    if targeted and not approach.is_chosen(
        world, arm, luck, state.register, who, stay, t, height / rate, state.scratch, state.drivers
    ):
        return False
    _tally_approach(world, state, t, who.cohort, channel, stay.place)
    count_touched(state, who.person)
    state.counters[codes.EVALUATIONS] += 1
    if channel == approach.SELF_START or engages(
        world, arm, luck, state.register, who, stay, t, channel, target.mark, state.scratch, state.drivers
    ):
        engage(world, arm, luck, state, who.person, stay.place, channel, caller, cursor)
    return True


@kernel
def approach_point(world: World, arm: Arm, luck: Luck, streams: Streams, state: State, cursor: int) -> None:
    """A point of a place's or a cohort's process: the first candidate who is there and chosen is approached."""
    for j in range(world.approaches.candidates):
        target = kept_target(state, cursor) if j == 0 else aim(world, luck, streams, state, cursor, j)
        if target.rate > 0.0 and meet(world, arm, luck, state, target, codes.NOBODY, cursor):
            return


@kernel
def contact_point(world: World, arm: Arm, luck: Luck, state: State, cursor: int) -> None:
    """A point of an engaged person's or returnee's calls: along an edge of the base mix, or along a tie of the place."""
    c = state.cursors
    t, height, row = c.time[cursor], c.height[cursor], c.row[cursor]
    salience = approach.salience(world, t)
    if height >= contacts.highest_contact_rate(world, arm) * salience:
        return
    returnee = state.ledger.state[row] == codes.RETURNED
    who = who_is(world.homes, luck, state.ledger.person[row])
    stay = stay_at(world, luck, who, person_of(world, luck, who), t, state.scratch[0])
    held = state.ledger.seats[row]
    rate = contacts.contact_rate(world, arm, luck, who, stay, t, returnee, held) * salience
    index = keys.point_index(c.strip[cursor], c.year[cursor], c.number[cursor])
    w0, w1, w2, w3 = words(luck.key, c.entity[cursor], c.purpose[cursor] + MARKS, index)
    edge = contacts.edge_of(world, coarse(w3))
    if height >= rate:
        edge = contacts.TIE
        ties, mentors, opposed = community(world, arm, luck, who, stay, t)
        rate *= 1.0 + world.contacts.tie_edge * (ties + mentors + opposed)
        if height >= rate:
            return
    state.counters[codes.PROPOSALS] += 1
    callee = contacts.called(world, luck, who, stay, edge, fine(w0, w1))
    if callee.person == who.person:  # also: nobody at the end of this edge
        state.counters[codes.VOID] += 1
        return
    place = stay.place if contacts.needs_presence(edge) else ANYWHERE
    channel = approach.RETURNEE if returnee else approach.PEER
    person = person_of(world, luck, callee)
    social = social_of(world.traits, luck, callee, person.age + t)
    meet(
        world,
        arm,
        luck,
        state,
        Target(callee, person, social, place, channel, _SURE, coarse(w2)),
        who.person,
        cursor,
    )
