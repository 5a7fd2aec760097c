"""One compiled signature per kernel, whatever the world; integers stay integers in it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numba
import pytest
from numba.core import types

from counterflow.people import keys, permutation

ROOT = Path(__file__).parents[2]
SCRIPT = """
import importlib, json, pkgutil
import numpy as np
from numba.core.dispatcher import Dispatcher
import counterflow.engine, counterflow.pathway, counterflow.people
from counterflow.engine.run import simulate
from tests.reference.comparison import random_case
from tests.engine.stepping import simulate_in_steps

for seed in range(4):
    world, arm = random_case(seed, most=200)
    simulate(world, arm, seed)
simulate_in_steps(world, arm, 1, (50,), room=1)
found = {}
for package in (counterflow.people, counterflow.pathway, counterflow.engine):
    for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, Dispatcher) and value.__module__ == module.name:
                arguments = value.py_func.__code__.co_varnames[: value.py_func.__code__.co_argcount]
                found[f"{module.name}.{name}"] = [
                    (dict(zip(arguments, map(str, s.args))), str(s.return_type)) for s in value.nopython_signatures
                ]
print(json.dumps(found))
"""
COUNTERS = {
    *(
        "block",
        "candidate",
        "caller",
        "channel",
        "cohort",
        "cursor",
        "district",
        "driver",
        "edge",
        "effect",
        "entity",
        "epoch",
    ),
    *(
        "events",
        "first",
        "index",
        "kind",
        "n",
        "number",
        "order",
        "other",
        "person",
        "place",
        "programme",
        "purpose",
        "rank",
    ),
    *(
        "regular",
        "role",
        "row",
        "seat",
        "slot",
        "source",
        "spell",
        "stage",
        "step",
        "stream",
        "strip",
        "theatre",
        "year",
    ),
}
"""Arguments that number or count something."""


Signatures = dict[str, list[tuple[dict[str, str], str]]]


def signatures_after_runs(cache: Path | None = None) -> Signatures:
    """Signatures of every kernel after runs of several worlds, in a process of its own; a new cache compiles them all."""
    environment = os.environ if cache is None else {**os.environ, "COUNTERFLOW_CACHE": str(cache)}
    finished = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    found: Signatures = json.loads(finished.stdout)
    return found


def test_no_world_needs_a_compilation_of_its_own() -> None:
    """Kernels that others call show up here only when compiled anew, which would be a second signature."""
    found = signatures_after_runs()
    assert {name: len(kinds) for name, kinds in found.items() if len(kinds) > 1} == {}
    assert len(found["counterflow.engine.loop.advance"]) == 1


def plainly(kind: str) -> str:
    """A constant's type without its value: Numba compiles some kernels once for each constant that they are called with."""
    return re.sub(
        r"Literal\[(\w+)\]\([^)]*\)", lambda match: {"int": "int64", "bool": "bool"}[match[1]], kind
    )


@pytest.mark.verification
def test_every_kernel_has_one_signature_and_what_numbers_or_counts_is_an_integer(tmp_path: Path) -> None:
    found = {
        name: {
            (*((argument, plainly(kind)) for argument, kind in arguments.items()), returned)
            for arguments, returned in kinds
        }
        for name, kinds in signatures_after_runs(tmp_path).items()
    }
    assert {name: len(kinds) for name, kinds in found.items() if len(kinds) > 1} == {}
    wrong = {
        f"{name}({argument}: {kind})"
        for name, kinds in found.items()
        for *arguments, _ in kinds
        for argument, kind in arguments
        if argument in COUNTERS and kind not in {"int64", "uint64", "bool", "Person(float64, int64, float64)"}
    }
    assert wrong == set()
    for name in ("homes.who_is", "seats.seat_of", "keys.words", "keys.point_index", "permutation.permute"):
        ((*_, returned),) = found[f"counterflow.people.{name}"]
        assert "float" not in returned


U = types.uint64
I = types.int64  # noqa: E741 (an integer type, as Numba's documentation calls it)
INTEGER_KERNELS = (
    (keys.philox, (U, U, U, U, U)),
    (keys.words, (U, U, U, U)),
    (keys.below, (U, I)),
    (keys.word, (I,)),
    (keys.signed, (U,)),
    (keys.point_index, (I, I, I)),
    (permutation.mix, (U,)),
    (permutation._round, (U, I, I, I)),
    (permutation.permute, (U, I, I, I, I)),
    (permutation.unpermute, (U, I, I, I, I)),
)


@pytest.mark.parametrize(
    ("kernel", "arguments"), INTEGER_KERNELS, ids=lambda value: getattr(value, "__name__", "")
)
def test_no_variable_of_an_integer_kernel_is_a_float(
    kernel: numba.core.dispatcher.Dispatcher, arguments: tuple[types.Type, ...]
) -> None:
    """Of a signed and an unsigned integer some versions of Numba silently make a float."""
    anew = numba.njit(error_model="numpy")(kernel.py_func)
    anew.compile(arguments)
    (overload,) = anew.overloads.values()
    kinds = overload.type_annotation.typemap.items()
    assert {name: str(kind) for name, kind in kinds if isinstance(kind, types.Float)} == {}
