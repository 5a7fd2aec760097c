"""Pages of docs/ that are made from the code: written anew, or with --check compared with what is there."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from counterflow.schemas import KINDS, schema

DOCS = Path(__file__).parent.parent / "docs"


def pages() -> Iterator[tuple[Path, str]]:
    """Each generated page: where it stands under docs/, and what it should say."""
    for kind in KINDS:
        text = json.dumps(schema(kind), indent=2, sort_keys=True, ensure_ascii=False)
        yield Path("schema", f"{kind}.json"), text + "\n"


def stale(docs: Path) -> list[str]:
    """One line for each page that is not what the code says, and for each that the code no longer makes."""
    made = dict(pages())
    wrong = [f"{docs / path} is stale" for path, text in made.items() if _text(docs / path) != text]
    left = [path for path in sorted(docs.glob("schema/*.json")) if path.relative_to(docs) not in made]
    return wrong + [f"{path} is made by nothing" for path in left]


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def write(docs: Path) -> None:
    """Write every generated page."""
    for path, text in pages():
        (docs / path).parent.mkdir(parents=True, exist_ok=True)
        (docs / path).write_text(text, encoding="utf-8", newline="\n")


def main(arguments: list[str]) -> int:
    """Exit code: 1 where --check found a stale page."""
    if arguments != ["--check"]:
        write(DOCS)
        return 0
    wrong = stale(DOCS)
    print("\n".join([*wrong, "run make docs"]) if wrong else "generated docs are fresh")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
