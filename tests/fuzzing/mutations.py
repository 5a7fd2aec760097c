"""Files that somebody, or something, got wrong: tokens and bytes that are lost, doubled, swapped, or put in from elsewhere."""

import re
from dataclasses import dataclass

from hypothesis import strategies as st

TOKEN = re.compile(r'"[^"\n]*"|[A-Za-z_][\w-]*|[-+]?\d[\w.:-]*|[ \t]+|\n|.', re.DOTALL)

NUMBERS = (
    "nan",
    "inf",
    "-inf",
    "-1",
    "0",
    "-0.0",
    "1",
    "2",
    "1e-320",
    "1e18",
    "1e308",
    "1e400",
    "-1e308",
    "9223372036854775808",
    "9" * 400,
    "9" * 5000,
    "0x7f",
    "1_000",
    "0.1.2",
    "٣",
)
WORDS = (
    "true",
    "false",
    "null",
    '""',
    '"nan"',
    '"weights.*"',
    '"*"',
    '"[' + "(" * 40 + '"',
    r'"\u0000"',
    r'"\ud800"',
    '"\u202eright to left"',
    '"İstanbul ﬁ 𝔘"',
    '"' + "long " * 4_000 + '"',
    '"../../../etc/passwd"',
    '"<script>alert(1)</script>"',
    "'''",
    '"""',
    "{}",
    "[]",
    "[[]]",
    "{ value = 1 }",
    "{ low = 2, high = 1 }",
    "[" * 3_000,
    "{a=" * 400,
    "]" * 20,
    "0001-01-01",
    "9999-12-31",
    "2015-02-30",
    "2015-06-10T14:00:00Z",
    "14:00:00",
    "2015/2014",
    "0000",
    "\r",
    "\x00",
    "\ufeff",
    "\\",
    "#",
    ",",
    "=",
)
BYTES = (b"\x00", b"\xff\xfe", b"\xc3", b"\xed\xa0\x80", b"\x1b[2J", b"\x80" * 64, b"\n" * 64, b"PK\x03\x04")
OPERATIONS = (
    "lose",
    "double",
    "swap",
    "number",
    "word",
    "token",
    "lose line",
    "double line",
    "swap lines",
    "end",
)
BYTE_OPERATIONS = ("flip", "lose", "double", "junk", "end")
_PARTS = 10_000


@dataclass(frozen=True)
class Change:
    """One thing done to a file, at places told as shares of it, so that it fits every file."""

    operation: str
    at: int
    other: int
    """Places, in parts of ten thousand."""
    which: int


def _change(operations: tuple[str, ...]) -> st.SearchStrategy[Change]:
    place = st.integers(0, _PARTS - 1)
    return st.builds(Change, st.sampled_from(operations), place, place, st.integers(0, 255))


text_changes = st.lists(_change(OPERATIONS), min_size=1, max_size=4)
byte_changes = st.lists(_change(BYTE_OPERATIONS), min_size=1, max_size=4)


def changed_text(text: str, changes: list[Change]) -> bytes:
    """A text with its tokens changed."""
    for change in changes:
        text = _in_lines(text, change) if "line" in change.operation else _in_tokens(text, change)
    return text.encode("utf-8", "surrogatepass")


def changed_bytes(content: bytes, changes: list[Change]) -> bytes:
    """A file with its bytes changed."""
    for change in changes:
        content = _in_bytes(content, change)
    return content


def _places(change: Change, length: int) -> tuple[int, int]:
    return change.at * length // _PARTS, change.other * length // _PARTS


def _in_lines(text: str, change: Change) -> str:
    lines = text.splitlines(keepends=True)
    if not lines:
        return text
    return "".join(_moved(lines, change, change.operation.split()[0]))


def _in_tokens(text: str, change: Change) -> str:
    tokens = TOKEN.findall(text)
    if not tokens:
        return text
    at, other = _places(change, len(tokens))
    put = {"number": NUMBERS[change.which % len(NUMBERS)], "word": WORDS[change.which % len(WORDS)]}
    if change.operation in put:
        tokens[_value_near(tokens, at)] = put[change.operation]
    elif change.operation == "token":
        tokens[at] = tokens[other]
    else:
        tokens = _moved(tokens, change, change.operation)
    return "".join(tokens)


def _value_near(tokens: list[str], at: int) -> int:
    """The next token that says something, so that changes hit values more often than blanks."""
    for place in range(at, len(tokens)):
        if tokens[place][0].isalnum() or tokens[place][0] in '"+-':
            return place
    return at


def _moved(pieces: list[str], change: Change, how: str) -> list[str]:
    at, other = _places(change, len(pieces))
    pieces = list(pieces)
    if how == "lose":
        del pieces[at]
    elif how == "double":
        pieces.insert(other, pieces[at])
    elif how == "swap":
        pieces[at], pieces[other] = pieces[other], pieces[at]
    elif how == "end":
        del pieces[at:]
    return pieces


def _in_bytes(content: bytes, change: Change) -> bytes:
    at, other = _places(change, len(content))
    first, last = sorted((at, min(other, at + 256)))
    if change.operation == "flip" and content:
        return content[:at] + bytes([content[at] ^ (change.which or 1)]) + content[at + 1 :]
    if change.operation == "lose":
        return content[:first] + content[last:]
    if change.operation == "double":
        return content[:last] + content[first:]
    if change.operation == "junk":
        return content[:at] + BYTES[change.which % len(BYTES)] + content[at:]
    return content[:at]
