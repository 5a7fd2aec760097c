"""Take results from build/ into README: python -m tools.readme."""

from __future__ import annotations

import sys

from tools.readme.results import BENCH, VERDICTS, found, keep, kept


def main() -> int:
    """Exit code: 1 where there is nothing in build/ to take."""
    missing = [str(path) for path in (VERDICTS, BENCH) if not path.exists()]
    for path in missing:
        print(f"{path} is missing; what README says of it stays as it is")
    keep(found(kept()))
    return 1 if len(missing) == 2 else 0


if __name__ == "__main__":
    sys.exit(main())
