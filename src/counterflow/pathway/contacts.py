"""Whom an engaged person calls: kin, crew, friends, home district, and whoever the ties of the place lead to."""

from counterflow.people.compiled import kernel
from counterflow.people.homes import KIN, Who, kin_slot, relative, who_lives_in
from counterflow.people.journeys import Stay, is_away
from counterflow.people.luck import FRIENDSHIPS, MATCHINGS, Luck, at_place, place_of
from counterflow.people.programmes import factor_with_seats, highest_factor
from counterflow.people.seats import seat_holder, seat_of
from counterflow.world import Arm, World

CONTACT_STRIP = 4.0
KIN_EDGE, CREW, FRIENDS, DISTRICT, TIE = 0, 1, 2, 3, 4
_CONTACT_EFFECT = 12


@kernel
def highest_contact_rate(world: World, arm: Arm) -> float:
    """A bound on contacts per year of one person, ties included."""
    contacts = world.contacts
    rate = world.parameters.contact_rate * max(1.0, contacts.returnee) * (1.0 + max(0.0, contacts.ghetto))
    most_ties = 3.0 * world.ties.cap  # of the community, mentors for, mentors against
    return rate * (1.0 + contacts.tie_edge * most_ties) * highest_factor(arm, _CONTACT_EFFECT)


@kernel
def contact_rate(
    world: World, arm: Arm, luck: Luck, who: Who, stay: Stay, t: float, returnee: bool, held: int
) -> float:
    """Contacts per year along kin, crew, friends and home district."""
    rate = world.parameters.contact_rate * (1.0 + world.contacts.ghetto * world.places.ghetto[stay.place])
    if returnee:
        rate *= world.contacts.returnee
    return rate * factor_with_seats(arm, luck.key, _CONTACT_EFFECT, who.person, stay.place, t, held)


@kernel
def edge_of(world: World, uniform: float) -> int:
    """Which kind of edge a contact runs along."""
    total = 0.0
    for edge in range(3):
        total += world.contacts.mix[edge]
        if uniform < total:
            return edge
    return DISTRICT


@kernel
def friend(world: World, luck: Luck, who: Who, number: int) -> Who:
    """A friend: the partner in one of the district's keyed perfect matchings; an odd one out has only himself."""
    start = world.homes.district_start[who.district]
    people = world.homes.district_start[who.district + 1] - start
    partner = place_of(luck, MATCHINGS + number, who.district, who.person - start) ^ 1
    if partner >= people:
        return who
    return who_lives_in(
        world.homes, luck, who.district, at_place(luck, MATCHINGS + number, who.district, partner)
    )


@kernel
def crew_mate(world: World, luck: Luck, who: Who, stay: Stay, number: int) -> Who:
    """A crew mate: one of the four nearest seats of the neighbourhood (in a circle); himself at home or in a third country."""
    districts = world.homes.district_cohort.shape[0]
    if not is_away(world, stay.place):
        return who
    place, seat = seat_of(world, luck, who)
    if place + districts != stay.place:
        return who
    seats = world.places.members[stay.place]
    distance = number + 1 if number < 2 else seats - (number - 1)
    mate = (seat + distance) % seats
    return seat_holder(world, luck, place, mate)


@kernel
def member(world: World, luck: Luck, place: int, uniform: float) -> Who:
    """A member of a place by a uniform: somebody whose home it is, or who holds a seat in it."""
    districts = world.homes.district_cohort.shape[0]
    number = int(uniform * world.places.members[place])
    if place < districts:
        return who_lives_in(world.homes, luck, place, number)
    return seat_holder(world, luck, place - districts, number)


@kernel
def called(world: World, luck: Luck, who: Who, stay: Stay, edge: int, uniform: float) -> Who:
    """Whom a contact along an edge reaches; the caller himself where there is nobody."""
    if edge == KIN_EDGE:
        return relative(who, kin_slot(who, int(uniform * KIN)))
    if edge == CREW:
        return crew_mate(world, luck, who, stay, int(uniform * 4))
    if edge == FRIENDS:
        return friend(world, luck, who, int(uniform * FRIENDSHIPS))
    if edge == DISTRICT:
        return member(world, luck, who.district, uniform)
    return member(world, luck, stay.place, uniform)


@kernel
def needs_presence(edge: int) -> bool:
    """Crew and ties of a place are met there; kin, friends and people from home can be called."""
    return edge == CREW or edge == TIE
