"""docs/report.png: the top of the real report, as a browser shows it. python tools/picture.py [REPORT]."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
REPORT = ROOT / "build" / "hearing" / "central_asia_2015" / "report.html"
PICTURE = ROOT / "docs" / "report.png"
SIZE = (1280, 900)
"""Of the window, in pixels."""
_NAMES = ("chromium", "chromium-browser", "google-chrome")


def main(arguments: list[str]) -> int:
    """Exit code: 1 where there is no report, or no browser."""
    report = Path(arguments[0]) if arguments else REPORT
    browser = next((path for name in _NAMES if (path := shutil.which(name)) is not None), None)
    if browser is None or not report.exists():
        print("install chromium" if browser is None else f"{report} is missing; run make hearing")
        return 1
    with tempfile.TemporaryDirectory() as profile:
        command = [
            browser,
            "--headless",
            "--disable-gpu",
            "--no-sandbox",
            "--hide-scrollbars",
            f"--user-data-dir={profile}",
        ]
        command += [
            f"--window-size={SIZE[0]},{SIZE[1]}",
            f"--screenshot={PICTURE}",
            report.resolve().as_uri(),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 -- a page of our own
    print(f"wrote {PICTURE}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
