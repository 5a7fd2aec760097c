"""What happens to an engaged person: committing, turning away, leaving, and what follows."""

from counterflow.engine import codes
from counterflow.engine.approaches import open_contacts, open_steps
from counterflow.engine.cursors import open_moment
from counterflow.engine.ledger import enrol, note
from counterflow.engine.seats import give_back_seats
from counterflow.engine.state import State
from counterflow.pathway import departure
from counterflow.pathway.aftermath import FAMILY_MEMBER, FIGHTER, exit_of
from counterflow.pathway.steps import COMMITTING, LEAVING, disengaging, happens
from counterflow.people import keys
from counterflow.people.compiled import kernel
from counterflow.people.homes import Who, household_bounds, relative, who_is
from counterflow.people.journeys import stay_at
from counterflow.people.keys import point_index, word
from counterflow.people.luck import Luck
from counterflow.people.register import is_absent
from counterflow.people.traits import Person, person_of
from counterflow.world import Arm, World


@kernel
def _note(state: State, cursor: int, kind: int, person: int, place: int, extra: int) -> None:
    c = state.cursors
    channel = state.ledger.channel[c.row[cursor]]
    index = point_index(c.strip[cursor], c.year[cursor], c.number[cursor])
    note(
        state, c.time[cursor], kind, person, place, channel, extra, c.entity[cursor], c.purpose[cursor], index
    )


@kernel
def commit_point(world: World, arm: Arm, luck: Luck, state: State, cursor: int) -> None:
    """A point of committing."""
    c = state.cursors
    t, row = c.time[cursor], c.row[cursor]
    if state.ledger.state[row] != codes.ENGAGED:
        return
    who = who_is(world.homes, luck, state.ledger.person[row])
    person = person_of(world, luck, who)
    stay = stay_at(world, luck, who, person, t, state.scratch[0])
    height, held, register = c.height[cursor], state.ledger.seats[row], state.register
    if happens(
        world,
        arm,
        luck,
        register,
        who,
        person,
        stay,
        COMMITTING,
        t,
        height,
        held,
        state.scratch,
        state.drivers,
    ):
        state.ledger.state[row] = codes.COMMITTED
        _note(state, cursor, codes.COMMIT, who.person, state.ledger.place[row], 0)
        open_steps(world, arm, luck, state, row, keys.LEAVE, LEAVING, t)


@kernel
def disengage_point(world: World, arm: Arm, luck: Luck, state: State, cursor: int) -> None:
    """A point of turning away: holds for whoever is engaged or committed at that time."""
    c = state.cursors
    t, row = c.time[cursor], c.row[cursor]
    who = who_is(world.homes, luck, state.ledger.person[row])
    stay = stay_at(world, luck, who, person_of(world, luck, who), t, state.scratch[0])
    held = state.ledger.seats[row]
    if c.height[cursor] < disengaging(world, arm, luck, who.person, stay.place, t, held):
        give_back_seats(arm, state, row, t)
        state.ledger.state[row] = codes.DISENGAGED
        state.ledger.epoch[row] += 1
        _note(state, cursor, codes.DISENGAGE, who.person, stay.place, 0)


@kernel
def leave_point(world: World, arm: Arm, luck: Luck, state: State, cursor: int) -> None:
    """A point of leaving: stopped on the way, or gone, alone or with family."""
    c = state.cursors
    t, row = c.time[cursor], c.row[cursor]
    ledger = state.ledger
    who = who_is(world.homes, luck, ledger.person[row])
    person = person_of(world, luck, who)
    stay = stay_at(world, luck, who, person, t, state.scratch[0])
    height, held, register = c.height[cursor], ledger.seats[row], state.register
    if not happens(
        world, arm, luck, register, who, person, stay, LEAVING, t, height, held, state.scratch, state.drivers
    ):
        return
    index = point_index(c.strip[cursor], c.year[cursor], c.number[cursor])
    outcome, theatre = departure.attempt(world, arm, luck, who.person, stay.place, t, index, held)
    if outcome == departure.GONE:
        _depart(world, arm, luck, state, cursor, row, FIGHTER, theatre, codes.DEPART, stay.place)
        if departure.takes_family(world, luck, who, person):
            _depart_family(world, arm, luck, state, cursor, who, person, theatre)
        return
    give_back_seats(arm, state, row, t)
    detained = outcome == departure.DETAINED
    ledger.state[row] = codes.DETAINED if detained else codes.BLOCKED
    ledger.epoch[row] += 1
    state.register.absent[row] = 1 if detained else 0
    _note(state, cursor, codes.DETAIN if detained else codes.BLOCK, who.person, stay.place, 0)


@kernel
def _depart(
    world: World,
    arm: Arm,
    luck: Luck,
    state: State,
    cursor: int,
    row: int,
    role: int,
    theatre: int,
    kind: int,
    place: int,
) -> None:
    t = state.cursors.time[cursor]
    ledger = state.ledger
    give_back_seats(arm, state, row, t)
    ledger.state[row] = codes.GONE
    ledger.epoch[row] += 1
    ledger.role[row], ledger.theatre[row] = role, theatre
    state.register.absent[row] = 1
    person = ledger.person[row]
    _note(state, cursor, kind, person, place, theatre)
    at, ledger.exit[row] = exit_of(world, luck, person, theatre, role, t)
    open_moment(state, keys.EXIT, word(person), row, ledger.epoch[row], at, world.years)


@kernel
def _depart_family(
    world: World,
    arm: Arm,
    luck: Luck,
    state: State,
    cursor: int,
    who: Who,
    person: Person,
    theatre: int,
) -> None:
    t = state.cursors.time[cursor]
    place = state.ledger.place[state.cursors.row[cursor]]
    channel = state.ledger.channel[state.cursors.row[cursor]]
    low, high = household_bounds(world.homes, who)
    has_spouse = False
    for slot in range(low, high):
        relation = departure.is_family(world, luck, who, person, slot, t, has_spouse)
        other = relative(who, slot).person
        if relation == 0 or is_absent(state.register, other):
            continue
        has_spouse = has_spouse or relation == departure.SPOUSE
        row = enrol(state, other)
        state.ledger.place[row], state.ledger.channel[row] = place, channel
        _depart(world, arm, luck, state, cursor, row, FAMILY_MEMBER, theatre, codes.FAMILY_DEPART, place)


@kernel
def exit_point(world: World, arm: Arm, luck: Luck, state: State, cursor: int) -> None:
    """The end of somebody's time in a theatre: death, return, detention."""
    c = state.cursors
    t, row = c.time[cursor], c.row[cursor]
    ledger = state.ledger
    kind = ledger.exit[row]
    ledger.epoch[row] += 1
    if kind == 0:
        ledger.state[row] = codes.DEAD
        _note(state, cursor, codes.DIE, ledger.person[row], ledger.place[row], ledger.theatre[row])
    elif kind == 1:
        ledger.state[row] = codes.RETURNED
        state.register.absent[row] = 0
        _note(state, cursor, codes.RETURN, ledger.person[row], ledger.place[row], ledger.theatre[row])
        if ledger.role[row] == FIGHTER:
            open_contacts(world, arm, luck, state, row, t)
    else:
        ledger.state[row] = codes.DETAINED_ABROAD
        _note(state, cursor, codes.DETAIN_ABROAD, ledger.person[row], ledger.place[row], ledger.theatre[row])
