"""Code that stands in two places: lines of functions that are the same, numbers apart.

python -m tools.upkeep.doubles; exit code 1 for each pair without a reason in doubles.toml, and for reasons that nothing needs.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import counterflow

ROOT = Path(__file__).parents[2]
FOLDERS = {
    "src/counterflow": Path(counterflow.__path__[0]),
    "tools": ROOT / "tools",
    "benchmarks": ROOT / "benchmarks",
}
REASONS = Path(__file__).with_name("doubles.toml")
LINES = 6
"""So many lines in a row are one thing written twice."""
_SKIPPED = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of code as it is compared."""

    file: str
    number: int
    shape: str
    """Its tokens, with one word for every number."""


@dataclass(frozen=True, slots=True)
class Double:
    """Lines that stand in two places."""

    first: Line
    second: Line
    lines: int

    @property
    def name(self) -> str:
        """The two files, as reasons name them."""
        return f"{self.first.file} {self.second.file}"


def lines_of(text: str, file: str) -> list[Line]:
    """The lines of a file's functions: what they do, not what they are called and take; no blanks, comments or docstrings."""
    inside = {
        number
        for node in ast.walk(ast.parse(text))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        for number in range(node.body[0].lineno, (node.end_lineno or node.lineno) + 1)
    }
    shapes: dict[int, list[str]] = {}
    statement: list[tokenize.TokenInfo] = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.NEWLINE:
            _keep(statement, shapes)
            statement = []
        elif token.type not in _SKIPPED:
            statement.append(token)
    return [
        Line(file, number, " ".join(shape)) for number, shape in sorted(shapes.items()) if number in inside
    ]


def doubles(files: list[list[Line]]) -> Iterator[Double]:
    """Every run of LINES lines or more that stands in two places, told once, at its full length."""
    seen: dict[tuple[str, ...], tuple[int, int]] = {}
    upto: dict[int, int] = {}
    for which, lines in enumerate(files):
        for at in range(len(lines) - LINES + 1):
            window = tuple(line.shape for line in lines[at : at + LINES])
            known = seen.setdefault(window, (which, at))
            if (
                known == (which, at)
                or at < upto.get(which, 0)
                or (known[0] == which and at < known[1] + LINES)
            ):
                continue
            length = _length(files[known[0]], known[1], lines, at)
            upto[which] = at + length
            yield Double(files[known[0]][known[1]], lines[at], length)


def sources() -> list[list[Line]]:
    """All our files, as lines."""
    return [
        lines_of(path.read_text(encoding="utf-8"), f"{name}/{path.relative_to(folder).as_posix()}")
        for name, folder in FOLDERS.items()
        for path in sorted(folder.rglob("*.py"))
    ]


def wrong(found: list[Double], reasons: dict[str, str]) -> list[str]:
    """One line for each pair without a reason, and for each reason that nothing needs."""
    named = {one.name for one in found}
    told = [
        f"{one.second.file}:{one.second.number}: {one.lines} lines as in {one.first.file}:{one.first.number}; "
        f"make them one, or say why not in {REASONS.name}"
        for one in found
        if one.name not in reasons
    ]
    return told + [
        f"{REASONS.name}: {name} have nothing in common; take the reason out"
        for name in reasons.keys() - named
    ]


def _keep(statement: list[tokenize.TokenInfo], shapes: dict[int, list[str]]) -> None:
    """Note the shapes of a statement's lines, unless it is a text, or an import."""
    plain = len(statement) == 1 and statement[0].type == tokenize.STRING
    if not statement or plain or statement[0].string in {"import", "from"}:
        return
    for token in statement:
        shapes.setdefault(token.start[0], []).append(_shape(token))


def _shape(token: tokenize.TokenInfo) -> str:
    return "number" if token.type == tokenize.NUMBER else token.string


def _length(one: list[Line], i: int, other: list[Line], j: int) -> int:
    length = 0
    for a, b in zip(one[i:], other[j:], strict=False):
        if a.shape != b.shape:
            break
        length += 1
    return length


def _told() -> dict[str, str]:
    document = tomllib.loads(REASONS.read_text(encoding="utf-8"))
    return {
        " ".join(pair): str(one["why"]) for one in document.get("reason", ()) for pair in _pairs(one["files"])
    }


def _pairs(files: list[str]) -> Iterator[tuple[str, str]]:
    """Neighbours in a list of files, each also with itself where it is named alone."""
    yield from pairwise(files) if len(files) > 1 else [(files[0], files[0])]


def main() -> int:
    """Exit code: 0 where no code stands in two places without a reason."""
    found = list(doubles(sources()))
    faults = wrong(found, _told())
    print(*faults, sep="\n") if faults else print(f"no code stands in two places, {len(found)} with a reason")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
