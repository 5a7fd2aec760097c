"""What tests read off a chart's specification."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from counterflow.views.chart import View


def spec(view: View | None) -> dict[str, Any]:
    """The chart's specification, checked against Vega-Lite's schema."""
    assert view is not None
    found: dict[str, Any] = view.chart.to_dict()
    return found


def data(found: dict[str, Any]) -> list[dict[str, Any]]:
    """All rows of data in a specification, each once."""
    return [row for rows in found.get("datasets", {}).values() for row in rows] + list(_inline(found))


def marks(found: dict[str, Any]) -> list[dict[str, Any]]:
    """The mark of every layer."""
    return [part["mark"] for part in _walk(found) if isinstance(part.get("mark"), dict)]


def scales(found: dict[str, Any], channel: str) -> list[dict[str, Any]]:
    """The scales given for a channel."""
    encodings = [part["encoding"] for part in _walk(found) if "encoding" in part]
    return [one[channel]["scale"] for one in encodings if "scale" in one.get(channel, {})]


def _inline(found: Any) -> Iterator[dict[str, Any]]:
    for part in _walk(found):
        values = part.get("data", {}).get("values") if isinstance(part.get("data"), dict) else None
        yield from values or []


def _walk(found: Any) -> Iterator[dict[str, Any]]:
    if isinstance(found, dict):
        yield found
        for value in found.values():
            yield from _walk(value)
    elif isinstance(found, list):
        for value in found:
            yield from _walk(value)
