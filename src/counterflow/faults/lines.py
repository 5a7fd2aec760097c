"""Line numbers of the keys of a TOML text, which ``tomllib`` does not give.

The text has already been accepted by ``tomllib``, so this reader only has to find its way, not to judge.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right

Keys = tuple[str | int, ...]
"""Path of a value from the root of the document, such as ``("claim", 0, "part", 1, "outcome")``."""

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\])*"|'[^']*'""")
# A multi-line string may end in up to two quotes of its own before the closing three.
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})'
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:\\.|[^"\\])*"'
    r"|'[^']*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}#\n]+")


def locate(text: str) -> dict[Keys, int]:
    """Line (from 1) of each table, key and array element of a TOML text that ``tomllib`` accepts."""
    return _Locator(text).read()


class _Locator:
    """A cursor over the text that notes where each key path starts."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line_ends = [match.start() for match in re.finditer("\n", text)]
        self._lines: dict[Keys, int] = {}
        self._tables_in: dict[Keys, int] = {}  # arrays of tables and how many tables each has so far

    def read(self) -> dict[Keys, int]:
        table: Keys = ()
        self._skip(_BLANK)
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip(_BLANK)
        return self._lines

    def _skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._at)
        if match is None:
            raise ValueError(f"line {self._line()}: not valid TOML; check the text with tomllib first")
        self._at = match.end()
        return match.group()

    def _line(self) -> int:
        return bisect_right(self._line_ends, self._at - 1) + 1

    def _header(self) -> Keys:
        line = self._line()
        many = self._text.startswith("[[", self._at)
        self._at += 2 if many else 1
        self._skip(_SPACE)
        *parents, last = self._dotted()
        self._at += 2 if many else 1
        path = (*self._descend((), parents, line), last)
        if many:
            self._tables_in[path] = self._tables_in.get(path, 0) + 1
            self._lines.setdefault(path, line)
            path = (*path, self._tables_in[path] - 1)
        self._lines[path] = line
        return path

    def _descend(self, path: Keys, keys: list[str], line: int) -> Keys:
        """Path of the table that dotted keys lead to; of an array of tables the last one is meant."""
        for key in keys:
            path = (*path, key)
            self._lines.setdefault(path, line)
            if path in self._tables_in:
                path = (*path, self._tables_in[path] - 1)
        return path

    def _dotted(self) -> list[str]:
        keys = [self._key()]
        while self._text.startswith(".", self._at):
            self._at += 1
            self._skip(_SPACE)
            keys.append(self._key())
        return keys

    def _key(self) -> str:
        token = self._skip(_KEY)
        self._skip(_SPACE)
        if token[0] in "\"'":
            return str(tomllib.loads(f"key = {token}")["key"])
        return token

    def _pair(self, table: Keys) -> None:
        line = self._line()
        *parents, last = self._dotted()
        path = (*self._descend(table, parents, line), last)
        self._lines[path] = line
        self._at += 1  # the equals sign
        self._skip(_SPACE)
        self._value(path)

    def _value(self, path: Keys) -> None:
        first = self._text[self._at]
        if first == "[":
            self._array(path)
        elif first == "{":
            self._inline_table(path)
        elif first in "\"'":
            self._skip(_STRING)
        else:
            self._skip(_SCALAR)

    def _array(self, path: Keys) -> None:
        self._at += 1
        self._skip(_BLANK)
        index = 0
        while self._text[self._at] != "]":
            self._lines[(*path, index)] = self._line()
            self._value((*path, index))
            self._skip_comma()
            index += 1
        self._at += 1

    def _inline_table(self, path: Keys) -> None:
        self._at += 1
        self._skip(_BLANK)
        while self._text[self._at] != "}":
            self._pair(path)
            self._skip_comma()
        self._at += 1

    def _skip_comma(self) -> None:
        self._skip(_BLANK)
        if self._text[self._at] == ",":
            self._at += 1
        self._skip(_BLANK)
