"""A copy of our engine that counts its calls of Philox, log, exp and permutations, compiled like the engine itself.

    python -m benchmarks.ours.counting WORLD ...

One line is put at the head of each of these functions: it adds 1 to a number at a fixed address. So the counts are those of a
run at full size, not of a sample. Printed as JSON, one object for each world.
"""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import counterflow
from benchmarks.record import ROOT

PACKAGE = Path(counterflow.__path__[0])
COUNTED = {
    "people/keys.py": ("philox",),
    "people/arithmetic.py": ("log", "exp"),
    "people/permutation.py": ("permute", "unpermute"),
}
NAMES = tuple(name for names in COUNTED.values() for name in names)

COUNTER = '''"""Adds 1 to a number in CALLS, from inside a kernel."""

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

CALLS = np.zeros({size}, np.int64)


@intrinsic
def counted(typing_context, which):
    def add(context, builder, signature, arguments):
        word = ir.IntType(64)
        first = builder.inttoptr(ir.Constant(word, CALLS.ctypes.data), word.as_pointer())
        slot = builder.gep(first, arguments)
        builder.store(builder.add(builder.load(slot), ir.Constant(word, 1)), slot)
        return context.get_dummy_value()

    return types.void(types.int64), add
'''

RUN = """
import json, sys
from pathlib import Path
from benchmarks.ours.simulated import runner
from counterflow.people.counter import CALLS
names = json.loads(sys.argv[1])
for path in sys.argv[2:]:
    run = runner(Path(path))
    CALLS[:] = 0
    counts = run(1)
    print(json.dumps({**counts, **dict(zip(names, CALLS.tolist()))}))
"""


def with_counters(source: str, names: tuple[str, ...], first: int) -> str:
    """The source with a counting line at the head of each of these functions, numbered from `first`."""
    functions = {node.name: node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
    missing = [name for name in names if name not in functions]
    if missing:
        raise ValueError(f"no function {', '.join(missing)}; name in COUNTED what took its place")
    lines = source.splitlines()
    at = sorted(((_head(functions[name]), first + i) for i, name in enumerate(names)), reverse=True)
    for line, number in at:
        lines.insert(line, f"    counted({number})")
    imports = max(node.end_lineno or 0 for node in ast.parse(source).body if isinstance(node, ast.ImportFrom))
    lines.insert(imports, "from counterflow.people.counter import counted")
    return "\n".join(lines) + "\n"


def _head(function: ast.FunctionDef) -> int:
    """The line after the docstring."""
    if ast.get_docstring(function) is None:
        return function.body[0].lineno - 1
    return function.body[0].end_lineno or function.body[0].lineno


def build(folder: Path) -> None:
    """Write the counting copy of the package into a folder."""
    copy = folder / "counterflow"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "people" / "counter.py").write_text(COUNTER.format(size=len(NAMES)), encoding="utf-8")
    for file, names in COUNTED.items():
        path = copy / file
        source = path.read_text(encoding="utf-8")
        path.write_text(with_counters(source, names, NAMES.index(names[0])), encoding="utf-8")


def calls(worlds: list[Path]) -> list[dict[str, int]]:
    """Counts of a run in each world, and how often each function was called in it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        build(folder)
        # Compiled code holds the address of this process's counter: nobody else may load it, so the cache is thrown away.
        environment = {
            **os.environ,
            "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}",
            "COUNTERFLOW_CACHE": str(folder / "cache"),
        }
        done = subprocess.run(
            [sys.executable, "-c", RUN, json.dumps(NAMES), *map(str, worlds)],
            capture_output=True,
            text=True,
            check=False,
            env=environment,
            cwd=folder,
        )
    if done.returncode:
        raise RuntimeError(f"the counting build failed:\n{done.stderr}")
    return [json.loads(line) for line in done.stdout.splitlines()]


if __name__ == "__main__":
    print(json.dumps(calls([Path(name) for name in sys.argv[1:]])))
