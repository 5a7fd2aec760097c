"""How a test reaches verdicts: it hands each comparison to the fixture `verdict`, which records all of them and then fails for any.

With --verdicts FILE, those of tests marked `verification` are written there (tools/verify.py reads them). A marked test without
comparisons of its own is one verdict: it passed or it did not.
"""

import time
from collections.abc import Generator
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import TYPE_CHECKING

import pytest

from tools.verdicts import Verdict, Verification, write

if TYPE_CHECKING:
    from tests.judge import Judge

_VERDICTS = pytest.StashKey[list[Verdict]]()
_BEGUN = pytest.StashKey[float]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--verdicts", metavar="FILE", help="write the verdicts of long comparisons as JSON")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_VERDICTS] = []
    config.stash[_BEGUN] = time.monotonic()


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
        item.config.stash[_VERDICTS] += verdicts_of(item, report)
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


def pytest_sessionfinish(session: pytest.Session) -> None:
    path = session.config.getoption("--verdicts")
    if path:
        seconds = time.monotonic() - session.config.stash[_BEGUN]
        verdicts = tuple(session.config.stash[_VERDICTS])
        write(Path(path), Verification(verdicts, seconds, made_with()))


def made_with() -> dict[str, str]:
    """Versions that the figures may depend on; kernels by the hash of their sources."""
    from counterflow.people.compiled import CACHE_FOLDER  # noqa: PLC0415 (Numba takes a second)

    packages = {name: version(name) for name in ("numba", "numpy", "scipy", "EoN")}
    return {"kernels": CACHE_FOLDER.name.removeprefix("kernels-"), "Python": python_version(), **packages}
