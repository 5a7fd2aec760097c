"""What a page tells its reader to do: files to write, lines to change, commands to type, Python to run.

    ```toml title="folder/file.toml"     a file to write, whole (any language, any title)
    ```diff title="folder/file.toml"     lines to change in a file that is there: taken away (-), put in (+), left as they are
    ```console                           lines that begin with "$ " are typed; what stands below each is what they print
    ```python                            run; a ```text block right below it is what it prints

Other blocks are only read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_FENCE = re.compile(
    r"^```(?P<language>[a-z]+)(?: title=\"(?P<title>[^\"]+)\")?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)
PROMPT = "$ "


@dataclass(frozen=True, slots=True)
class Write:
    """A file as a whole."""

    file: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """Lines of a file, before and after."""

    file: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Type:
    """A command, and where in the page what it prints stands."""

    command: str
    printed: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Python:
    """A snippet, and where in the page what it prints stands; an empty place where the page says nothing."""

    source: str
    printed: str
    start: int
    end: int


Step = Write | Change | Type | Python


def steps(page: str) -> tuple[Step, ...]:
    """What a page tells its reader to do, in order."""
    blocks = list(_FENCE.finditer(page))
    following = [*blocks[1:], None]
    return tuple(
        step for block, after in zip(blocks, following, strict=True) for step in _steps(page, block, after)
    )


def _steps(page: str, block: re.Match[str], after: re.Match[str] | None) -> Iterator[Step]:
    language, title, body = block["language"], block["title"], block["body"]
    if language == "diff" and title:
        yield Change(title, _side(body, "-"), _side(body, "+"))
    elif title:
        yield Write(title, body)
    elif language == "console":
        yield from _typed(body, block.start("body"))
    elif language == "python":
        told = (
            after is not None
            and after["language"] == "text"
            and not page[block.end() : after.start()].strip()
        )
        if after is not None and told:
            yield Python(body, after["body"], after.start("body"), after.end("body"))
        else:
            yield Python(body, "", block.end(), block.end())


def _side(body: str, sign: str) -> str:
    """The lines of a change that stand on one of its sides."""
    return "".join(line[1:] for line in body.splitlines(keepends=True) if line[:1] in {sign, " "})


def _typed(body: str, offset: int) -> Iterator[Type]:
    command, printed, start = "", "", offset
    for line in body.splitlines(keepends=True):
        if line.startswith(PROMPT):
            if command:
                yield Type(command, printed, start, offset)
            command, printed, start = line.removeprefix(PROMPT).rstrip("\n"), "", offset + len(line)
        else:
            printed += line
        offset += len(line)
    if command:
        yield Type(command, printed, start, offset)
