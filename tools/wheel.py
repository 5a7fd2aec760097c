"""The wheel, away from its sources: how large the core is, how fast it starts, and whether all tests pass with it.

python tools/wheel.py [--core] [ARGUMENTS OF PYTEST]; with --core the tests are left out. Exit code 1 unless all is
within its limits.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PLACE = ROOT / "build" / "wheel"
RECORD = ROOT / "build" / "wheel.json"
EXTRAS = "hearing,analysis,app,cluster,dev,docs"
LIMITS = {"core_mb": 350.0, "import_seconds": 0.5, "help_seconds": 0.7}
_BESIDE = ("src", "build", "dist", ".git", ".venv", "__pycache__", ".*_cache", ".hypothesis")
_REPEATS = 5


@dataclass(frozen=True, slots=True)
class Core:
    """The core alone, as installed from the wheel."""

    wheel_kb: float
    core_mb: float
    """All packages that come with it, compiled Python left out; pip is not one of them."""
    import_seconds: float
    help_seconds: float
    """Time on the processor, the shortest of five."""
    packages: tuple[str, ...]


def main(arguments: list[str]) -> int:
    """Exit code: 0 where everything is within its limits, and the tests pass."""
    core_only, rest = "--core" in arguments, [one for one in arguments if one != "--core"]
    shutil.rmtree(PLACE, ignore_errors=True)
    wheel = built()
    core = measured(wheel)
    RECORD.write_text(json.dumps(asdict(core), indent=1) + "\n", encoding="utf-8")
    over = [name for name, limit in LIMITS.items() if getattr(core, name) > limit]
    for name, limit in LIMITS.items():
        print(f"{name}: {getattr(core, name):.3g} (at most {limit:g})")
    if over or core_only:
        return 1 if over else 0
    return tested(wheel, rest)


def built() -> Path:
    """The wheel, made anew."""
    _run(
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--wheel-dir",
        str(PLACE / "dist"),
        str(ROOT),
    )
    (wheel,) = (PLACE / "dist").glob("counterflow-*.whl")
    return wheel


def measured(wheel: Path) -> Core:
    """The core in an environment of its own."""
    python = _environment("core", str(wheel))
    listed = _run(str(python), "-m", "pip", "list", "--format=freeze").split()
    help_ = "import sys; sys.argv = ['counterflow', '--help']; from counterflow.cli import app; app(standalone_mode=False)"
    return Core(
        wheel_kb=wheel.stat().st_size / 1e3,
        core_mb=_megabytes(_site_packages(python)),
        import_seconds=_seconds(python, "import counterflow"),
        help_seconds=_seconds(python, help_),
        packages=tuple(one for one in listed if not one.startswith(("pip==", "setuptools=="))),
    )


def tested(wheel: Path, arguments: list[str]) -> int:
    """Exit code of all tests, in a folder that has everything but the sources."""
    python = _environment("whole", f"{wheel}[{EXTRAS}]")
    outside = PLACE / "outside"
    shutil.copytree(ROOT, outside, ignore=shutil.ignore_patterns(*_BESIDE))
    known = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [str(python), "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=outside, env=known, check=False).returncode  # noqa: S603 -- our own tests


def _environment(name: str, *packages: str) -> Path:
    """Python of a new environment with these packages, at the versions of constraints.txt."""
    folder = PLACE / name
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    _run(str(python), "-m", "pip", "install", "--quiet", "-c", str(ROOT / "constraints.txt"), *packages)
    return python


def _site_packages(python: Path) -> Path:
    return Path(_run(str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())


def _megabytes(folder: Path) -> float:
    files = [
        file
        for package in folder.iterdir()
        if not package.name.startswith(("pip", "setuptools", "_distutils_hack", "pkg_resources"))
        for file in (package.rglob("*") if package.is_dir() else [package])
        if file.is_file() and file.suffix != ".pyc"
    ]
    return sum(file.stat().st_size for file in files) / 1e6


def _seconds(python: Path, program: str) -> float:
    times = []
    for _ in range(_REPEATS):
        before = os.times()
        _run(str(python), "-c", program)
        after = os.times()
        times.append(
            after.children_user + after.children_system - before.children_user - before.children_system
        )
    return min(times)


def _run(*command: str) -> str:
    known = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(command, env=known, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
