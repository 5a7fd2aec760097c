"""Small evidence made by hand, for tests."""

import datetime as dt
from pathlib import Path

import numpy as np

import counterflow
from counterflow.evidence import (
    Evidence,
    Figure,
    QuantityRef,
    SaliencePoint,
    Study,
    load_evidence,
    parse_span,
)

LIBRARY = Path(counterflow.__path__[0]) / "library" / "central_asia_2015"
HEARING_DAY = dt.date(2015, 6, 11)
HEADER = (
    "id,quantity,group,place,about,published,origin,low,value,high,unit,kind,status,publisher,title,url,note"
)


def library() -> Evidence:
    """The evidence that ships."""
    return load_evidence(LIBRARY / "evidence.csv")


def figure(identity: str, value: float | None = None, **fields: object) -> Figure:
    """A count of persons of Belgium by an origin without a stake, unless said otherwise."""
    about, published = str(fields.pop("about", "2015-06-01")), fields.pop("published", "2015-06-01")
    plain: dict[str, object] = {
        "quantity": "ff_cumulative",
        "group": "residents or nationals",
        "place": "Belgium",
        "origin": "icsr",
        "low": None,
        "high": None,
        "unit": "persons",
        "kind": "count",
        "status": "seen",
        "publisher": "",
        "title": "",
        "url": "",
        "note": "",
        "line": 2,
    }
    return Figure(
        id=identity,
        value=value,
        about=parse_span(about),
        published=None if published is None else parse_span(str(published)),
        **{**plain, **fields},  # type: ignore[arg-type]
    )


def population(place: str, persons: float, **fields: object) -> Figure:
    """All people of a place in the middle of 2015."""
    plain = {"quantity": "population", "group": "total", "origin": "un-wpp", "kind": "population"}
    return figure(f"POP-{len(place)}", persons, place=place, about="2015-07-01", **{**plain, **fields})


def muslims(place: str, persons: float, identity: str = "POP-40") -> Figure:
    """The Muslims of a place."""
    return figure(
        identity,
        persons,
        place=place,
        quantity="muslim_population",
        group="Muslims",
        origin="pew",
        kind="population",
    )


def study(*figures: Figure, draws: int = 4000, salience: tuple[SaliencePoint, ...] = ()) -> Study:
    """A study of some figures, always with the same luck."""
    return Study(Evidence(figures, salience), np.random.default_rng(7), draws, HEARING_DAY)


def salience(*points: tuple[dt.date, float]) -> tuple[SaliencePoint, ...]:
    """A curve of world inflow."""
    return tuple(
        SaliencePoint(
            id=str(at),
            at=at,
            inflow=inflow,
            low=0,
            high=2 * inflow,
            rows=("FF-1",),
            origins=("icsr",),
            available=at,
        )
        for at, inflow in points
    )


def ask(measure: str, place: str | None = None, per: str | None = None) -> QuantityRef:
    """A reference to a quantity on the day of the hearing."""
    return QuantityRef(measure, place, per, HEARING_DAY)
