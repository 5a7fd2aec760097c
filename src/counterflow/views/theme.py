"""Colours, shapes and type of every chart and page, in one place.

The hues come from the palette of Okabe and Ito (https://jfly.uni-koeln.de/color/), chosen there to be told apart under
each common kind of colour blindness; each was darkened (on white) or lightened (on black) until text in it passes WCAG AA.
Colour never stands alone: a standing is also a word and a shape, an account is told by its row or panel, a recycled figure
by its mark.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from counterflow.analysis.standing import Standing

CHART_WIDTH = 348
"""Pixels, the same for every chart: a phone's column, and half a column of a desktop page. So no chart is ever scaled."""

DASH = [4, 3]


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as lower-case hex; each is used once, so that a drawn chart can be recoloured by name."""

    paper: str
    ink: str
    muted: str
    line: str
    faint: str
    supported: str
    contradicted: str
    unsettled: str
    model: str
    target: str

    def named(self) -> dict[str, str]:
        """Name to hex, in the order of the fields."""
        return {name: str(value) for name, value in asdict(self).items()}

    def of(self, standing: Standing) -> str:
        """The colour of a standing."""
        return {"supported": self.supported, "contradicted": self.contradicted, "unsettled": self.unsettled}[
            standing
        ]


LIGHT = Palette(
    paper="#ffffff",
    ink="#1a1d21",
    muted="#555c66",
    line="#c5cad1",
    faint="#eef0f2",
    supported="#0a62a9",
    contradicted="#ac3f06",
    unsettled="#5f6470",
    model="#00745a",
    target="#8f6400",
)
DARK = Palette(
    paper="#15181b",
    ink="#e9ebee",
    muted="#a8b0ba",
    line="#444b54",
    faint="#20252a",
    supported="#7dbff2",
    contradicted="#f3a06f",
    unsettled="#b4b9c3",
    model="#55c7a3",
    target="#e3b64e",
)

SHAPES: dict[Standing, str] = {"supported": "circle", "contradicted": "triangle-down", "unsettled": "diamond"}
"""Vega's point shapes; supported and contradicted are drawn filled, unsettled hollow."""
