"""From a run in which somebody was watched to their life in that arm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from counterflow.engine import History, codes
from counterflow.engine.survey import survey
from counterflow.engine.watch import OUTCOMES, REACHED, Aimed, Watched
from counterflow.lives.happenings import incidents_of, ties_of
from counterflow.lives.reach import spans_of_reach
from counterflow.lives.records import Approach, Incident, Levels, Lived, Near, Spell, Step, Tie
from counterflow.lives.stays import Absence, Stay, Together, is_away, stays_of, together
from counterflow.lives.subject import Subject
from counterflow.pathway.drivers import GRIEVANCE
from counterflow.world import CHANNELS, THEATRES

PER_YEAR = 52
"""Times a year at which levels are read."""
_GONE = (codes.DEPART, codes.FAMILY_DEPART, codes.DETAIN)
_TO_A_THEATRE = (codes.DEPART, codes.FAMILY_DEPART, codes.DIE, codes.RETURN, codes.DETAIN_ABROAD)


@dataclass(frozen=True, slots=True)
class Told:
    """An arm as it is named."""

    programme: str
    title: str


def lived(subject: Subject, watched: Watched, told: Told, places: Sequence[str]) -> Lived:
    """The life of a watched person in one arm; `places` are the names of all places.

    Whoever is gone or detained is in none of the places, and nothing is done to them there.
    """
    history, person = watched.history, subject.who.person
    stays = stays_of(subject)
    own = absences(history, person, subject.years)
    company = together(
        subject, stays, [absences(history, kin.who.person, subject.years) for kin in subject.kin()]
    )
    spells = _spells(subject, stays, own, company, places)
    return Lived(
        programme=told.programme,
        title=told.title,
        reached=spans_of_reach(subject, stays),
        spells=spells,
        incidents=_incidents(subject, stays, own, places),
        ties=_ties(subject, stays, own, places),
        near=tuple(
            Near(max(0.0, one.begin), min(one.end, subject.years), one.number, one.recruits)
            for one in company
            if one.begin < subject.years and one.end > 0.0
        ),
        approaches=_approaches(history, watched.aimed, person),
        steps=_steps(history, person),
        levels=_levels(subject, company, own),
    )


def absences(history: History, person: int, years: float) -> tuple[Absence, ...]:
    """When somebody was gone, detained or dead."""
    found, since = [], None
    for i in np.flatnonzero(history.person == person):
        if history.kind[i] in _GONE:
            since = float(history.time[i])
        elif history.kind[i] == codes.RETURN and since is not None:
            found.append(Absence(since, float(history.time[i])))
            since = None
    return tuple(found if since is None else [*found, Absence(since, years)])


def _is_there(time: float, own: Sequence[Absence]) -> bool:
    return not any(absence.begin < time < absence.end for absence in own)


def _present(begin: float, end: float, own: Sequence[Absence]) -> list[tuple[float, float]]:
    """What is left of a span when absences are taken out."""
    spans = [(begin, end)]
    for absence in own:
        parts = ([(b, min(e, absence.begin)), (max(b, absence.end), e)] for b, e in spans)
        spans = [span for span in chain.from_iterable(parts) if span[0] < span[1]]
    return spans


def _spells(
    subject: Subject,
    stays: Sequence[Stay],
    own: Sequence[Absence],
    company: Sequence[Together],
    places: Sequence[str],
) -> tuple[Spell, ...]:
    years = subject.years
    return tuple(
        Spell(
            begin=begin,
            end=end,
            place=places[stay.place],
            away=is_away(subject, stay.place),
            third=stay.third,
            regular=stay.regular,
            banned=stay.banned and end == stay.end,
            kin=_near_at(company, begin),
        )
        for stay in stays
        if stay.end > 0.0
        for begin, end in _present(max(0.0, stay.begin), min(stay.end, years), own)
    )


def _near_at(company: Sequence[Together], time: float) -> int:
    return sum(one.begin <= time < one.end for one in company)


def _incidents(
    subject: Subject, stays: Sequence[Stay], own: Sequence[Absence], places: Sequence[str]
) -> tuple[Incident, ...]:
    return tuple(
        Incident(one.time, one.source, one.size, places[one.stay.place], one.point)
        for one in incidents_of(subject, stays)
        if one.time >= 0.0 and _is_there(one.time, own)
    )


def _ties(
    subject: Subject, stays: Sequence[Stay], own: Sequence[Absence], places: Sequence[str]
) -> tuple[Tie, ...]:
    return tuple(
        Tie(
            one.time,
            min([one.end, subject.years, *(a.begin for a in own if a.begin > one.time)]),
            one.kind,
            places[one.stay.place],
            one.point,
        )
        for one in ties_of(subject, stays)
        if one.time >= 0.0 and _is_there(one.time, own)
    )


def _approaches(history: History, aimed: Aimed, person: int) -> tuple[Approach, ...]:
    mine = (history.person == person) & (history.kind == codes.ENGAGE)
    engaged = {tuple(cause) for cause in history.cause[mine].tolist()}
    rows = zip(
        aimed.time.tolist(),
        aimed.channel.tolist(),
        aimed.outcome.tolist(),
        aimed.cause.tolist(),
        strict=True,
    )
    return tuple(
        Approach(
            time=time,
            channel=CHANNELS[channel],
            outcome=OUTCOMES[outcome],
            engaged=outcome == REACHED and tuple(cause) in engaged,
            point=(cause[0], cause[1], cause[2]),
        )
        for time, channel, outcome, cause in rows
    )


def _steps(history: History, person: int) -> tuple[Step, ...]:
    return tuple(
        Step(
            time=float(history.time[i]),
            event=codes.EVENTS[history.kind[i]],
            theatre=THEATRES[history.extra[i]] if history.kind[i] in _TO_A_THEATRE else "",
            point=(int(history.cause[i, 0]), int(history.cause[i, 1]), int(history.cause[i, 2])),
        )
        for i in np.flatnonzero(history.person == person)
    )


def _levels(subject: Subject, company: Sequence[Together], own: Sequence[Absence]) -> Levels:
    """Weekly; nan while the person is gone or detained."""
    weeks = int(subject.years * PER_YEAR)
    times = (np.arange(weeks) + 0.5) / PER_YEAR
    rows = survey(
        subject.scene.plain,
        subject.scene.programmes,
        subject.scene.key,
        np.full(weeks, subject.who.person),
        times,
    )
    there = np.array([_is_there(time, own) for time in times])
    kin = np.array([float(_near_at(company, time)) for time in times])
    return Levels(
        time=times,
        kin=np.where(there, kin, np.nan),
        ties=np.where(there, rows.ties, np.nan),
        mentors=np.where(there, rows.mentors, np.nan),
        grievance=np.where(there, rows.raw[:, GRIEVANCE], np.nan),
    )
