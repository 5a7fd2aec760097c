"""The pages of docs/reference/."""

from __future__ import annotations

from pathlib import Path

from tools.reference import cli, files, python

FOLDER = Path("reference")


def pages() -> dict[Path, str]:
    """Each page by where it stands under docs/."""
    made = {"cli.md": cli.page(), "files.md": files.page(), "python.md": python.page()}
    return {FOLDER / name: text for name, text in made.items()}
