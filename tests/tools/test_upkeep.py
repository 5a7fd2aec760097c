"""Sizes are held against the house style, and code that stands in two places is found."""

from pathlib import Path

import pytest

from tools.upkeep import doubles, sizes

TWICE = """
def {name}(rows):
    total = 0
    for row in rows:
        if row.kind == {number}:
            continue
        total += row.size
        row.seen = True
    return total
"""


def package(folder: Path, text: str) -> Path:
    (folder / "a.py").write_text(text)
    return folder


def large(lines: int) -> str:
    return "def f():\n" + "    x = 1\n" * (lines - 1)


def test_what_is_over_its_limit_needs_a_reason(tmp_path: Path) -> None:
    found = sizes.sizes(package(tmp_path, large(41)))
    (said,) = sizes.over(found, {})
    assert said.startswith("a.py::f: function 41, over 40")
    assert sizes.over(found, {"a.py::f function": "why"}) == []


def test_a_reason_that_nothing_needs_is_told(tmp_path: Path) -> None:
    found = sizes.sizes(package(tmp_path, large(40)))
    assert sizes.over(found, {}) == []
    assert "take the reason out" in sizes.over(found, {"a.py::f function": "why"})[0]


def test_docstrings_do_not_count(tmp_path: Path) -> None:
    text = 'class A:\n    """One\n\n    two."""\n    x: int\n    """Three."""\n\n'
    text += '    def f(self):\n        """Four."""\n        return 1\n'
    found = {(one.what, one.where): one.size for one in sizes.sizes(package(tmp_path, text))}
    assert found == {
        ("file", "a.py"): 5,
        ("class", "a.py::A"): 5,
        ("methods", "a.py::A"): 1,
        ("function", "a.py::A.f"): 2,
    }


def test_the_table_has_the_median_and_the_largest(tmp_path: Path) -> None:
    text = large(3) + "def g():\n    pass\n" + "def h():\n    pass\nclass A:\n    x = 1\n"
    rows = list(sizes.table(sizes.sizes(package(tmp_path, text)), {"a.py::f function": "why"}))
    assert rows[3] == "| function | 2 | 3 | `a.py::f` | 40 | 1 |"


def test_our_own_sizes_are_within_the_house_style() -> None:
    assert sizes.over(sizes.sizes(), sizes.told()) == []


@pytest.mark.parametrize(("number", "found"), [(1, 1), (2, 1)])
def test_the_same_lines_are_found_whatever_their_numbers(number: int, found: int) -> None:
    one = doubles.lines_of(TWICE.format(name="f", number=1), "a.py")
    other = doubles.lines_of("import x\n" + TWICE.format(name="g", number=number), "b.py")
    told = list(doubles.doubles([one, other]))
    assert len(told) == found
    assert (told[0].lines, told[0].first.number, told[0].second.number) == (7, 3, 4)


def test_other_names_are_other_lines() -> None:
    one = doubles.lines_of(TWICE.format(name="f", number=1), "a.py")
    other = doubles.lines_of(TWICE.format(name="g", number=1).replace("row", "line"), "b.py")
    assert list(doubles.doubles([one, other])) == []
    assert list(doubles.doubles([one])) == []


def test_two_places_need_a_reason_and_reasons_need_two_places() -> None:
    lines = [doubles.lines_of(TWICE.format(name="f", number=1), file) for file in ("a.py", "b.py")]
    found = list(doubles.doubles(lines))
    assert "b.py:3: 7 lines as in a.py:3" in doubles.wrong(found, {})[0]
    assert doubles.wrong(found, {"a.py b.py": "why"}) == []
    assert "nothing in common" in doubles.wrong([], {"a.py b.py": "why"})[0]


def test_no_code_of_ours_stands_in_two_places_without_a_reason() -> None:
    assert doubles.main() == 0
