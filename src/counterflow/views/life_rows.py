"""A life in words: who it is, how lives like it end, and what happens, arm by arm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from counterflow.lives.pairing import Happening, Moment, Tally, happened, moments, tallies
from counterflow.lives.records import NONE, Approach, Ends, Incident, Life, Lived, Spell, Step, Tie
from counterflow.views.words import number

HAPPENS = "\N{BLACK CIRCLE}"
NOT = "\N{EN DASH}"
_ADULT = 18.0
NO_DRIVER = (
    "At this scenario's centre no driver has a weight: ties and incidents bring nobody nearer to recruitment, or farther from it. "
    "That is what the accounts disagree about."
)
_SOURCES = {
    "public": "incident by the public",
    "authorities": "incident by the authorities",
    "employers": "incident by an employer",
    "ban": "re-entry ban",
}
_TIES = {
    "community": "new tie in the community",
    "mentor": "new tie to a mentor or religious leader",
    "mentor who recruits": "new tie to a leader of the other sign, who recruits",
}
_CHANNELS = {
    "street": "approach by a recruiter in the street",
    "online": "approach by a recruiter online",
    "peer": "approach by somebody known who is engaged",
    "broadcast": "approach by a bridge figure's broadcast",
    "self-start": "starts unasked, approached by nobody",
    "returnee": "approach by somebody who came back",
}
_VOID = {
    "too young": "void, too young",
    "not free": "void, already engaged, stopped or gone",
    "elsewhere": "void, lives elsewhere then",
}
_STEPS = {
    "engaged": "engages",
    "disengaged": "turns away",
    "committed": "commits to going",
    "departed": "leaves for {theatre}",
    "departed with family": "is taken along to {theatre} by family",
    "blocked": "is stopped on the way",
    "detained": "is stopped on the way and detained",
    "dead": "dies in {theatre}",
    "returned": "comes back from {theatre}",
    "detained abroad": "is detained in {theatre}",
}


@dataclass(frozen=True, slots=True)
class LifeRow:
    """One line of the timeline."""

    date: str
    what: str
    cells: tuple[str, ...]
    """What it is in each arm."""
    differs: bool


@dataclass(frozen=True, slots=True)
class EndsRow:
    """How lives of one kind end: people, and of 100,000."""

    whose: str
    people: str
    approached: str
    engaged: str
    departed: str


def person_words(life: Life) -> str:
    """Such as `A synthetic man of 24 from Khatlon 7 (Tajikistan)`."""
    grown = life.age >= _ADULT
    what = ("woman" if grown else "girl") if life.female else ("man" if grown else "boy")
    return f"A synthetic {what} of {int(life.age)} from {life.home} ({life.cohort})"


def arm_words(lived: Lived) -> str:
    """An arm's title within a sentence."""
    return lived.title.lower() if lived.programme == NONE else lived.title


def fate_words(life: Life) -> str:
    """How far the person comes along the pathway, in one sentence."""
    fates = [_fate(arm) for arm in life.arms]
    if len(set(fates)) == 1:
        return f"{_he(life).capitalize()} {fates[0]}{', in either life' if len(fates) > 1 else ''}."
    return " ".join(
        f"Under {arm_words(arm)} {_he(life)} {fate}." for arm, fate in zip(life.arms, fates, strict=True)
    )


def _he(life: Life) -> str:
    return "she" if life.female else "he"


def _fate(lived: Lived) -> str:
    if lived.steps:
        first, last = step_words(lived.steps[0]), step_words(lived.steps[-1])
        return first if len(lived.steps) == 1 else f"{first}, and in the end {last}"
    if any(happened(approach) for approach in lived.approaches):
        return "is approached and does not engage"
    return "is never approached"


def chosen_words(life: Life) -> str:
    """How the person was chosen, and how rare that makes the life."""
    chosen, first = life.chosen, arm_words(life.arms[0])
    if chosen.how == "number":
        return "Asked for by number."
    if chosen.how == "engaged":
        everybody = life.ends[0]
        spared = 100_000 - round(everybody.per_100_000(everybody.engaged))
        rare = f"of 100,000 people {_of_100_000(everybody, everybody.engaged)} engage in this run, {spared:,} do not"
        differing = _differing(life, "the way goes on otherwise")
        return f"Such a life is rare: {rare}. Drawn by lot among the {chosen.among:,} who engage under {first}{differing}."
    who = "adults who work abroad at times" if life.mobile else "adults"
    return f"Drawn by lot among {chosen.among:,} {who}{_differing(life, 'the timeline is another')}."


def _differing(life: Life, what: str) -> str:
    """What the lot preferred: people in whose lives there is something to see."""
    differ = life.chosen.differ
    if differ is None or len(life.arms) == 1:
        return ""
    under = arm_words(life.arms[1])
    if differ == 0:
        return f"; for none of them {what} under {under}"
    return f"; for {differ:,} of them {what} under {under}, and {_he(life)} is one of these"


def ends_rows(life: Life) -> tuple[EndsRow, ...]:
    """How many of the people are approached, engage and leave, also of 100,000."""
    return tuple(_ends_row(ends) for ends in life.ends)


def _ends_row(ends: Ends) -> EndsRow:
    approached, engaged, departed = (
        f"{count:,} ({number(ends.per_100_000(count))})"
        for count in (ends.approached, ends.engaged, ends.departed)
    )
    return EndsRow(ends.whose[0].upper() + ends.whose[1:], f"{ends.people:,}", approached, engaged, departed)


def ends_words(life: Life) -> str:
    """The same in a sentence about everybody."""
    ends = life.ends[0]
    approached, engaged, departed = (
        _of_100_000(ends, count) for count in (ends.approached, ends.engaged, ends.departed)
    )
    spared = 100_000 - round(ends.per_100_000(ends.approached))
    return (
        f"Of 100,000 people of the scenario {approached} are ever approached in this run, {engaged} engage and {departed} leave, "
        f"families included; {spared:,} are never approached."
    )


def _of_100_000(ends: Ends, count: int) -> str:
    share = ends.per_100_000(count)
    return f"{share:,.0f}" if share >= 1 or count == 0 else "fewer than one"


def life_rows(life: Life) -> tuple[LifeRow, ...]:
    """The timeline, what differs marked."""
    return tuple(_row(life, moment) for moment in moments(life))


def _row(life: Life, moment: Moment) -> LifeRow:
    cells = tuple(_cell(happening) for happening in moment.happens)
    return LifeRow(str(life.date(moment.time)), _what(moment.one), cells, differs=len(set(cells)) > 1)


def _what(happening: Happening) -> str:
    if isinstance(happening, Spell):
        return _spell_words(happening)
    if isinstance(happening, Incident):
        size = "" if happening.source == "ban" else f", size {number(happening.size)}"
        return f"{_SOURCES[happening.source]}{size}"
    if isinstance(happening, Tie):
        return f"{_TIES[happening.kind]}, lasts {_length(happening.end - happening.begin)}"
    if isinstance(happening, Approach):
        return _CHANNELS[happening.channel]
    return step_words(happening)


def _spell_words(spell: Spell) -> str:
    kin = {0: "no relative there", 1: "one relative there"}.get(spell.kin, f"{spell.kin} relatives there")
    verb = "is in" if spell.begin == 0.0 else "goes to"
    where = f"{verb} {spell.place}" if spell.away else "is at home"
    third = ", a third country, since a ban holds" if spell.third else ""
    return f"{where}{third}, {kin}"


def step_words(step: Step) -> str:
    """Such as `leaves for Syria/Iraq`."""
    return _STEPS[step.event].format(theatre=step.theatre)


def _length(years: float) -> str:
    months = round(12 * years)
    if months == 0:
        return "some weeks"
    return f"{months} {'month' if months == 1 else 'months'}" if months < 24 else f"{years:.1f} years"


def _cell(happening: Happening | None) -> str:
    if happening is None:
        return NOT
    if isinstance(happening, Spell):
        return ("regular" if happening.regular else "irregular") if happening.away else HAPPENS
    if isinstance(happening, Approach):
        return HAPPENS if happening.outcome == "reached" else _VOID[happening.outcome]
    return HAPPENS


def pairing_words(life: Life) -> str:
    """What the two lives share, and what they do not."""
    if len(life.arms) == 1:
        return "The scenario has no programme to tell the life under."
    found = tallies(life)
    only = [_only(life, found, arm) for arm in range(len(life.arms))]
    status = sum(row.differs for row in life_rows(life) if {"regular", "irregular"} == set(row.cells))
    sentences = [
        "Both lives share all their luck: the same journeys, the same people met, the same points at which something could happen.",
        f"In both: {_counted({tally.table: tally.everywhere for tally in found})}.",
        *filter(None, only),
        f"Stays with another legal status: {status}." if status else "",
        "" if any(only) or status else "Nothing differs: no point lies between its rates in the two lives.",
        "" if life.drivers_matter else NO_DRIVER,
    ]
    return " ".join(filter(None, sentences))


def _only(life: Life, found: Sequence[Tally], arm: int) -> str:
    """What happens in one arm alone."""
    counts = {tally.table: tally.only[arm] for tally in found}
    return f"Only under {arm_words(life.arms[arm])}: {_counted(counts)}." if any(counts.values()) else ""


def _counted(counts: dict[str, int]) -> str:
    """Such as `1 incident, 2 ties`; what there is none of is left out."""
    one = {"incidents": "incident", "ties": "tie", "approaches": "approach", "steps": "step"}
    told = (f"{count} {one[table] if count == 1 else table}" for table, count in counts.items() if count)
    return ", ".join(told) or "nothing"
