"""A chart in a file of its own, SVG or PNG."""

from __future__ import annotations

from pathlib import Path

import vl_convert

from counterflow.faults import Fault, Faults
from counterflow.views.chart import View
from counterflow.views.theme import LIGHT
from counterflow.whole import put_file

ENDINGS = (".svg", ".png")


def check_picture(file: Path) -> None:
    """Raise Faults, before anything is computed, for a file that no picture can be written to."""
    problem, remedy = "", ""
    if file.suffix not in ENDINGS:
        problem, remedy = f"{file.name} ends in no known way", f"write {' or '.join(ENDINGS)}"
    elif not file.absolute().parent.is_dir():
        problem, remedy = f"there is no folder {file.parent}", "make it, or name another"
    if problem:
        raise Faults([Fault("--chart", None, "", problem, remedy)])


def write_picture(view: View, file: Path) -> None:
    """Write the chart on the paper's colour, by the file's ending."""
    spec = view.chart.to_dict()
    spec["config"]["background"] = LIGHT.paper  # it stands alone, on pages of any ground
    if file.suffix == ".svg":
        put_file(file, vl_convert.vegalite_to_svg(spec) + "\n")
    else:
        put_file(file, vl_convert.vegalite_to_png(spec, scale=2))
