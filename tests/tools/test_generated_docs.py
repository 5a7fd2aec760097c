"""Pages that are made from the code are told apart from it when they differ."""

from pathlib import Path

import pytest

from tools import generated_docs


def test_what_was_just_written_is_fresh(tmp_path: Path) -> None:
    generated_docs.write(tmp_path)
    assert generated_docs.stale(tmp_path) == []


@pytest.mark.parametrize("change", ["edited", "deleted", "left over"])
def test_a_page_that_differs_is_stale(change: str, tmp_path: Path) -> None:
    generated_docs.write(tmp_path)
    page = tmp_path / "schema" / "targets.json"
    if change == "edited":
        page.write_text(page.read_text().replace("Target", "Aim", 1))
    elif change == "deleted":
        page.unlink()
    else:
        page = page.with_name("old.json")
        page.touch()
    (said,) = generated_docs.stale(tmp_path)
    assert said.startswith(str(page))


def test_only_what_is_made_must_be_as_made(tmp_path: Path) -> None:
    generated_docs.write(tmp_path)
    page = tmp_path / "model.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("It is for prevention", "It serves prevention"), encoding="utf-8")
    assert generated_docs.stale(tmp_path) == []
    page.write_text(text.replace("| 0.35 (0.15 to 0.6) |", "| 0.4 (0.15 to 0.6) |"), encoding="utf-8")
    assert generated_docs.stale(tmp_path) == [f"{page} is stale"]
    generated_docs.write(tmp_path)
    assert page.read_text(encoding="utf-8") == text


def test_the_repositorys_own_pages_are_fresh() -> None:
    assert generated_docs.stale(generated_docs.DOCS) == []
