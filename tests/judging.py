"""How a test reaches verdicts: it hands each comparison to the fixture `verdict`, which records all of them and then fails for any.

With --verdicts FILE, those of tests marked `verification` are written there at the end (tools/verify.py reads them), and after each
test beside it: what was broken off goes on with the tests that have not held yet, as long as nothing that they rest on has changed.
A marked test without comparisons of its own is one verdict: it passed or it did not.
"""

import hashlib
import time
from collections.abc import Generator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import TYPE_CHECKING

import pytest

from tools.verdicts import Verdict, Verification, read, write

if TYPE_CHECKING:
    from tests.judge import Judge

ROOT = Path(__file__).parents[1]
_VERDICTS = pytest.StashKey[dict[str, list[Verdict]]]()
"""By test, in the order in which they were collected."""
_MADE_WITH = pytest.StashKey[dict[str, str]]()
_BEGUN = pytest.StashKey[float]()
"""When the run began; one that goes on began as much earlier as it had taken."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--verdicts", metavar="FILE", help="write the verdicts of long comparisons as JSON")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_VERDICTS] = {}
    config.stash[_BEGUN] = time.monotonic()


def unfinished(record: Path) -> Path:
    """Where a run keeps its verdicts until it has come to its end."""
    return record.with_suffix(".unfinished.json")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    path = config.getoption("--verdicts")
    if not path:
        return
    config.stash[_MADE_WITH] = made_with()
    kept = _kept(unfinished(Path(path)), config)
    config.stash[_VERDICTS] = {item.nodeid: kept.get(item.nodeid, []) for item in items}
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid in kept])
    items[:] = [item for item in items if item.nodeid not in kept]


def _kept(journal: Path, config: pytest.Config) -> dict[str, list[Verdict]]:
    """Verdicts of the tests that held in a run with the same sources that was broken off."""
    if not journal.exists():
        return {}
    earlier = read(journal)
    if earlier.made_with != config.stash[_MADE_WITH]:
        return {}
    config.stash[_BEGUN] -= earlier.seconds
    tests: dict[str, list[Verdict]] = {}
    for verdict in earlier.verdicts:
        tests.setdefault(verdict.test, []).append(verdict)
    return {test: verdicts for test, verdicts in tests.items() if all(one.holds for one in verdicts)}


def area_of(item: pytest.Item) -> str:
    """The first line of the docstring of the test's module, as a heading."""
    described = getattr(getattr(item, "module", None), "__doc__", None) or item.nodeid
    return str(described).strip().splitlines()[0].rstrip(".")


def sentence_of(item: pytest.Item) -> str:
    """The name of a test, as words."""
    return item.name.removeprefix("test_").replace("_", " ")


@pytest.fixture
def verdict(request: pytest.FixtureRequest) -> "Judge":
    """Where a test hands in its comparisons."""
    from tests.judge import Judge  # noqa: PLC0415 (SciPy takes a second, and most tests compare nothing)

    return Judge(area_of(request.node))


def _judge_of(item: pytest.Item) -> "Judge | None":
    found: Judge | None = getattr(item, "funcargs", {}).get("verdict")
    return found


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    result = yield
    judge = _judge_of(pyfuncitem)
    if judge is not None:
        judge.settle()
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if item.get_closest_marker("verification") and (report.when == "call" or not report.passed):
        reached = [replace(one, test=item.nodeid) for one in verdicts_of(item, report)]
        item.config.stash[_VERDICTS].setdefault(item.nodeid, []).extend(reached)
        if path := item.config.getoption("--verdicts"):
            write(unfinished(Path(path)), _so_far(item.config))
    return report


def verdicts_of(item: pytest.Item, report: pytest.TestReport) -> list[Verdict]:
    """What a test compared; a test that compared nothing, or broke off, is a verdict itself."""
    judge = _judge_of(item)
    reached = list(judge.verdicts) if judge is not None else []
    if reached and (report.passed or any(not v.holds for v in reached)):
        return reached
    own = Verdict(
        area_of(item),
        sentence_of(item),
        "passed or not" if report.passed else f"did not come to its end ({report.when})",
        None,
        "",
        None,
        report.passed,
        report.duration,
    )
    return [*reached, own]


def _so_far(config: pytest.Config) -> Verification:
    verdicts = tuple(one for reached in config.stash[_VERDICTS].values() for one in reached)
    return Verification(verdicts, time.monotonic() - config.stash[_BEGUN], config.stash[_MADE_WITH])


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    path = session.config.getoption("--verdicts")
    if path and exitstatus != pytest.ExitCode.INTERRUPTED and _MADE_WITH in session.config.stash:
        write(Path(path), _so_far(session.config))
        unfinished(Path(path)).unlink(missing_ok=True)


def made_with() -> dict[str, str]:
    """Versions that the figures may depend on; the sources, and among them those of kernels, by their hashes."""
    from counterflow.people.compiled import CACHE_FOLDER  # noqa: PLC0415 (Numba takes a second)

    packages = {name: version(name) for name in ("numba", "numpy", "scipy", "EoN")}
    kernels = CACHE_FOLDER.name.removeprefix("kernels-")
    return {"sources": _sources(), "kernels": kernels, "Python": python_version(), **packages}


def _sources() -> str:
    """A hash of the package with its library, and of the tests."""
    digest = hashlib.sha256()
    for folder in ("src", "tests"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]
