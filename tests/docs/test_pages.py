"""Pages of docs/ that tell what to do are followed to the letter."""

from pathlib import Path

import pytest

from tools.follow.pages import KEPT, PAGES
from tools.follow.reader import ROOT, follow


def files(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_a_page_does_what_it_says(page: str, tmp_path: Path) -> None:
    followed = follow((ROOT / page).read_text(encoding="utf-8"), tmp_path)
    assert not followed.differ, "\n".join(followed.differ) + f"\npython -m tools.follow {page} writes it anew"
    if page in KEPT:
        theirs, ours = KEPT[page]
        assert files(tmp_path / theirs) == files(ROOT / ours)
