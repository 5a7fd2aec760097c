"""A chart as SVG that lives inside the page: its colours and type follow the page's, light, dark or printed."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import altair as alt
import vl_convert

from counterflow.views.chart import View
from counterflow.views.theme import LIGHT, Palette

_NAMESPACE = "{http://www.w3.org/2000/svg}"
_LANGUAGE = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
_DROPPED = ("role", "pointer-events", "font-family", "class", "stroke-miterlimit", "display", "version")
_DECIMAL = re.compile(r"-?\d+\.\d{2,}")
_CLIP = re.compile(r"url\(#[^)]+\)")


def inline_svg(view: View, name: str, palette: Palette = LIGHT) -> str:
    """The drawn chart as an `<svg>` element, to be put into HTML as it is.

    The view must have been drawn in `palette`: each of its colours becomes the page's variable of that name
    (`var(--ink)`), so that one drawing serves light, dark and print. `name` makes ids unique in the page. Marks carry no
    text of their own for screen readers: the whole is one image whose label is the view's message. The same view gives
    the same bytes.
    """
    root = ET.fromstring(vl_convert.vegalite_to_svg(view.chart.to_dict(validate=False), vl_version=_LANGUAGE))  # noqa: S314 -- drawn here, not received
    _prune(root)
    variables = {value: f"var(--{key})" for key, value in palette.named().items()}
    clips = _clip_names(root, name)
    for element in root.iter():
        element.tag = element.tag.removeprefix(_NAMESPACE)
        element.attrib = dict(_attributes(element, variables, clips))
    root.attrib |= {"class": "chart", "role": "img", "aria-label": view.message}
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
