"""A wrong file gets one message per fault, with file, line, field, what is wrong and what would be right."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, field_validator

from counterflow.faults import Document, Fault, Faults, read_toml, validate


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Range(Strict):
    low: float
    high: float
    source: str = Field(min_length=1)


class Spread(Strict):
    mean: float
    sd: float


class Cohort(Strict):
    name: str
    size: Annotated[int, Field(ge=0)]
    share_online: Annotated[float, Field(ge=0, le=1)] | Range | Spread = 0.5
    sex: Literal["women", "men", "both"] = "both"


class Record(Strict):
    kind: Literal["record"]
    topic: str


class Figure(Strict):
    kind: Literal["figure"]
    quantity: str


class Scenario(Strict):
    title: str = "t"
    cohorts: tuple[Cohort, ...] = ()
    part: list[Annotated[Record | Figure, Field(discriminator="kind")]] = []

    @field_validator("title")
    @classmethod
    def quiet(cls, title: str) -> str:
        if title.isupper():
            raise ValueError(f'"{title}" shouts; write it small')
        return title


COHORT = '[[cohorts]]\nname = "a"\nsize = 2\n'
LARGE = "is a whole number of more than 64 bits; write a smaller one, or a decimal such as 1e20"
HIDDEN = "remove it: it cannot be seen, and may hide what is written"
WRONG = {
    'title = "LOUD"': '1: title: "LOUD" shouts; write it small',
    "title = 3": "1: title: 3 is not a text in quotes; write a text",
    'titel = "x"': "1: titel: is not a known key; did you mean title?",
    "zz = 1": "1: zz: is not a known key; known here: title, cohorts, part",
    "cohorts = 3": "1: cohorts: 3 is not a list; write a list",
    '[[cohorts]]\nname = "a"': "1: cohorts[0].size: is missing; add size = ..., a whole number of at least 0",
    '[[cohorts]]\nname = "a"\nsiz = 3': "3: cohorts[0].siz: is not a known key; did you mean size?",
    '[[cohorts]]\nname = "a"\nsize = -4': "3: cohorts[0].size: -4 is under 0; write a whole number of at least 0",
    '[[cohorts]]\nname = "a"\nsize = 2.5': (
        "3: cohorts[0].size: 2.5 is not a whole number; write a whole number of at least 0"
    ),
    f"{COHORT}share_online = 1.4": (
        "4: cohorts[0].share_online: 1.4 is over 1; write a share between 0 and 1 or a table"
    ),
    f"{COHORT}share_online = nan": (
        "4: cohorts[0].share_online: nan is not a number; write a share between 0 and 1 or a table"
    ),
    f'{COHORT}share_online = {{ low = 1, hgih = 2, source = "x" }}': (
        "4: cohorts[0].share_online.hgih: is not a known key; did you mean high?"
    ),
    f"{COHORT}share_online = {{ mean = 1 }}": "4: cohorts[0].share_online.sd: is missing; add sd = ..., a number",
    f'{COHORT}share_online = {{ low = 1, high = 2, source = "" }}': (
        "4: cohorts[0].share_online.source: is empty; write a text"
    ),
    f'{COHORT}sex = "womn"': '4: cohorts[0].sex: "womn" is not known here; did you mean women?',
    '[[part]]\nkind = "recrod"': '2: part[0].kind: "recrod" is not known here; did you mean record?',
    '[[part]]\ntopic = "x"': "1: part[0].kind: is missing; add kind = ..., one of record, figure",
    '[[part]]\nkind = "figure"\nquantity = "q"\ntopc = 1': (
        "4: part[0].topc: is not a known key; known here: kind, quantity"
    ),
    "a = 1\nb = = 2": "2: is not TOML at column 5: invalid value; mend this line",
    "a = [\n1\n": "2: is not TOML: unclosed array; mend this line",
    "a = [\n1, -9223372036854775809]": f"2: a[1]: {LARGE}",
    'b = 1\na = ["x", "y\\u001b[31m"]': "2: a[1]: has the control character U+001B; " + HIDDEN,
    'a = "x\\u202ey"': "1: a: has the control character U+202E; " + HIDDEN,
    '"a\\u0007" = 1': "1: a\\x07: has the control character U+0007; " + HIDDEN,
    "b = 1\na = " + "9" * 5_000: f"2: {LARGE}",
    "a = " + "[" * 5_000: " is nested too deeply; write flatter tables",
}


def written(folder: Path, text: str) -> Path:
    path = folder / "scenario.toml"
    path.write_text(text)
    return path


@pytest.mark.parametrize("text", WRONG)
def test_each_fault_is_named_once_with_its_line_and_remedy(text: str, tmp_path: Path) -> None:
    path = written(tmp_path, text)
    with pytest.raises(Faults) as caught:
        validate(Scenario, read_toml(path))
    assert str(caught.value) == f"{path}:{WRONG[text]}"


def test_all_faults_are_told_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, 'titel = "x"\n[[cohorts]]\nname = 1\nsize = -1\nknd = 1\n')
    with pytest.raises(Faults) as caught:
        validate(Scenario, read_toml(path))
    assert [fault.line for fault in caught.value.faults] == [1, 3, 4, 5]


def test_a_right_file_becomes_a_record(tmp_path: Path) -> None:
    text = f'{COHORT}share_online = {{ low = 1, high = 2, source = "s" }}\n[[part]]\nkind = "record"\ntopic = "t"\n'
    scenario = validate(Scenario, read_toml(written(tmp_path, text)))
    assert scenario.cohorts[0].share_online == Range(low=1, high=2, source="s")


def test_a_missing_file_suggests_the_one_beside_it(tmp_path: Path) -> None:
    written(tmp_path, "")
    with pytest.raises(Faults, match=r"does not exist; did you mean .*scenario\.toml\?"):
        read_toml(tmp_path / "scenraio.toml")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(Faults, match="there is no folder"):
        read_toml(tmp_path / "none" / "scenario.toml")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(Faults, match="is a folder; name a TOML file"):
        read_toml(tmp_path)


def test_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "scenario.toml"
    path.write_bytes(b"a = 1\nb = '\xff'\n")
    with pytest.raises(Faults) as caught:
        read_toml(path)
    assert str(caught.value) == f"{path}:2: byte 0xff is not UTF-8; save the file as UTF-8"


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "scenario.toml"
    path.write_bytes(b"\xef\xbb\xbfa = 1\r\nb = 2\r\n")
    document = read_toml(path)
    assert (document.data, document.line("b")) == ({"a": 1, "b": 2}, 2)


def test_a_key_that_is_not_written_has_the_line_of_its_table(tmp_path: Path) -> None:
    document = read_toml(written(tmp_path, "[[claim]]\n[[claim.part]]\nkind = 1\n"))
    assert document.line("claim", 0, "part", 0, "outcome") == 2
    assert document.line("witness") is None


def test_a_check_of_ones_own_speaks_the_same_way(tmp_path: Path) -> None:
    path = written(tmp_path, '[[claim]]\nwitness = "nobody"\n')
    fault = read_toml(path).fault(
        "claim", 0, "witness", problem="nobody is no witness", remedy="add the witness"
    )
    assert str(fault) == f"{path}:2: claim[0].witness: nobody is no witness; add the witness"


def test_faults_survive_pickling() -> None:
    faults = Faults(
        [Fault("a.toml", 1, "x", "is wrong", "mend it"), Fault("a.toml", None, "", "is wrong", "")]
    )
    again = pickle.loads(pickle.dumps(faults))
    assert again.faults == faults.faults
    assert str(again) == "a.toml:1: x: is wrong; mend it\na.toml: is wrong"


def test_faults_need_a_fault() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Faults([])


KEYS = st.sampled_from(["title", "cohorts", "part", "name", "size", "share_online", "kind", "low", "other"])
SCALARS = st.one_of(
    st.integers(), st.floats(), st.sampled_from(["", "a", "women", "figure"]), st.booleans(), st.dates()
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


def faults_of(data: dict[str, Any]) -> tuple[Fault, ...]:
    try:
        validate(Scenario, Document(Path("x.toml"), data))
    except Faults as faults:
        return faults.faults
    return ()


@given(data=st.dictionaries(KEYS, VALUES, max_size=4))
def test_whatever_a_file_says_no_fault_is_told_twice_or_without_a_word(data: dict[str, Any]) -> None:
    faults = faults_of(data)
    assert len({(fault.field, fault.problem) for fault in faults}) == len(faults)
    assert all(fault.problem for fault in faults)
