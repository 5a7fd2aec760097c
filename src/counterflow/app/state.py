"""What a page is about, as the address bar holds it: which hearing, with which changed assumptions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from fastapi import Request

from counterflow.library import DEFAULT


@dataclass(frozen=True, slots=True)
class State:
    """Which hearing, with which changes."""

    hearing: str = DEFAULT
    sets: tuple[str, ...] = ()

    def url(self, path: str, **more: object) -> str:
        """The address of another page about the same; what is None or empty is left out."""
        pairs: list[tuple[str, str]] = []
        if self.hearing != DEFAULT:
            pairs.append(("hearing", self.hearing))
        pairs += [("set", one) for one in self.sets]
        for name, value in more.items():
            values = value if isinstance(value, (list, tuple)) else [value]
            pairs += [(name, str(one)) for one in values if one not in (None, "", False)]
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def without(self, text: str) -> State:
        """The same but for one change."""
        return replace(self, sets=tuple(one for one in self.sets if one != text))

    @property
    def plain(self) -> State:
        """The same hearing without changes."""
        return replace(self, sets=())


def state_of(request: Request) -> State:
    """The state in a request's address."""
    query = request.query_params
    sets = tuple(dict.fromkeys(one.strip()[:300] for one in query.getlist("set") if one.strip()))[:60]
    return State(query.get("hearing", DEFAULT)[:80] or DEFAULT, sets)
