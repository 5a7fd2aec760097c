"""docs/reference/python.md: every public function with its signature and docstring."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import counterflow
from counterflow.evidence.overview import overview

_HEAD = """\
# Python

Made from the code (`make docs`). Each command is a function of the same name, and takes the same words.

```python
import counterflow

print(counterflow.__all__)
```

```text
{names}
```

Wrong input raises `counterflow.faults.Faults`, a `ValueError` that carries every fault with file, line, field, problem and remedy.
"""


def page() -> str:
    """The page."""
    head = _HEAD.format(names=counterflow.__all__)
    return "\n".join([head, *(line for name in counterflow.__all__ for line in _function(name))])


def _function(name: str) -> Iterator[str]:
    function = overview if name == "evidence" else getattr(counterflow, name)
    yield f"## counterflow.{name}\n"
    yield f"```text\n{name}{_signature(inspect.signature(function))}\n```\n"
    yield f"{inspect.getdoc(function) or ''}\n".replace("``", "`")


def _signature(signature: inspect.Signature) -> str:
    """One parameter a line where there are many."""
    text = re.sub(r"(: |-> )'([^']+)'", r"\1\2", str(signature))  # annotations are strings
    if len(text) < 90:
        return text
    inside, _, returned = text.rpartition(") -> ")
    return "(\n    " + ",\n    ".join(_parameters(inside.removeprefix("("))) + f",\n) -> {returned}"


def _parameters(text: str) -> Iterator[str]:
    """The parameters of a signature: split at commas that stand in no bracket."""
    depth, start = 0, 0
    for at, sign in enumerate(text):
        depth += (sign in "[(") - (sign in "])")
        if sign == "," and not depth:
            yield text[start:at].strip()
            start = at + 1
    yield text[start:].strip()
