"""A TOML file as read, with the line of each key, and its check against a model."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from counterflow.faults.fault import Fault, Faults, nearest
from counterflow.faults.lines import Keys, locate
from counterflow.faults.unfit import SMALLER, TOO_LARGE, unfit

if TYPE_CHECKING:
    from pydantic import BaseModel

M = TypeVar("M", bound="BaseModel")

_ENDLESS = re.compile(r"\d[\d_]{4000}")


@dataclass(frozen=True, slots=True)
class Document:
    """A TOML file: what it says, and on which line it says it."""

    path: Path
    data: dict[str, Any]
    lines: dict[Keys, int] = field(default_factory=dict, repr=False)
    """Line of each key path; ``line`` is the way to ask for one."""

    def line(self, *keys: str | int) -> int | None:
        """Line of a key path, or of the nearest table around it that is written; None for the whole file.

        ``document.line("claim", 0, "part", 1, "outcome")``
        """
        for end in range(len(keys), 0, -1):
            if keys[:end] in self.lines:
                return self.lines[keys[:end]]
        return None

    def fault(self, *keys: str | int, problem: str, remedy: str = "") -> Fault:
        """A fault of this file at a key path, for checks that no model can make."""
        return Fault(str(self.path), self.line(*keys), field_name(keys), problem, remedy)


def field_name(keys: Keys) -> str:
    """A key path as people write it.

    >>> field_name(("claim", 0, "part", 1, "outcome"))
    'claim[0].part[1].outcome'
    """
    name = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys)
    return name.removeprefix(".")


def read_toml(path: Path) -> Document:
    """The document in a TOML file.

    Raises Faults where the file is missing, is not UTF-8, is not TOML (with the line), or holds what no file may hold (`unfit`).
    """
    text = _read_text(path)
    try:
        document = Document(path, tomllib.loads(text), locate(text))
        wrong = list(unfit(document.data))
    except tomllib.TOMLDecodeError as error:
        raise Faults([_syntax_fault(path, text, str(error))]) from None
    except RecursionError:
        raise Faults([Fault(str(path), None, "", "is nested too deeply", "write flatter tables")]) from None
    except ValueError:  # digits that Python does not even read
        lines = [number for number, said in enumerate(text.split("\n"), 1) if _ENDLESS.search(said)]
        if not lines:
            raise  # then it is a fault of ours
        raise Faults([Fault(str(path), lines[0], "", TOO_LARGE, SMALLER)]) from None
    if wrong:
        raise Faults(document.fault(*one.keys, problem=one.problem, remedy=one.remedy) for one in wrong)
    return document


def validate(model: type[M], document: Document) -> M:
    """The document as a record of ``model``.

    Raises Faults with one fault for each thing that is wrong; a key that the model does not know comes with the
    nearest one that it does.
    """
    from pydantic import ValidationError  # not at the top: the command line must start without pydantic

    from counterflow.faults.explain import explain

    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        found = [
            document.fault(*said.keys, problem=said.problem, remedy=said.remedy)
            for said in explain(error, model, document.data)
        ]
    raise Faults(sorted(found, key=lambda fault: fault.line or 0))


def _read_text(path: Path) -> str:
    file = str(path)
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise Faults([Fault(file, None, "", "the file does not exist", _other_file(path))]) from None
    except IsADirectoryError:
        raise Faults([Fault(file, None, "", "is a folder", "name a TOML file")]) from None
    except OSError as error:
        raise Faults(
            [Fault(file, None, "", f"cannot be read ({error.strerror})", "check its rights")]
        ) from None
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")  # as some editors begin and end lines
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problem = f"byte 0x{raw[error.start]:02x} is not UTF-8"
        raise Faults([Fault(file, line, "", problem, "save the file as UTF-8")]) from None


def _other_file(path: Path) -> str:
    if not path.parent.is_dir():
        return f"there is no folder {path.parent} either; check the path"
    near = nearest(path.name, (entry.name for entry in path.parent.iterdir()))
    return f"did you mean {path.parent / near}?" if near else "check the path"


def _syntax_fault(path: Path, text: str, message: str) -> Fault:
    at = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", message)
    line, column = (
        (int(at[1]), f" at column {at[2]}") if at and at[1] else (text.rstrip().count("\n") + 1, "")
    )
    said = message[: at.start()] if at else message
    return Fault(str(path), line, "", f"is not TOML{column}: {said[:1].lower()}{said[1:]}", "mend this line")
