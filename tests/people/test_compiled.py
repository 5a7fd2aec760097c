import os
import subprocess
import sys
from pathlib import Path

import counterflow
from counterflow.people import compiled

PACKAGE = Path(counterflow.__file__).parent


def folder_of(package: Path, cache: Path) -> str:
    """The cache folder that a copy of the package would use."""
    finished = subprocess.run(
        [sys.executable, "-c", "from counterflow.people.compiled import CACHE_FOLDER; print(CACHE_FOLDER)"],
        env={**os.environ, "PYTHONPATH": str(package.parent), "COUNTERFLOW_CACHE": str(cache)},
        capture_output=True,
        text=True,
        check=True,
    )
    return finished.stdout.strip()


def copied(to: Path) -> Path:
    """The kernels' packages alone, elsewhere."""
    for name in ("world.py", *(f"{folder}/*.py" for folder in compiled.KERNEL_PACKAGES)):
        for path in PACKAGE.glob(name):
            target = to / "counterflow" / path.relative_to(PACKAGE)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(path.read_text())
    (to / "counterflow" / "__init__.py").write_text("")
    return to / "counterflow"


def test_a_change_in_any_kernel_moves_the_cache(tmp_path: Path) -> None:
    """Numba's own cache does not notice a change in a kernel that another kernel calls."""
    package = copied(tmp_path)
    before = folder_of(package, tmp_path)
    assert folder_of(package, tmp_path) == before
    keys = package / "people" / "keys.py"
    keys.write_text(keys.read_text().replace("range(10)", "range(9)"))
    after = folder_of(package, tmp_path)
    assert after != before
    assert before.startswith(str(tmp_path))


def test_decorating_leaves_numbas_own_cache_folder_as_it_was() -> None:
    from numba.core import config  # noqa: PLC0415 (read at the time of the test)

    before = config.CACHE_DIR
    compiled.kernel(lambda x: x + 1)
    assert before == config.CACHE_DIR
