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
from tests.reference.remembered import remembered
from tests.reference.tables import category, daily, quantile

CHANNEL = {channel: number for number, channel in enumerate(CHANNELS)}


class Picks(NamedTuple):
    """The ways to pick a member of a kin block, and the most that each can make of a rate."""

    still: float  # the most that targeting makes of it for those who never move
    parts: list[float]  # cumulative, the most reach of each part of their law of age and sex
    each: float  # the most for a rank that may be mobile
    ranks: int  # of those

    @property
    def total(self) -> float:
        return self.still * self.parts[-1] + self.each * self.ranks


class Stream(NamedTuple):
    """The process of a place or of a cohort."""

    channel: str
    purpose: int
    entity: int
    lowest_strip: float
    rate: float
    programmes: float  # the most that they can multiply the rate by
    members: list[Person]
    place: int | None  # where a target must be
    intense: float  # mean intensity of the members' cohorts
    most: list[
        float
    ]  # by year: the most that reach x likelihood of being chosen can be, mean over the members


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
        members, years = self.members[place], range(math.ceil(self.world.years))
        if place < self.districts:
            intense = parameters.cohort_intensity[members[0].cohort]
            size = len(self.blocks[place][0])
            most = [self.picks("street", place, year).total / size for year in years]
        else:
            intense = self._mean_intensity(members)
            cohorts = range(len(self.world.homes.country))
            reach = [max(self.mobile_reach(cohort, year) for cohort in cohorts) for year in years]
            most = [most * self.most_chosen(place) for most in reach]
        programmes = self.highest("street")
        return Stream(
            "street", STREET, PLACE | place, STREET_STRIP, rate, programmes, members, place, intense, most
        )

    def picks(self, channel: str, district: int, year: int) -> Picks:
        """How members of a district's blocks are picked in a year of the history."""
        here, anywhere = self.most_chosen(district), self.most_chosen_anywhere
        still, moving = {"street": (here, here), "self-start": (1.0, 1.0)}.get(channel, (here, anywhere))
        cohort = self.world.homes.district_cohort[district]
        reach = self.mobile_reach(cohort, year)
        return Picks(still, self.still_reach(district, year), moving * reach, self.mobile_picks(district))

    @remembered
    def still_reach(self, district: int, year: int) -> list[float]:
        """Cumulative over the parts of the law of age and sex of those who never move: the most that they are reached."""
        cohort = self.world.homes.district_cohort[district]
        strata = self.members[district][0].strata
        law = self.world.traits.age_sex[cohort][0]
        return list(
            accumulate(
                self._most_reach(law, year, part / strata, (part + 1) / strata) for part in range(strata)
            )
        )

    @remembered
    def mobile_reach(self, cohort: int, year: int) -> float:
        """The most that anybody mobile is reached."""
        return self._most_reach(self.world.traits.age_sex[cohort][1], year, 0.0, 1.0)

    def _most_reach(self, law: list[float], year: int, low: float, high: float) -> float:
        """The most that anybody in a part of a law of age and sex is reached in a year."""
        approaches, groups = self.world.approaches, len(law) // 2
        most = 0.0
        for cell in range(category(law, low), category(law, high) + 1):
            female, group = divmod(cell, groups)
            youngest = group * AGE_GROUP + year
            oldest = youngest + AGE_GROUP + 1.0
            empty = cell > 0 and law[cell] == law[cell - 1]
            if empty or oldest <= approaches.least_age:
                continue
            by_age = approaches.reach[female]
            ages = range(int(youngest / AGE_GROUP), math.ceil(oldest / AGE_GROUP))
            most = max(most, *(by_age[min(age, len(by_age) - 1)] for age in ages))
        return most

    def mobile_picks(self, district: int) -> int:
        return self.world.homes.mobile[district] + (self.world.homes.mobile_more[district] > 0)

    def picked(self, stream: Stream, year: int, uniform: float) -> tuple[Person | None, float]:
        """(whom a uniform picks from a stream's members, what the pick makes of the rate)."""
        if stream.place is not None and stream.place >= self.districts:
            return self._seated(stream, uniform), stream.intense
        size = len(self.blocks[stream.members[0].district][0])
        blocks = len(stream.members) // size
        number = min(int(uniform * blocks), blocks - 1)
        block = stream.members[number * size : (number + 1) * size]
        most = stream.most[year]
        picks = self.picks(stream.channel, block[0].district, year)
        person, own = self._pick(block, picks, (uniform * blocks - number) * most * size)
        return person, stream.intense * most / own if own else 0.0

    def _pick(self, block: list[Person], picks: Picks, weight: float) -> tuple[Person | None, float]:
        """(the member of a block on whom a weight falls, the weight of that pick)."""
        rest = weight - picks.still * picks.parts[-1]
        if rest < 0.0:
            part = category(picks.parts, weight / picks.still)
            own = picks.still * (picks.parts[part] - (picks.parts[part - 1] if part else 0.0))
            found = [person for person in block if not person.mobile and person.stratum == part]
        else:
            own = picks.each
            if rest >= own * picks.ranks:
                return None, 0.0
            found = [person for person in block if person.mobile and person.rank == int(rest / own)]
        return (found[0], own) if found else (None, 0.0)

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
        homes, entity = self.world.homes, COHORT | cohort
        districts = range(homes.cohort_district[cohort], homes.cohort_district[cohort + 1])
        purposes = (("online", ONLINE), ("broadcast", BROADCAST), ("self-start", SELF_START))
        streams = []
        for (channel, purpose), rate in zip(purposes, (online, broadcast, self_start), strict=True):
            programmes = 1.0 if channel == "self-start" else self.highest("online")
            most = [
                max(
                    self.picks(channel, district, year).total / len(self.blocks[district][0])
                    for district in districts
                )
                for year in range(math.ceil(self.world.years))
            ]
            streams.append(
                Stream(channel, purpose, entity, COHORT_STRIP, rate, programmes, members, None, intense, most)
            )
        return streams

    @cached_property
    def most_chosen_anywhere(self) -> float:
        return max(1.0, *(self.most_chosen(place) for place in range(self.places)))

    def stream_points(self, stream: Stream) -> list[Point]:
        """All points that can matter, and those up to the next strip's floor that cannot."""
        highest_level = 1.0 if stream.channel == "broadcast" else max(self.world.approaches.salience)
        highest = stream.rate * stream.intense * max(stream.most) * stream.programmes * highest_level
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
