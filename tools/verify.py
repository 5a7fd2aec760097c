"""All long comparisons, each with a written verdict: build/verification.json, a table, and a sentence as the last line.

python tools/verify.py [ARGUMENTS OF PYTEST]; exit code 1 unless every comparison holds. Broken off, it goes on where it was.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tools.verdicts import read, summary, table  # noqa: E402  (a script finds its neighbours only now)

VERDICTS = ROOT / "build" / "verification.json"


def main(arguments: list[str], record: Path = VERDICTS) -> int:
    """Exit code: 0 where pytest passed and every comparison holds."""
    record.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-m", "verification", "--verdicts", str(record), *arguments]
    code = subprocess.run(command, cwd=ROOT, check=False).returncode  # noqa: S603  (its own tests)
    if not record.exists():
        print(f"verify: broken off (exit code {code}); the same command goes on where it was")
        return code or 1
    verification = read(record)
    print(*table(verification), "", summary(verification), sep="\n", flush=True)
    return 0 if code == 0 and verification.holds else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
