"""Who is approached how often: rates and bounds of the processes of places and cohorts, and what a target makes of them."""

import math
from typing import NamedTuple

from counterflow.engine.streams import COHORT_STRIP, STREET_STRIP
from counterflow.world import AGE_GROUP, CHANNELS
from tests.reference.arithmetic import exp, logistic
from tests.reference.draws import BROADCAST, COHORT, INTENSITY, ONLINE, PLACE, SELF_START, STREET, fine
from tests.reference.drivers import STAGE, Drivers
from tests.reference.people import Person
from tests.reference.points import Point
from tests.reference.tables import daily, quantile

CHANNEL = {channel: number for number, channel in enumerate(CHANNELS)}


class Stream(NamedTuple):
    """The process of a place or of a cohort."""

    channel: str
    purpose: int
    entity: int
    lowest_strip: float
    rate: float
    most: float  # that anything about a target can multiply the rate by
    members: list[Person]
    place: int | None  # where a target must be


class Approaches(Drivers):
    """Rates of approaches."""

    def streams(self) -> list[Stream]:
        streams = [self._street(place) for place in range(self.places)]
        for cohort in range(len(self.world.homes.country)):
            streams += self._of_cohort(cohort)
        return streams

    def _street(self, place: int) -> Stream:
        approaches, places, parameters = self.world.approaches, self.world.places, self.world.parameters
        rate = approaches.home_rate * places.street[place] * places.members[place]
        if places.abroad[place]:
            rate *= parameters.exposure_ratio * (1.0 + approaches.ghetto * places.ghetto[place])
        w0, w1, _, _ = self.words(PLACE | place, INTENSITY, 0)
        sd, normal = parameters.place_sd, quantile(self.world.traits.normal, fine(w0, w1))
        rate *= exp(sd * normal - 0.5 * sd * sd)
        most = self._most_intense(self.members[place]) * self.most_chosen(place) * self.highest("street")
        return Stream("street", STREET, PLACE | place, STREET_STRIP, rate, most, self.members[place], place)

    def _of_cohort(self, cohort: int) -> list[Stream]:
        approaches, parameters = self.world.approaches, self.world.parameters
        members = [person for person in self.people if person.cohort == cohort]
        online = approaches.online_rate[cohort] * len(members)
        broadcast = approaches.broadcast_rate[cohort] * parameters.bridge_jump * len(members)
        self_start = approaches.self_start[cohort] * parameters.self_start * len(members)
        most = parameters.cohort_intensity[cohort]
        chosen = max(1.0, *(self.most_chosen(place) for place in range(self.places))) * self.highest("online")
        entity = COHORT | cohort
        return [
            Stream("online", ONLINE, entity, COHORT_STRIP, online, most * chosen, members, None),
            Stream("broadcast", BROADCAST, entity, COHORT_STRIP, broadcast, most * chosen, members, None),
            Stream("self-start", SELF_START, entity, COHORT_STRIP, self_start, most, members, None),
        ]

    def _most_intense(self, members: list[Person]) -> float:
        return max((self.world.parameters.cohort_intensity[person.cohort] for person in members), default=0.0)

    def stream_points(self, stream: Stream) -> list[Point]:
        """All points that can matter, and those up to the next strip's floor that cannot."""
        highest_level = 1.0 if stream.channel == "broadcast" else max(self.world.approaches.salience)
        highest = stream.rate * stream.most * highest_level
        years = range(math.ceil(self.world.years))
        drawn = self.points([stream.entity], stream.purpose, stream.lowest_strip, highest, years)
        return drawn[stream.entity]

    def level(self, channel: str, t: float) -> float:
        """What the date makes of a rate."""
        if channel != "broadcast":
            return daily(self.world.approaches.salience, t)
        since = t - self.world.approaches.broadcast_at
        return 0.0 if since < 0.0 else exp(-self.world.approaches.broadcast_decay * since)

    def targets(self) -> bool:
        """Whether recruiters choose whom they approach."""
        return any(weight != 0.0 for weight in self.world.parameters.weights[STAGE["approached"]])

    def most_chosen(self, place: int) -> float:
        if not self.targets():
            return 1.0
        return self.world.steps.highest[STAGE["approached"]] / self.world.parameters.place_mean[place]

    def is_chosen(self, person: Person, t: float, needed: float) -> bool:
        """Whether somebody's likelihood of being chosen, over the place's mean, is above what the point's height asks for."""
        if not self.targets():
            return needed < 1.0
        self.fired.add("targeting")
        place, highest = self.spell_at(person, t).place, self.world.steps.highest[STAGE["approached"]]
        odds = self.log_odds("approached", self.drivers(person, t))
        assert self.probability("approached", odds) <= highest
        return logistic(odds) > needed * self.world.parameters.place_mean[place] / highest

    def reach(self, person: Person, t: float) -> float:
        """How much of a rate falls on somebody of this sex and age."""
        by_age = self.world.approaches.reach[person.female]
        return by_age[min(int((person.age + t) / AGE_GROUP), len(by_age) - 1)]

    def answer(self, channel: str, person: Person, t: float) -> float:
        place = self.spell_at(person, t).place
        if channel == "street":
            return self.factor("street", person, place, t)
        if channel == "self-start":
            return min(1.0, self.ideology(person, t) / self.world.approaches.ideology_cap)
        return self.factor("online", person, place, t) if self.is_online(person, t) else 0.0
