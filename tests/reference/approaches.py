"""Who is approached how often: rates and bounds of the processes of places and cohorts, and what a target makes of them."""

import math
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from counterflow.engine.streams import COHORT_STRIP, STREET_STRIP
from counterflow.world import AGE_GROUP, CHANNELS
from tests.reference.arithmetic import exp, logistic
from tests.reference.draws import BROADCAST, COHORT, INTENSITY, ONLINE, PLACE, SELF_START, STREET, fine
from tests.reference.drivers import STAGE, Drivers
from tests.reference.people import Person
from tests.reference.points import Point
from tests.reference.tables import category, daily, quantile

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
    intense: float  # mean intensity of the members' cohorts
    reached: float = 1.0  # share of members at most on whom the rate falls, by sex and age


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
        most = self.most_chosen(place) * self.highest("street")
        intense = self._mean_intensity(self.members[place])
        if place < self.districts:
            intense = parameters.cohort_intensity[self.members[place][0].cohort]
        stream = Stream(
            "street", STREET, PLACE | place, STREET_STRIP, rate, most, self.members[place], place, intense
        )
        if place >= self.districts:
            return stream
        return stream._replace(reached=self.picks[place][-1] / len(self.blocks[place][0]))

    @cached_property
    def picks(self) -> list[list[float]]:
        """By district, cumulative weights over the ways to pick a member of a kin block."""
        return [list(accumulate(self.weights_of_picks(district))) for district in range(self.districts)]

    def weights_of_picks(self, district: int) -> list[float]:
        """Each rank that may be mobile, then each part of the law of age and sex with the most that it is ever reached."""
        cohort = self.world.homes.district_cohort[district]
        strata = self.members[district][0].strata
        table = self.world.traits.age_sex[cohort][0]
        weights = [max(map(max, self.world.approaches.reach))] * self.mobile_picks(district)
        for part in range(strata):
            cells = range(category(table, part / strata), category(table, (part + 1) / strata) + 1)
            weights.append(max(self._ever_reached(divmod(cell, len(table) // 2)) for cell in cells))
        return weights

    def mobile_picks(self, district: int) -> int:
        return self.world.homes.mobile[district] + (self.world.homes.mobile_more[district] > 0)

    def _ever_reached(self, cell: tuple[int, int]) -> float:
        """The most that approaches reach people of a sex and age group, who grow older."""
        female, group = cell
        by_age = self.world.approaches.reach[female]
        oldest = int(((group + 1) * AGE_GROUP + self.world.years) / AGE_GROUP)
        return max(by_age[min(age, len(by_age) - 1)] for age in range(group, oldest + 1))

    def picked(self, stream: Stream, uniform: float) -> tuple[Person | None, float]:
        """(whom a uniform picks from a stream's members, what the pick makes of the rate)."""
        if stream.place is not None and stream.place >= self.districts:
            return self._seated(stream, uniform), stream.intense
        size = len(self.blocks[stream.members[0].district][0])
        blocks = len(stream.members) // size
        number = min(int(uniform * blocks), blocks - 1)
        block = stream.members[number * size : (number + 1) * size]
        weight = (uniform * blocks - number) * (stream.reached * size)
        picks = self.picks[block[0].district]
        if weight >= picks[-1]:
            return None, 0.0
        pick = category(picks, weight)
        own = picks[pick] - (picks[pick - 1] if pick else 0.0)
        mobile = self.mobile_picks(block[0].district)
        for person in block:
            wanted = person.rank == pick if pick < mobile else person.stratum == pick - mobile
            if wanted and person.mobile == (pick < mobile):
                return person, stream.reached / own * stream.intense
        return None, 0.0

    def _seated(self, stream: Stream, uniform: float) -> Person:
        """Whom a uniform picks from a neighbourhood's seats, which stand by cohort: each seat with its cohort's intensity."""
        intensity = self.world.parameters.cohort_intensity
        seats = self._seats(stream.members)
        weights = list(accumulate(number * intensity[cohort] for cohort, number in enumerate(seats)))
        weight = uniform * weights[-1]
        cohort = category(weights, weight)
        within = int((weight - (weights[cohort - 1] if cohort else 0.0)) / intensity[cohort])
        first = [0, *accumulate(seats)][cohort]
        return stream.members[min(first + within, first + seats[cohort] - 1)]

    def _seats(self, members: list[Person]) -> list[int]:
        cohorts = [member.cohort for member in members]
        assert cohorts == sorted(cohorts)
        return [cohorts.count(cohort) for cohort in range(len(self.world.homes.country))]

    def _mean_intensity(self, members: list[Person]) -> float:
        total = 0.0
        for number, intensity in zip(
            self._seats(members), self.world.parameters.cohort_intensity, strict=True
        ):
            total += number * intensity
        return total / len(members) if members else 0.0

    def _of_cohort(self, cohort: int) -> list[Stream]:
        approaches, parameters = self.world.approaches, self.world.parameters
        members = [person for person in self.people if person.cohort == cohort]
        online = approaches.online_rate[cohort] * len(members)
        broadcast = approaches.broadcast_rate[cohort] * parameters.bridge_jump * len(members)
        self_start = approaches.self_start[cohort] * parameters.self_start * len(members)
        intense = parameters.cohort_intensity[cohort]
        chosen = max(1.0, *(self.most_chosen(place) for place in range(self.places))) * self.highest("online")
        entity = COHORT | cohort
        homes = self.world.homes
        own = range(homes.cohort_district[cohort], homes.cohort_district[cohort + 1])
        reached = max(self.picks[district][-1] / len(self.blocks[district][0]) for district in own)
        streams = [
            Stream("online", ONLINE, entity, COHORT_STRIP, online, chosen, members, None, intense),
            Stream("broadcast", BROADCAST, entity, COHORT_STRIP, broadcast, chosen, members, None, intense),
            Stream("self-start", SELF_START, entity, COHORT_STRIP, self_start, 1.0, members, None, intense),
        ]
        return [stream._replace(reached=reached) for stream in streams]

    def stream_points(self, stream: Stream) -> list[Point]:
        """All points that can matter, and those up to the next strip's floor that cannot."""
        highest_level = 1.0 if stream.channel == "broadcast" else max(self.world.approaches.salience)
        highest = stream.rate * stream.reached * stream.intense * stream.most * highest_level
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
