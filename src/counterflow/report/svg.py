"""A chart as SVG that lives inside the page: its colours and type follow the page's, light, dark or printed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import altair as alt
from markupsafe import Markup

from counterflow.report import draw
from counterflow.views.chart import View
from counterflow.views.theme import LIGHT, Palette

_LANGUAGE = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])


def inline_svg(view: View, name: str, palette: Palette = LIGHT) -> str:
    """The drawn chart as an `<svg>` element, to be put into HTML as it is.

    The view must have been drawn in `palette`: each of its colours becomes the page's variable of that name
    (`var(--ink)`), so that one drawing serves light, dark and print. `name` makes ids unique in the page. Marks carry no
    text of their own for screen readers: the whole is one image whose label is the view's message. The same view gives
    the same bytes.
    """
    return draw.draw(_order(view, name, palette))


class Pen:
    """Draws charts in a second process while this one puts the next together: half the time on two cores, the same bytes.

    Charts are handed in one by one; the first that is asked for ends the handing in, and waits for all.
    """

    def __init__(self) -> None:
        # Our own file, run by the Python that runs us; -P keeps its folder out of the module search path.
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", str(Path(draw.__file__))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        self._handed = 0
        self._drawn: list[str] | None = None

    def hand(self, view: View, name: str, palette: Palette = LIGHT) -> int:
        """Hand a chart in; the number under which to ask for it."""
        if self._process.stdin is None or self._drawn is not None:
            raise RuntimeError("the charts were asked for already")
        self._process.stdin.write(json.dumps(_order(view, name, palette)) + "\n")
        self._handed += 1
        return self._handed - 1

    def drawn(self, number: int) -> Markup:
        """The element of a chart that was handed in; raises RuntimeError where the drawing process failed."""
        if self._drawn is None:
            written, _ = self._process.communicate()
            if self._process.returncode != 0:
                raise RuntimeError(f"the charts could not be drawn (exit code {self._process.returncode})")
            self._drawn = json.loads(written)
        # Built with a serialiser that escapes every text and attribute, so it may enter the page as it is.
        return Markup(self._drawn[number])  # noqa: S704

    def put_down(self) -> None:
        """End the drawing process, whatever it was at."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate()


def _order(view: View, name: str, palette: Palette) -> dict[str, Any]:
    colours = {value: key for key, value in palette.named().items()}
    spec = view.chart.to_dict(validate=False)
    return {"spec": spec, "language": _LANGUAGE, "colours": colours, "name": name, "message": view.message}
