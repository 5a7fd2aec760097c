"""From a chart's specification to an `<svg>` element of the page; and the second process in which a report's charts are drawn.

This file is also run by its path, so it imports nothing of the package: a process that only draws starts at once.
"""

from __future__ import annotations

import json
import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any

import vl_convert

_NAMESPACE = "{http://www.w3.org/2000/svg}"
_DROPPED = ("role", "pointer-events", "font-family", "class", "stroke-miterlimit", "display", "version")
_DECIMAL = re.compile(r"-?\d+\.\d{2,}")
_CLIP = re.compile(r"url\(#[^)]+\)")


def draw(order: dict[str, Any]) -> str:
    """The element for an order: `spec` (Vega-Lite), `language` (its version), `colours` (hex to name), `name`, `message`."""
    root = ET.fromstring(vl_convert.vegalite_to_svg(order["spec"], vl_version=order["language"]))  # noqa: S314 -- drawn here, not received
    _prune(root)
    variables = {value: f"var(--{key})" for value, key in order["colours"].items()}
    clips = _clip_names(root, order["name"])
    for element in root.iter():
        element.tag = element.tag.removeprefix(_NAMESPACE)
        element.attrib = dict(_attributes(element, variables, clips))
    root.attrib |= {"class": "chart", "role": "img", "aria-label": order["message"]}
    return ET.tostring(root, encoding="unicode")


def _prune(parent: ET.Element) -> None:
    """Take out what draws nothing: empty paths, white grounds, and groups that are left empty."""
    for child in list(parent):
        _prune(child)
        empty_group = child.tag == f"{_NAMESPACE}g" and len(child) == 0
        empty_path = child.tag == f"{_NAMESPACE}path" and child.get("d") in ("", "M0,0h0v0h0Z")
        unpainted = (
            child.get("class") == "background" and child.get("stroke") is None and child.get("fill") is None
        )
        if empty_group or empty_path or unpainted:
            parent.remove(child)


def _clip_names(root: ET.Element, name: str) -> dict[str, str]:
    """Vega numbers clip paths through the life of the process; here they are numbered within the chart."""
    found = [element.get("id", "") for element in root.iter(f"{_NAMESPACE}clipPath")]
    return {old: f"{name}-clip{index}" for index, old in enumerate(found)}


def _attributes(
    element: ET.Element, variables: dict[str, str], clips: dict[str, str]
) -> Iterator[tuple[str, str]]:
    for key, value in element.attrib.items():
        if key.startswith("aria-") or key in _DROPPED or (key.endswith("opacity") and value == "1"):
            continue
        if key == "id":
            yield key, clips[value]
        elif key == "clip-path":
            yield key, _CLIP.sub(lambda found: f"url(#{clips[found.group()[5:-1]]})", value)
        elif key in ("fill", "stroke"):
            yield key, variables.get(value.lower(), value)
        else:
            yield key, _DECIMAL.sub(_rounded, value)


def _rounded(found: re.Match[str]) -> str:
    """A tenth of a pixel is finer than the eye."""
    text = f"{float(found.group()):.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def main() -> None:
    """Draw one order per line of standard input; at its end write all elements as one JSON list.

    Nothing is written before, so that neither side ever waits for the other to read.
    """
    drawn = [draw(json.loads(line)) for line in sys.stdin]
    json.dump(drawn, sys.stdout)


if __name__ == "__main__":
    main()
