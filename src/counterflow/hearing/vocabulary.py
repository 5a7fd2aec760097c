"""The names that a hearing file may use: outcomes of the model, and the parameters that accounts disagree about."""

from __future__ import annotations

from dataclasses import dataclass

STAGES = ("approached", "engaging", "committing", "leaving")
"""The four points at which every driver may act."""

DRIVERS = ("support", "grievance", "ideology", "repression", "precarity", "belonging")
"""Each oriented so that more of it is thought to raise recruitment: ``support`` stands for the lack of it."""

MAIN_DRIVERS = (*DRIVERS, "network", "exposure")
"""The K = 8 candidates for the main driver."""

REMOVALS = (
    "ghettoisation",
    "harassment by the public",
    "harassment by the authorities",
    "disenfranchisement",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A quantity that the model computes for each draw, as its expected value: the luck of single runs is averaged out."""

    name: str
    unit: str
    """``share`` (0 to 1, or a difference of shares) or ``ratio``."""
    meaning: str
    """One plain sentence part, as it is shown beside the name."""
    people: tuple[int, str, str] | None = None
    """The same in people: of how many, what the counted ones did, what the others did; None where people cannot say it."""


def _outcomes() -> tuple[Outcome, ...]:
    shapley = "of the departures averted when drivers are set one by one to their matched level"
    return (
        Outcome(
            "share recruited outside the region",
            "share",
            "of departures of the five Central Asian cohorts, engaged while outside the five countries",
            (100, "of those who left were recruited outside the region", "inside it"),
        ),
        Outcome(
            "share recruited in Russia",
            "share",
            "of departures of the five Central Asian cohorts, engaged while in Russia",
            (100, "of those who left were recruited in Russia", "elsewhere"),
        ),
        Outcome(
            "ever left per adult at lowest detection",
            "share",
            "true departures per adult, with detection at its lowest plausible value",
            (100_000, "adults left", "did not go"),
        ),
        *(
            Outcome(f"shapley share of {driver}", "share", f"{driver}'s Shapley share {shapley}")
            for driver in MAIN_DRIVERS
        ),
        Outcome(
            "shapley share of support minus ideology",
            "share",
            "difference of the two Shapley shares, draw by draw",
        ),
        Outcome(
            "shapley share of support minus repression",
            "share",
            "difference of the two Shapley shares, draw by draw",
        ),
        Outcome(
            "home rate over host rate",
            "ratio",
            "departures per approach among men of 18-29, home over host, at equal exposure, recruiting kin counted",
        ),
        *(
            Outcome(
                f"averted without {removed}",
                "share",
                f"share of departures averted when {removed} is removed",
            )
            for removed in REMOVALS
        ),
        Outcome(
            "interaction of hardship and lost bonds",
            "share",
            "[rate(both) - rate(only hardship) - rate(only lost bonds) + rate(neither)] / rate(both)",
        ),
        Outcome(
            "isolation of recruits over comparable migrants",
            "ratio",
            "recruits against migrants of the same sex, age and time since arrival",
        ),
        Outcome(
            "belonging of recruits over comparable migrants",
            "ratio",
            "need for belonging of recruits against migrants of the same sex, age and time since arrival",
        ),
        Outcome(
            "share rebranded",
            "share",
            "of the Afghan branch's strength after two years, what came over from armed groups that were there before",
            (100, "of the branch came over from groups that were there before", "did not"),
        ),
        Outcome(
            "best effect over break-even",
            "ratio",
            "largest over the official's programmes of (hazard cut among those served) / (break-even cut at the stated value)",
        ),
        Outcome(
            "departures through the broadcast",
            "share",
            "of Tajik departures in the twelve months after the defection",
            (100, "of those Tajiks who left after the defection left through the broadcast", "did not"),
        ),
        Outcome(
            "true ever left over governments' sum",
            "ratio",
            "all who left by June 2015 against what governments said",
        ),
        Outcome(
            "next twelve months over last twelve",
            "ratio",
            "departures of the five cohorts, year against year",
        ),
        Outcome(
            "returned before death or end",
            "share",
            "of fighters who left, by the end of 2018",
            (100, "of the fighters who left came back", "did not"),
        ),
        Outcome(
            "returned before death or end, families",
            "share",
            "of family taken along, by the end of 2018",
            (100, "of the family members taken along came back", "did not"),
        ),
        Outcome(
            "at home and dangerous per departed",
            "ratio",
            "(returnees + people who were stopped + engaged people at home) / ever left",
        ),
        Outcome(
            "growth of Tajik over Kyrgyz departures after the defection",
            "ratio",
            "true departures in the 6 months after over those in the 6 before, Tajik growth over Kyrgyz growth",
        ),
    )


OUTCOMES: dict[str, Outcome] = {outcome.name: outcome for outcome in _outcomes()}
"""All outcomes by name."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A quantity on which accounts differ: one coordinate of the space that they share."""

    name: str
    unit: str
    low: float
    high: float
    """The values that the model accepts; a prior may not reach beyond them."""
    meaning: str
    survey: str
    """What would have to be measured to know it better."""


_INFINITE = float("inf")

_DRIVER_SURVEY = {
    "support": "a survey of migrants in Russia on time spent with kin, mentors and religious leaders, recruits' families included",
    "grievance": "a survey of migrants in Russia on harassment, extortion and unpaid wages, 2011 to 2018",
    "ideology": "a survey of migrants on exposure to the movement's message, online and in person",
    "repression": "a survey of migrants on how they were treated by their own governments before they left",
    "precarity": "a survey of migrants on earnings and legal status, set against the same figures for recruits",
    "belonging": "a survey of migrants on the need to belong, with the same questions to recruits and returnees",
}


def _weight(stage: str, driver: str) -> Parameter:
    meaning = f"log odds (per standard deviation of {driver}) at the point of {stage}"
    return Parameter(
        f"weights.{stage}.{driver}", "log odds per sd", -_INFINITE, _INFINITE, meaning, _DRIVER_SURVEY[driver]
    )


def _parameters() -> tuple[Parameter, ...]:
    return (
        *(_weight(stage, driver) for stage in STAGES for driver in DRIVERS),
        Parameter(
            "interaction",
            "log odds per sd of the product",
            -_INFINITE,
            _INFINITE,
            "isolation times grievance, beyond what each does by itself",
            "a survey that asks the same migrants about both hardship and ties",
        ),
        Parameter(
            "exposure_ratio",
            "ratio",
            0.0,
            _INFINITE,
            "approaches per person-year in host neighbourhoods over those in home districts",
            "a survey of returned migrants and of people who stayed: was anybody approached by a recruiter, where, how often",
        ),
        Parameter(
            "peer_reproduction",
            "engaged people per engaged person",
            0.0,
            0.95,
            "how many people one engaged person engages through kin, crew, friends and home district",
            "court files and interviews that say by whom each recruit was first approached",
        ),
        Parameter(
            "bridge_jump",
            "share",
            0.0,
            _INFINITE,
            "departures that the defector's broadcast adds in its first year, as a share of those without it",
            "dates of departure by week and country around the defection, from border or phone records in the aggregate",
        ),
        Parameter(
            "self_start_share",
            "share",
            0.0,
            1.0,
            "share of those who engage without ever having been approached",
            "court files and interviews that say by whom each recruit was first approached",
        ),
        Parameter(
            "selection_precarity",
            "correlation",
            -1.0,
            1.0,
            "how mobility goes with precarity: who migrates in the first place",
            "a household survey in the home districts, with and without migrants",
        ),
        Parameter(
            "selection_belonging",
            "correlation",
            -1.0,
            1.0,
            "how mobility goes with the need to belong",
            "a household survey in the home districts, with and without migrants",
        ),
        Parameter(
            "kin_recruit_share",
            "share",
            0.0,
            1.0,
            "share of kin, mentors and leaders who recruit rather than hold back",
            "court files and interviews that say by whom each recruit was first approached",
        ),
        Parameter(
            "place_sd",
            "sd of the log",
            0.0,
            _INFINITE,
            "how unlike places are in recruiting intensity",
            "departures by home district and by host neighbourhood, as counts without names",
        ),
        Parameter(
            "country_sd",
            "sd of the log",
            0.0,
            _INFINITE,
            "how unlike countries are beyond what the drivers explain",
            "departures by citizenship, counted by one body under one definition",
        ),
    )


PARAMETER_RECORDS: dict[str, Parameter] = {parameter.name: parameter for parameter in _parameters()}
"""All contested parameters by name."""

PARAMETERS: tuple[str, ...] = tuple(PARAMETER_RECORDS)
"""Order of the columns of every ``Draws``: the weights by stage, then by driver, then the rest as documented."""

EVIDENCE_CURVES = ("people trained", "jump of detection")
"""Assumed figures against which a verdict may be drawn, beside the contested parameters."""
