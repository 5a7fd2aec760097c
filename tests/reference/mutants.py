"""Wrong censuses: each breaks one rule, and the comparison with the engine must notice."""

import math
from collections.abc import Sequence

from counterflow.world import World
from tests.reference.arithmetic import exp
from tests.reference.census import Census
from tests.reference.draws import HARDSHIP, Words4, coarse
from tests.reference.hardship import BAN, HALF_LIVES, LN2
from tests.reference.people import Person, Spell
from tests.reference.permutation import mix
from tests.reference.points import Point


class OneKeyForTwoSources(Census):
    """Incidents by the public and by the authorities share their luck."""

    def incident_purpose(self, source: int) -> int:
        return HARDSHIP + max(1, source)


class OneKeyForAllCandidates(Census):
    """The second candidate of an approach is the first again."""

    def candidate_words(self, point: Point, candidate: int) -> Words4:
        return super().candidate_words(point, min(candidate, 0))


class OneKeyForAllAttempts(Census):
    """A second attempt to leave meets the luck of the first."""

    def travel_words(self, point: Point) -> Words4:
        return super().travel_words(point._replace(index=0))


class BoundTooSmall(Census):
    """The uppermost strip of every process is left out."""

    def strips_below(self, r0: float, rate: float) -> int:
        return max(1, super().strips_below(r0, rate) - 1)


class WrongStrip(Census):
    """Strips have one width instead of doubling."""

    def strip(self, r0: float, number: int) -> tuple[float, float]:
        return r0 * number, r0 * (number + 1)


class FirstSpellNotLengthBiased(Census):
    """Whoever is away at the beginning has just arrived."""

    def spell_length(self, cohort: int, uniform: float, *, abroad: bool, from_start: bool) -> float:
        return super().spell_length(cohort, uniform, abroad=abroad, from_start=from_start and not abroad)


class BansForgotten(Census):
    """Nobody waits or works elsewhere while a ban holds."""

    def next_spell(
        self, person: Person, number: int, begin: float, banned_until: float, **kind: bool
    ) -> Spell:
        return super().next_spell(person, number, begin, min(banned_until, begin - 1.0), **kind)


class CoverageAtTheEnd(Census):
    """Old incidents are judged with the coverage of the history's end."""

    def judged_at(self, t: float) -> float:
        return max(t, self.world.years)


class MarksByPosition(Census):
    """A programme's marks hang on its place in the list."""

    def mark_key(self, programme: int) -> int:
        return programme


class KinWhoHaveGoneStillHold(Census):
    """The ledger is ignored for kin."""

    def is_absent(self, person: Person) -> bool:  # noqa: ARG002 (the census asks about somebody)
        return False


class KinSignByDirection(Census):
    """Whether kin recruit hangs on who of the two is asked."""

    def kin_mark(self, one: Person, other: Person) -> float:
        first = one.number - one.slot
        return coarse(mix(one.signs << 32 ^ mix((first * 1024 + 32 * one.slot + other.slot) % 2**64)) >> 32)


class RunningSum(Census):
    """Grievance as a running sum that decays from incident to incident: the same on paper."""

    def grievance(self, person: Person, t: float) -> float:
        half_life = self.world.hardship.half_life
        felt = [(incident.time, incident.size) for incident in person.incidents]
        felt += [(spell.end, self.world.hardship.size[BAN]) for spell in person.life if spell.banned]
        total, last = 0.0, t - HALF_LIVES * half_life
        for at, size in sorted(felt):
            if t - HALF_LIVES * half_life <= at <= t:
                total = total * exp(-(at - last) * LN2 / half_life) + size
                last = at
        return total * exp(-(t - last) * LN2 / half_life)


class OrderAtOneInstantReversed(Census):
    """Of two ends at one instant, the person with the higher number comes first."""

    def expect(self, end: Point) -> None:
        self.exits.append(end)
        self.exits.sort(key=lambda point: (point.time, -point.entity))


class OrderByDay(Census):
    """Points of one day are handled by process, not by the hour."""

    def in_order(self, points: list[Point]) -> list[Point]:
        return sorted(points, key=lambda point: (int(point.time * 365.25), *point[1:4]))


class CountsOfOneYear(Census):
    """Every year of a process that is looked back on holds as many points as the first."""

    def counts(self, entities: Sequence[int], purpose: int, group: int, year: int) -> dict[int, Words4]:  # noqa: ARG002
        return super().counts(entities, purpose, group, 0)


class ReachedByTheAgeAtTheStart(Census):
    """Nobody grows out of recruiters' reach, or into it."""

    def reach(self, person: Person, t: float) -> float:  # noqa: ARG002
        return super().reach(person, 0.0)


class IntensityNotCentred(Census):
    """The log-normal intensity of places has the median 1 instead of the mean."""

    def level(self, channel: str, t: float) -> float:
        sd = self.world.parameters.place_sd
        return super().level(channel, t) * (math.exp(0.5 * sd * sd) if channel == "street" else 1.0)


class EngagedOnlyOnce(Census):
    """Whoever has turned away is never approached again."""

    def is_open(self, target: Person, t: float, place: int | None) -> bool:
        return target.state != "disengaged" and super().is_open(target, t, place)


class SeatsNeverGivenBack(Census):
    """Whoever takes a seat keeps it for good."""

    def give_back_seats(self, person: Person) -> None:
        """Nothing."""


class SeatsForAll(Census):
    """A programme with seats turns nobody away who is covered later."""

    def serves(self, programme: int, person: Person, place: int, t: float) -> bool:
        return self.covers(programme, person, place, t)


class EverybodyPractises(Census):
    """The message does not ask whether somebody practises."""

    def ideology(self, person: Person, t: float) -> float:
        person.practising = True
        return super().ideology(person, t)


class UnitsOnOneMark(Census):
    """All units of the established group share the luck of the first."""

    def rebrands_at(self, unit: int) -> float:
        return super().rebrands_at(min(unit, 0))


MUTANTS: tuple[type[Census], ...] = (
    OneKeyForTwoSources,
    OneKeyForAllCandidates,
    OneKeyForAllAttempts,
    BoundTooSmall,
    WrongStrip,
    FirstSpellNotLengthBiased,
    BansForgotten,
    CoverageAtTheEnd,
    MarksByPosition,
    KinWhoHaveGoneStillHold,
    KinSignByDirection,
    RunningSum,
    OrderAtOneInstantReversed,
    OrderByDay,
    CountsOfOneYear,
    ReachedByTheAgeAtTheStart,
    IntensityNotCentred,
    EngagedOnlyOnce,
    SeatsNeverGivenBack,
    SeatsForAll,
    EverybodyPractises,
    UnitsOnOneMark,
)


def half_life_wrong_in_the_last_place(world: World) -> World:
    """World data for the kernel: incidents are remembered a little longer."""
    half_life = math.nextafter(world.hardship.half_life, math.inf)
    return world._replace(hardship=world.hardship._replace(half_life=half_life))


def seats_in_reverse(world: World) -> World:
    """World data for the kernel: the first district's own migrants go to the neighbourhoods in reverse order."""
    row = world.hosts.row.copy()
    own = row[2, 0, 1:] - row[2, 0, :-1]
    row[2, 0, 1:] = own[::-1].cumsum()
    return world._replace(hosts=world.hosts._replace(row=row))


WRONG_WORLDS = (half_life_wrong_in_the_last_place, seats_in_reverse)
