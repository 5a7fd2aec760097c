"""Pages of docs/ that are made from the code: written anew, or with --check compared with what is there.

python tools/generated_docs.py [--check]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))  # a script finds its neighbours only now

from counterflow.schemas import KINDS, schema  # noqa: E402
from tools.blocks import filled  # noqa: E402
from tools.clustering import page as clustering  # noqa: E402
from tools.model_docs import pages as model  # noqa: E402
from tools.readme.blocks import blocks  # noqa: E402
from tools.reference import pages as reference  # noqa: E402

DOCS = ROOT / "docs"
ABOVE = (Path("../README.md"), Path("../CONTRIBUTING.md"))
"""Pages above docs/ with parts that are made."""
MADE = ("schema/*.json", "model/*.md", "clustering*", "reference/*")
"""Where nothing stands that is not made."""


def pages(docs: Path) -> Iterator[tuple[Path, str]]:
    """Each page that is made, as a whole or in part: where it stands under `docs`, and what it should say."""
    for kind in KINDS:
        text = json.dumps(schema(kind), indent=2, sort_keys=True, ensure_ascii=False)
        yield Path("schema", f"{kind}.json"), text + "\n"
    yield from model.beside().items()
    yield from clustering.pages().items()
    yield from reference.pages().items()
    prose = docs / model.PROSE
    yield model.PROSE, model.filled(_text(prose) or _text(DOCS / model.PROSE) or "")
    if docs == DOCS:
        yield from ((page, filled(_text(DOCS / page) or "", blocks())) for page in ABOVE)


def stale(docs: Path) -> list[str]:
    """One line for each page that is not what the code says, and for each that the code no longer makes."""
    made = dict(pages(docs))
    wrong = [f"{docs / path} is stale" for path, text in made.items() if _text(docs / path) != text]
    found = [path for pattern in MADE for path in sorted(docs.glob(pattern))]
    return wrong + [f"{path} is made by nothing" for path in found if path.relative_to(docs) not in made]


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def write(docs: Path) -> None:
    """Write every page that is made."""
    for path, text in list(pages(docs)):
        (docs / path).parent.mkdir(parents=True, exist_ok=True)
        (docs / path).write_text(text, encoding="utf-8", newline="\n")


def main(arguments: list[str]) -> int:
    """Exit code: 1 where a table cannot be true, or --check found a stale page."""
    faults = list(model.faults(_text(DOCS / model.PROSE) or ""))
    if faults:
        print("\n".join(faults))
        return 1
    if arguments != ["--check"]:
        write(DOCS)
        return 0
    wrong = stale(DOCS)
    print("\n".join([*wrong, "run make docs"]) if wrong else "generated docs are fresh")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
