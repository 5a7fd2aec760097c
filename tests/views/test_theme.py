"""Colours are readable, and told apart by those who see fewer of them."""

from __future__ import annotations

from itertools import combinations

import pytest

from counterflow.views.theme import DARK, LIGHT, SHAPES, Palette

TEXTS = ("ink", "muted", "supported", "contradicted", "unsettled", "target")
GRAPHICS = ("model", *TEXTS)
# Machado, Oliveira and Fernandes 2009, severity 1.0: linear RGB as seen with each kind of dichromacy.
DICHROMACY = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
Colour = tuple[float, ...]


def linear(colour: str) -> Colour:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(rgb: Colour) -> Colour:
    """CIE L*a*b* of linear sRGB, D65."""
    to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1.0, 1.089)
    xyz = [
        sum(a * b for a, b in zip(row, rgb, strict=True)) / at for row, at in zip(to_xyz, white, strict=True)
    ]
    x, y, z = (value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116 for value in xyz)
    return (116 * y - 16, 500 * (x - y), 200 * (y - z))


def seen(colour: str, kind: str) -> Colour:
    rgb = linear(colour)
    return lab(
        tuple(min(max(sum(a * b for a, b in zip(row, rgb, strict=True)), 0), 1) for row in DICHROMACY[kind])
    )


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "faint"])
@pytest.mark.parametrize("text", TEXTS)
def test_text_passes_wcag_aa(palette: Palette, ground: str, text: str) -> None:
    assert contrast(palette.named()[text], palette.named()[ground]) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("graphic", GRAPHICS)
def test_marks_pass_wcag_aa_for_graphics(palette: Palette, graphic: str) -> None:
    assert contrast(palette.named()[graphic], palette.paper) >= 3


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("kind", DICHROMACY)
def test_standings_are_told_apart_under_colour_blindness(palette: Palette, kind: str) -> None:
    for one, other in combinations((palette.supported, palette.contradicted, palette.unsettled), 2):
        distance = sum((a - b) ** 2 for a, b in zip(seen(one, kind), seen(other, kind), strict=True)) ** 0.5
        assert distance > 10, (one, other)  # 2.3 is just noticeable side by side


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_each_colour_has_one_use(palette: Palette) -> None:
    values = list(palette.named().values())
    assert len(set(values)) == len(values)
    assert all(value == value.lower() and len(value) == 7 for value in values)


def test_colour_never_stands_alone() -> None:
    assert len(set(SHAPES.values())) == len(SHAPES) == 3


def test_light_and_dark_name_the_same_colours() -> None:
    assert [*LIGHT.named()] == [*DARK.named()]
    assert not set(LIGHT.named().values()) & set(DARK.named().values())
