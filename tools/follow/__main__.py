"""Follow pages, and write what is printed into them.

python -m tools.follow [PAGE ...]; all pages that are followed unless named.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from tools.follow.pages import KEPT, PAGES
from tools.follow.reader import ROOT, follow


def main(arguments: list[str]) -> int:
    """Exit code 0; a step that cannot be done ends in its error."""
    for name in arguments or PAGES:
        page = ROOT / name
        with tempfile.TemporaryDirectory() as folder:
            followed = follow(page.read_text(encoding="utf-8"), Path(folder))
            if name in KEPT:
                theirs, ours = KEPT[name]
                shutil.rmtree(ROOT / ours, ignore_errors=True)
                shutil.copytree(Path(folder, theirs), ROOT / ours)
        page.write_text(followed.page, encoding="utf-8", newline="\n")
        print(f"{page}: {len(followed.differ)} outputs written anew")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
