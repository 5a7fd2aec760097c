"""Every kind of file that counterflow reads, each with right ones to begin with, and all that is read from it."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from counterflow.analysis.calibration.ask import Ask
from counterflow.analysis.calibration.posterior import HEAD, NUMBERS, read_posterior
from counterflow.analysis.files import verdicts_json
from counterflow.analysis.hear import load_case
from counterflow.analysis.kept import FOLDER, MADE_OF, OUTCOMES, VERDICTS, keep, kept
from counterflow.evidence import overview
from counterflow.experiment.asking import asked
from counterflow.experiment.job import carry_out
from counterflow.experiment.local import Processes
from counterflow.experiment.rerun import rerun
from counterflow.experiment.store import Store
from counterflow.faults import Fault, Faults
from counterflow.scenario import assumptions, compile_arm, compile_world, load_scenario
from tests.analysis.calibration.test_posterior import posterior
from tests.experiment.small import experiment
from tests.scenario.builders import LIBRARY, TEMPLATE
from tests.views.example import verdicts

Maker = Callable[[Path], object]


@dataclass(frozen=True)
class Format:
    """A kind of file: how a folder with a right one is made, which file is then got wrong, and how it is read."""

    name: str
    make: Maker
    pattern: str
    """Of the file's path in the folder."""
    read: Callable[[Path], object]
    """Reads the folder; raises Faults, and nothing else, where it is wrong."""
    in_bytes: bool = False
    """Whether bytes are changed rather than tokens."""


def _copy(folder: Path) -> Maker:
    return lambda into: shutil.copytree(
        folder, into, ignore=shutil.ignore_patterns("posterior", "results", "*.md")
    )


def _read_hearing(folder: Path) -> None:
    hearing = load_case(folder).hearing
    for account in hearing.account:
        hearing.sample(account.id, 8, 1)


def _read_scenario(folder: Path) -> None:
    scenario = load_scenario(folder / "scenario.toml")
    assumptions(scenario)
    world = compile_world(scenario, load_case(folder).salience)
    for programme in scenario.programme:
        compile_arm(scenario, world, [programme.id])


def _read_evidence(folder: Path) -> None:
    load_case(folder)
    overview(folder).document()


def _read_posterior(folder: Path) -> None:
    found = read_posterior(folder)
    for ask in found.kept if found is not None else ():
        found.draws(ask)


def _make_store(folder: Path) -> None:
    carry_out(experiment(runs=1), folder, crew=Processes(1))


def _read_store(folder: Path) -> None:
    asked(str(folder), world="", sql=None, export=None, table="counts", mending=False)
    query = "select * from counts"
    asked(str(folder), world="", sql=query, export=None, table="counts", mending=False)
    _read_inputs(folder)


def _read_inputs(folder: Path) -> None:
    store = Store(folder)
    for run in store.table(["id"])["id"].to_pylist():
        rerun(store, run)
    store.scenario(store.manifest.asked[-1]["world"])


def _make_posterior(folder: Path) -> None:
    posterior({Ask(): 0.5, Ask("support", power=2.0, without=("a",)): 0.25}).write(folder)


def _make_results(folder: Path) -> None:
    shutil.copytree(TEMPLATE.parent, folder)
    outcomes = {("all", "prior"): {"share rebranded": np.linspace(0.0, 1.0, 5)}}
    keep(verdicts(), outcomes, folder, folder / FOLDER)


def _read_results(folder: Path) -> None:
    """What a page asks of them. Results that cannot be read are told as none at all, which is the word for it here."""
    found = kept(folder)
    if found is None or found.outcomes() is None:
        raise Faults([Fault(str(folder), None, "", "has no results", "")])
    verdicts_json(found.verdicts)


FORMATS = (
    *(
        Format(f"{kind} of the {name}", _copy(folder), f"{kind}.*", read)
        for name, folder in (("template", TEMPLATE.parent), ("library", LIBRARY))
        for kind, read in (
            ("hearing", _read_hearing),
            ("scenario", _read_scenario),
            ("evidence", _read_evidence),
            ("targets", _read_hearing),
            ("inputs", _read_scenario),
        )
    ),
    Format("scored of the library", _copy(LIBRARY), "scored.toml", _read_hearing),
    Format("evidence in bytes", _copy(TEMPLATE.parent), "evidence.csv", _read_evidence, in_bytes=True),
    Format("scenario in bytes", _copy(TEMPLATE.parent), "scenario.toml", _read_scenario, in_bytes=True),
    Format("head of a posterior", _make_posterior, HEAD, _read_posterior),
    Format("numbers of a posterior", _make_posterior, NUMBERS, _read_posterior, in_bytes=True),
    Format("verdicts that are kept", _make_results, f"{FOLDER}/{VERDICTS}", _read_results),
    Format("what results were made of", _make_results, f"{FOLDER}/{MADE_OF}", _read_results),
    Format("outcomes that are kept", _make_results, f"{FOLDER}/{OUTCOMES}", _read_results, in_bytes=True),
    Format("manifest of a store", _make_store, "manifest-*.json", _read_store),
    Format("scenario in a store", _make_store, "inputs/world-*.json", _read_inputs),
    Format("world in a store", _make_store, "inputs/world-*.npz", _read_inputs, in_bytes=True),
    Format("arm in a store", _make_store, "inputs/arm-*.npz", _read_inputs, in_bytes=True),
    Format("runs in a store", _make_store, "parts/*.parquet", _read_store, in_bytes=True),
)
