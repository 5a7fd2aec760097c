"""What the wheel's measuring counts."""

import tomllib
from pathlib import Path

from tools.wheel import EXTRAS, LIMITS, Core, _megabytes


def test_packages_are_counted_without_pip_and_compiled_python(tmp_path: Path) -> None:
    for name, size in {"a/b.py": 700_000, "a/__pycache__/b.pyc": 9, "pip/x.py": 9, "c.py": 300_000}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"0" * size)
    assert _megabytes(tmp_path) == 1.0


def test_every_limit_is_of_something_that_is_measured() -> None:
    assert set(LIMITS) < set(Core.__dataclass_fields__)


def test_the_tests_are_run_with_every_extra() -> None:

    project = Path(__file__).parents[2] / "pyproject.toml"
    extras = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert set(EXTRAS.split(",")) == set(extras)
