"""The hearing that ships: complete, fair before data, and in our own words."""

from pathlib import Path

import pytest

import counterflow.library
from counterflow.evidence import load_evidence
from counterflow.hearing import PARAMETERS, Hearing, Part, load_hearing
from counterflow.hearing.vocabulary import DRIVERS, STAGES

FOLDER = Path(counterflow.library.__path__[0]) / "central_asia_2015"
PARTS = [
    "R1a",
    "R1b",
    "R2a",
    "R2b",
    "R3a",
    "R3b",
    "R3c",
    "R4",
    "R5a",
    "R5b",
    "R5c",
    "R5d",
    "R5e",
    "R6a",
    "R6b",
    "R6c",
    "R7a",
    "R7b",
    "R8a",
    "R8b",
    "R8c",
    "R9",
    "R10a",
    "R10b",
    "C1a",
    "C1b",
    "C2",
    "C3a",
    "C3b",
    "L1",
    "E1a",
    "E1b",
    "E2",
    "E3",
    "A1a",
    "A1b",
    "A2",
]
NOT_TESTED = {"R2b", "R6b", "R6c", "R7b", "R10b"}


@pytest.fixture(scope="module")
def hearing() -> Hearing:
    evidence = load_evidence(FOLDER / "evidence.csv")
    return load_hearing(FOLDER / "hearing.toml", frozenset(evidence.by_id))


def parts(hearing: Hearing) -> dict[str, Part]:
    return {part.id: part for claim in hearing.claim for part in claim.part}


def test_no_part_is_left_out(hearing: Hearing) -> None:
    assert len(PARTS) == 37
    assert sorted(parts(hearing)) == sorted(PARTS)


def test_parts_without_a_figure_name_the_survey_that_is_missing(hearing: Hearing) -> None:
    assert {name for name, part in parts(hearing).items() if part.needs} == NOT_TESTED


def test_only_the_focus_is_a_judgement(hearing: Hearing) -> None:
    assert [name for name, part in parts(hearing).items() if part.judgement] == ["A2"]


def test_every_witness_makes_a_claim(hearing: Hearing) -> None:
    assert {claim.witness for claim in hearing.claim} == {witness.id for witness in hearing.witness}


def test_what_the_article_paraphrases_is_not_put_into_the_witness_mouth(hearing: Hearing) -> None:
    found = parts(hearing)
    words = {part.id: part.whose_words or claim.whose_words for claim in hearing.claim for part in claim.part}
    assert words["R3a"] == "witness quoted"
    assert words["R3b"] == words["R3c"] == "paraphrase by the article"
    assert words["L1"] == "transcript"
    assert "one key factor" in found["R3a"].statement
    assert "main driver" in found["R3b"].statement


def test_quotes_are_a_few_words(hearing: Hearing) -> None:
    assert max(len(passage.quote.split()) for passage in hearing.passage if passage.quote) <= 5


def test_the_defector_is_an_event_and_not_a_person() -> None:
    assert "khalimov" not in (FOLDER / "hearing.toml").read_text(encoding="utf-8").lower()


def test_six_accounts_share_one_space(hearing: Hearing) -> None:
    assert [account.id for account in hearing.account] == [
        "exposure",
        "support",
        "ideology",
        "repression",
        "network",
        "all",
    ]
    for account in hearing.account:
        assert set(hearing.priors(account.id)) == set(PARAMETERS)


def test_under_all_every_driver_has_one_prior_at_every_point_centred_at_nothing(hearing: Hearing) -> None:
    priors = hearing.priors("all")
    for driver in DRIVERS:
        scales = {priors[f"weights.{stage}.{driver}"].normal for stage in STAGES}
        assert len(scales) == 1
        assert {normal[0] for normal in scales if normal is not None} == {0.0}


def test_a_pure_account_raises_its_own_driver_alone(hearing: Hearing) -> None:
    for name in ("support", "ideology", "repression"):
        priors = hearing.priors(name)
        raised = {key for key in PARAMETERS if key.startswith("weights.") and priors[key].normal[0] > 0}
        assert raised == {
            f"weights.{stage}.{name}" for stage in ("approached", "engaging", "committing", "leaving")
        }
