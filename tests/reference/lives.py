"""Every life up front: sex, age and traits, then the whole list of spells at home and abroad."""

from bisect import bisect_right
from itertools import pairwise

from counterflow.world import AGE_GROUP, DAYS_PER_YEAR, EARLY
from tests.reference.draws import JOURNEY, SOCIAL, TRAITS, coarse, fine, high, spare
from tests.reference.people import People, Person, Spell
from tests.reference.tables import category, daily, quantile

FOREVER = 1e9
RUSSIA = 1


class Lives(People):
    """Traits and journeys."""

    def tell_lives(self) -> None:
        for person in self.people:
            self._draw_traits(person)
        for person in self.people:
            person.life = self.life_of(person)
            person.begins = [spell.begin for spell in person.life]
            assert all(one.end == other.begin for one, other in pairwise(person.life))

    def _draw_traits(self, person: Person) -> None:
        traits = self.world.traits
        w0, w1, w2, w3 = self.words(person.number, TRAITS, 0)
        table = traits.age_sex[person.cohort][person.mobile]
        groups = len(table) // 2
        uniform = fine(w0, w1)
        if not person.mobile:
            uniform = (person.stratum + uniform) / person.strata
        sex, group = divmod(category(table, uniform), groups)
        person.age, person.female, person.early = (group + coarse(w2)) * AGE_GROUP, sex == 1, coarse(w3)
        w0, w1, w2, w3 = self.words(person.number, SOCIAL, 0)
        person.belonging, person.precarity = (quantile(traits.normal, coarse(w)) for w in (w0, w1))
        person.online_mark = coarse(w2)
        person.schooling = category(traits.schooling[person.cohort], high(w3))
        person.practising = spare(w3) < traits.practising[person.cohort]

    def is_online(self, person: Person, t: float) -> bool:
        return person.online_mark < self.world.traits.online[person.cohort][person.age + t >= 40.0]

    def spell_number(self, person: Person, t: float) -> int:
        """Where in the person's list of spells time t lies; what lies before the list is its first spell."""
        return max(0, bisect_right(person.begins, t) - 1)

    def spell_at(self, person: Person, t: float) -> Spell:
        return person.life[self.spell_number(person, t)]

    def is_away(self, place: int) -> bool:
        return place >= self.districts

    def life_of(self, person: Person) -> list[Spell]:
        """All spells until the end of the history and the first beyond."""
        journeys, home = self.world.journeys, person.district
        starts, stops = journeys.first_age - person.age, journeys.last_age - person.age
        if not person.mobile or starts >= stops or stops <= -EARLY:
            return [Spell(-FOREVER, FOREVER, home, 0)]
        abroad = self.first_abroad(person) and starts <= -EARLY
        spells = [] if starts <= -EARLY else [Spell(-FOREVER, starts, home, 0)]
        begin, banned_until = max(-EARLY, starts), -FOREVER
        for number in range(1, 10_000):
            from_start = number == 1 and starts <= -EARLY
            spell = self.next_spell(person, number, begin, banned_until, abroad=abroad, from_start=from_start)
            if spell.end > stops:
                last = Spell(stops, FOREVER, home, number + 1)
                return [*spells, spell._replace(end=stops, banned=False), last]
            spells.append(spell)
            if spell.end > self.world.years:
                return spells
            if spell.banned:
                banned_until = spell.end + journeys.ban_years
            begin, abroad = spell.end, not abroad
        raise AssertionError

    def first_abroad(self, person: Person) -> bool:
        return person.early < self.world.journeys.away_share[person.cohort]

    def next_spell(
        self,
        person: Person,
        number: int,
        begin: float,
        banned_until: float,
        *,
        abroad: bool,
        from_start: bool,
    ) -> Spell:
        """One spell; `from_start`: it was under way when journeys began."""
        journeys, cohort = self.world.journeys, person.cohort
        pair, second = divmod(number - 1, 2)  # one spell abroad and one at home
        w0, w1, w2, w3 = self.words(person.number, JOURNEY, pair)
        uniform = coarse(w1 if second else w0)
        length = self.spell_length(cohort, uniform, abroad=abroad, from_start=from_start)
        if not abroad:
            end = self._when_clock(cohort, self._clock_at(cohort, begin) + length)
            waits = end < banned_until and person.third < 0
            end = banned_until if waits else end
            return Spell(begin, end, person.district, number, waits=waits)
        end = begin + length
        place = person.third if begin < banned_until else person.host
        margin = coarse(w2) - daily(journeys.legal[cohort], begin)
        chance = daily(journeys.ban[cohort], end) * (journeys.ban_regular if margin < 0.0 else 1.0)
        banned = self.world.places.abroad[place] == RUSSIA and coarse(w3) < chance
        return Spell(begin, end, place, number, margin, banned)

    def spell_length(self, cohort: int, uniform: float, *, abroad: bool, from_start: bool) -> float:
        journeys = self.world.journeys
        if from_start:
            table = journeys.host_first if abroad else journeys.home_first
        else:
            table = journeys.host_quantile if abroad else journeys.home_quantile
        return quantile(table[cohort], uniform)

    def _clock_at(self, cohort: int, t: float) -> float:
        table = self.world.journeys.clock[cohort]
        x = (t + EARLY) * DAYS_PER_YEAR
        i = min(int(x), len(table) - 2)
        return table[i] + (table[i + 1] - table[i]) * (x - i)

    def _when_clock(self, cohort: int, value: float) -> float:
        table = self.world.journeys.clock[cohort]
        if value >= table[-1]:
            return FOREVER
        i = bisect_right(table, value) - 1
        return (i + (value - table[i]) / (table[i + 1] - table[i])) / DAYS_PER_YEAR - EARLY
