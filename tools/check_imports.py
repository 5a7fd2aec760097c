"""Imports run one way, and the core imports next to nothing; exit code 1 and one line per import that breaks the rule.

python tools/check_imports.py [FOLDER OF THE PACKAGE]
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

PACKAGE = "counterflow"
LAYERS = (
    ("faults", "whole", "world"),
    ("library",),
    ("evidence",),
    ("hearing",),
    ("scenario",),
    ("people",),
    ("pathway",),
    ("engine",),
    ("experiment", "inference"),
    ("analysis", "lives"),
    ("views",),
    ("report",),
    ("checking", "extras", "schemas", "template"),
    ("api",),
    ("terminal",),
    ("studies",),
    ("app",),
    ("cli",),
    ("__init__", "__main__"),
)
"""Lowest first: a layer imports itself and lower ones. Modules of one line are siblings that know nothing of each other."""

CORE = ("people", "pathway", "engine", "world")
CORE_MAY = {
    "numpy",
    "numba",
    "math",
    "typing",
    "dataclasses",
    "collections.abc",
    "__future__",
    *(f"{PACKAGE}.{name}" for name in CORE),
}
CORE_EXCEPTIONS = {
    # It makes a table of powers that must have the same bits on every machine.
    f"{PACKAGE}.people.arithmetic": {"decimal"},
    # It names the folder in which Numba keeps compiled kernels, by the hash of their sources.
    f"{PACKAGE}.people.compiled": {"hashlib", "os", "pathlib"},
    # It teaches Numba to read packed records, in the language of the compiler beneath Numba.
    f"{PACKAGE}.people.packed": {"llvmlite"},
}

RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}


@dataclass(frozen=True, slots=True)
class Import:
    """One module importing another, both by their full names."""

    file: Path
    line: int
    importer: str
    imported: str


def imports_of(package: Path) -> list[Import]:
    """Every import in the package's files, wherever it stands in the file."""
    files = sorted(package.rglob("*.py"))
    modules = {_module(package, file) for file in files}
    return [found for file in files for found in _imports_in(file, _module(package, file), modules)]


def broken_rules(imports: list[Import]) -> list[str]:
    """One line for each import that goes up, for each thing that the core must not know, and for each cycle."""
    wrong = [(one, problem) for one in imports if (problem := _foreign_to_the_core(one) or _upward(one))]
    return [f"{one.file}:{one.line}: {problem}" for one, problem in wrong] + _cycles(imports)


def _module(package: Path, file: Path) -> str:
    parts = (PACKAGE, *file.relative_to(package).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 2 else parts)


def _imports_in(file: Path, importer: str, modules: set[str]) -> Iterator[Import]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            source = _absolute(node, importer, file)
            # `from package import module` imports the module, not the package's __init__ alone
            names = [
                deep if (deep := f"{source}.{alias.name}") in modules else source for alias in node.names
            ]
        else:
            continue
        for name in dict.fromkeys(names):
            yield Import(file, node.lineno, importer, name)


def _absolute(node: ast.ImportFrom, importer: str, file: Path) -> str:
    if not node.level:
        return node.module or ""
    package = importer.split(".") if file.name == "__init__.py" else importer.split(".")[:-1]
    base = package[: len(package) - (node.level - 1)]
    return ".".join([*base, node.module] if node.module else base)


def _layer(module: str) -> str | None:
    """The layer of a module of this package; None for all others."""
    parts = module.split(".")
    if parts[0] != PACKAGE:
        return None
    return parts[1] if len(parts) > 1 else "__init__"


def _upward(one: Import) -> str | None:
    importer, imported = _layer(one.importer), _layer(one.imported)
    if imported is None or importer is None or importer == imported:
        return None
    unknown = next((name for name in (importer, imported) if name not in RANK), None)
    if unknown:
        return f"{unknown} has no layer; give it one in tools/check_imports.py"
    if RANK[imported] < RANK[importer]:
        return None
    return (
        f"{one.importer} imports {one.imported}; imports run one way, and {imported} is not below {importer}"
    )


def _foreign_to_the_core(one: Import) -> str | None:
    if _layer(one.importer) not in CORE:
        return None
    allowed = CORE_MAY | CORE_EXCEPTIONS.get(one.importer, set())
    if any(one.imported == name or one.imported.startswith(f"{name}.") for name in allowed):
        return None
    return f"{one.importer} imports {one.imported}; the core knows {', '.join(sorted(CORE_MAY))} only"


def _cycles(imports: list[Import]) -> list[str]:
    graph: dict[str, set[str]] = {}
    for one in imports:
        if _layer(one.imported) and one.imported != one.importer:
            graph.setdefault(one.importer, set()).add(one.imported)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [f"modules import each other in a circle: {' < '.join(error.args[1])}"]
    return []


def main(arguments: list[str]) -> int:
    """Exit code: 0 where all imports keep the rule."""
    package = Path(arguments[0]) if arguments else Path(__file__).parent.parent / "src" / PACKAGE
    broken = broken_rules(imports_of(package))
    print("\n".join(broken) if broken else "imports run one way")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
