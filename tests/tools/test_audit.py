"""Every installed package has a licence that may be here."""

from importlib.metadata import Distribution
from pathlib import Path

import pytest

from tools.audit import Package, licence, packages


def package(folder: Path, *lines: str) -> Distribution:
    place = folder / "x-1.dist-info"
    place.mkdir()
    (place / "METADATA").write_text(
        "\n".join(["Metadata-Version: 2.4", "Name: x", "Version: 1", *lines, "", ""])
    )
    return Distribution.at(place)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["License-Expression: MIT", "License: something else"], "MIT"),
        (["Classifier: License :: OSI Approved :: BSD License", "License: BSD"], "BSD License"),
        (["License: Apache-2.0"], "Apache-2.0"),
        (["License: " + "All of its text, which is long. " * 20], ""),
        (["Classifier: License :: OSI Approved"], ""),
    ],
)
def test_a_licence_is_read_where_it_is_told(lines: list[str], told: str, tmp_path: Path) -> None:
    assert licence(package(tmp_path, *lines)) == told


@pytest.mark.parametrize(
    ("told", "may"),
    [
        ("MIT", True),
        ("Mozilla Public License 2.0 (MPL 2.0)", True),
        ("BSD-3-Clause AND 0BSD", True),
        ("GPL-3.0-only", False),
        ("GNU Affero General Public License v3", False),
        ("MIT AND GPL-2.0", False),
        ("GPL-2.0 OR MIT", True),
        ("Proprietary", False),
        ("", False),
    ],
)
def test_what_asks_for_more_than_its_own_text_may_not_be_here(told: str, may: bool) -> None:  # noqa: FBT001
    assert (Package("x", "1", told).problem is None) == may


def test_a_licence_that_was_read_elsewhere_counts(tmp_path: Path) -> None:
    (one,) = packages(iter([package(tmp_path)]), {"x": "MIT"})
    assert (one.licence, one.problem) == ("MIT", None)


def test_what_is_installed_may_be_here() -> None:
    found = packages()
    assert len(found) > 20
    assert [f"{one.name} {one.problem}" for one in found if one.problem] == []
