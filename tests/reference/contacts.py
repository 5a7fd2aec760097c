"""Whom an engaged person calls."""

from counterflow.world import CONTACT_EDGES
from tests.reference.approaches import Approaches
from tests.reference.people import Person
from tests.reference.points import ROUNDING
from tests.reference.tables import daily


class Contacts(Approaches):
    """Calls along kin, crew, friends, home district, and along the ties of the place."""

    def highest_contacts(self) -> float:
        contacts = self.world.contacts
        most_ties = 3.0 * self.world.ties.cap
        rate = self.world.parameters.contact_rate * max(1.0, contacts.returnee) * (1.0 + contacts.ghetto)
        return rate * (1.0 + contacts.tie_edge * most_ties) * self.highest("contact")

    def edge_called(self, person: Person, t: float, height: float, uniform: float) -> str | None:
        """Along which edge a call at this height goes, if it is made at all: the ties' calls lie above the others."""
        contacts, place = self.world.contacts, self.spell_at(person, t).place
        rate = self.world.parameters.contact_rate * (1.0 + contacts.ghetto * self.world.places.ghetto[place])
        if person.state == "returned":
            rate *= contacts.returnee
        rate = rate * self.factor("contact", person, place, t) * daily(self.world.approaches.salience, t)
        ties, mentors, opposed = self.community(person, t)
        with_ties = rate * (1.0 + contacts.tie_edge * (ties + mentors + opposed))
        assert with_ties <= self.highest_contacts() * ROUNDING
        if height < rate:
            return self.edge_of(uniform)
        return "tie" if height < with_ties else None

    def edge_of(self, uniform: float) -> str:
        total = 0.0
        for edge, share in zip(CONTACT_EDGES[:3], self.world.contacts.mix[:3], strict=True):
            total += share
            if uniform < total:
                return edge
        return "district"

    def called(self, person: Person, t: float, edge: str, uniform: float) -> Person | None:
        """Whom a call reaches; nobody where the person has no such edge."""
        place = self.spell_at(person, t).place
        if edge == "crew" and (not self.is_away(place) or place != person.host):
            return None
        lists = {
            "kin": person.kin,
            "crew": self.crew(person),
            "friends": person.friends,
            "district": self.members[person.district],
            "tie": self.members[place],
        }
        known = lists[edge]
        return known[int(uniform * len(known))]

    def crew(self, person: Person) -> list[Person]:
        """The two seats on either side, in a circle."""
        if person.host < 0:
            return []
        seats = self.members[person.host]
        return [seats[(person.seat + distance) % len(seats)] for distance in (1, 2, -1, -2)]
