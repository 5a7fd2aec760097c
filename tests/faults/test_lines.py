"""Each key path is found on the line where its value is written."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterflow.faults.lines import Keys, locate

CONFUSING = [
    '"[not.a.header]"',
    "'key = 1'",
    '"a # no comment"',
    '"an escaped \\" quote"',
    '"""\n[no.header]\nkey = 1\n# no comment\n"""',
    '"""two quotes at the end"""""',
    "'''\n[[none]]\nkey = [\n'''",
    "'''ends in a quote''''",
    '"""\\"""still inside\n"""',
    "1979-05-27 07:32:00",
    "[\n  1, # ] no end\n  [2, 3],\n]",
    "{}",
    "[]",
    "{ x = [ { y = ']' } ], 'z.z' = \"}\" }",
]
KEYS = ["a", "b", "c-d", "'e.f'", '"g \\" h"', '"#"']


class Writer:
    """Writes random TOML in which every number is unique, so that the text itself says where each stands."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw
        self._count = 1000

    def number(self) -> str:
        self._count += 1
        return str(self._count)

    def value(self, depth: int = 0) -> str:
        kinds = ["number", "confusing"] + (["array", "inline"] if depth < 2 else [])
        match self._draw(st.sampled_from(kinds)):
            case "number":
                return self.number()
            case "confusing":
                return self._draw(st.sampled_from(CONFUSING))
            case "array":
                items = [self.value(depth + 1) for _ in range(self._draw(st.integers(0, 3)))]
                return "[" + self._draw(st.sampled_from([", ", ",\n  ", ", # ] [x]\n"])).join(items) + "]"
            case _:
                keys = self._draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=3))
                return "{ " + ", ".join(f"{key} = {self.number()}" for key in keys) + " }"

    def pairs(self) -> str:
        keys = self._draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=3))
        return "".join(f"{key} = {self.value()} # {key} = 1\n" for key in keys)


@st.composite
def toml_texts(draw: st.DrawFn) -> str:
    writer = Writer(draw)
    text = writer.pairs() + f"dotted.key . deep = {writer.number()}\n"
    for name in draw(st.lists(st.sampled_from(["t", "t.u", "v.'w w'"]), unique=True)):
        text += f"\n[ table.{name} ]\n{writer.pairs()}"
    for _ in range(draw(st.integers(0, 3))):
        text += f"[[many]] # [x]\n{writer.pairs()}"
        for _ in range(draw(st.integers(0, 2))):
            text += f"  [[many.inner]]\n{writer.pairs()}\n[many.inner.leaf]\n{writer.pairs()}"
    return text


def numbers(value: Any, path: Keys = ()) -> Iterator[tuple[Keys, int]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from numbers(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from numbers(inner, (*path, index))
    elif isinstance(value, int) and value > 1000:
        yield path, value


@given(text=toml_texts())
def test_every_number_is_found_on_its_line(text: str) -> None:
    lines = text.split("\n")
    located = locate(text)
    for path, number in numbers(tomllib.loads(text)):
        assert str(number) in lines[located[path] - 1], path


@given(text=toml_texts())
def test_every_path_of_the_document_has_a_line(text: str) -> None:
    def paths(value: Any, path: Keys) -> Iterator[Keys]:
        yield path
        inner = (
            value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        )
        for key, deeper in inner:
            yield from paths(deeper, (*path, key))

    assert set(paths(tomllib.loads(text), ())) - {()} == set(locate(text))


@pytest.mark.parametrize("value", CONFUSING)
def test_a_value_that_looks_like_other_toml_moves_no_line(value: str) -> None:
    located = locate(f"first = {value}\nsecond = 1\n")
    assert located[("second",)] == 2 + value.count("\n")


def test_a_header_line_is_the_line_of_its_table() -> None:
    located = locate("[[a]]\nx = 1\n[[a.b]]\n[[a]]\n[a.c]\ny = 2\n")
    assert located == {
        ("a",): 1,
        ("a", 0): 1,
        ("a", 0, "x"): 2,
        ("a", 0, "b"): 3,
        ("a", 0, "b", 0): 3,
        ("a", 1): 4,
        ("a", 1, "c"): 5,
        ("a", 1, "c", "y"): 6,
    }
