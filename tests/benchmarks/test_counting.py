"""The counting copy of the engine differs from it by one line in each counted function."""

from pathlib import Path

import pytest

from benchmarks.ours.counting import COUNTED, NAMES, PACKAGE, build, with_counters

SOURCE = '''"""A module."""

from a import b


@kernel
def long(
    x: float,
) -> float:
    """Twice x."""
    return x + x


@kernel
def short(x): return x
'''


def test_the_line_stands_after_the_docstring() -> None:
    counted = with_counters(SOURCE, ("long",), 3)
    assert '    """Twice x."""\n    counted(3)\n    return x + x' in counted
    assert "from a import b\nfrom counterflow.people.counter import counted" in counted


def test_a_function_that_is_gone_is_named() -> None:
    with pytest.raises(ValueError, match="no function twice"):
        with_counters(SOURCE, ("long", "twice"), 0)


@pytest.mark.parametrize("file", COUNTED)
def test_the_engine_has_every_function_that_is_counted(file: str) -> None:
    source = (PACKAGE / file).read_text(encoding="utf-8")
    counted = with_counters(source, COUNTED[file], 0)
    assert counted.count("    counted(") == len(COUNTED[file])
    compile(counted, file, "exec")


def test_each_function_has_a_number_of_its_own(tmp_path: Path) -> None:
    build(tmp_path)
    sources = [(tmp_path / "counterflow" / file).read_text(encoding="utf-8") for file in COUNTED]
    numbers = [
        line.strip() for text in sources for line in text.splitlines() if line.strip().startswith("counted(")
    ]
    assert sorted(numbers) == sorted(f"counted({i})" for i in range(len(NAMES)))
