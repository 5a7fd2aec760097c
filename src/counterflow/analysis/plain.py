"""Names of the model's outcomes and parameters as a reader says them."""

from __future__ import annotations

from counterflow.hearing import PARAMETER_RECORDS

_OUTCOMES = {
    "share recruited outside the region": "the share recruited outside the region",
    "share recruited in Russia": "the share recruited in Russia",
    "ever left per adult at lowest detection": "the share of adults who ever left, with as many unseen as is plausible,",
    "home rate over host rate": "the rate of leaving at home over the rate abroad",
    "interaction of hardship and lost bonds": "what hardship and lost bonds add together, beyond each alone,",
    "isolation of recruits over comparable migrants": "the isolation of recruits over that of comparable migrants",
    "belonging of recruits over comparable migrants": "the need to belong of recruits over that of comparable migrants",
    "share rebranded": "the share of the branch that came over from earlier groups",
    "best effect over break-even": "the best programme's effect over the effect at which it pays",
    "departures through the broadcast": "the share of later Tajik departures that came through the broadcast",
    "true ever left over governments' sum": "the number who ever left over the governments' sum",
    "next twelve months over last twelve": "the number leaving in the next twelve months over that of the last twelve",
    "returned before death or end": "the share of fighters who come back",
    "returned before death or end, families": "the share of family members who come back",
    "at home and dangerous per departed": "returnees, people stopped and people engaged at home: their number for each who left",
    "growth of Tajik over Kyrgyz departures after the defection": "the growth of Tajik over that of Kyrgyz departures",
}
_SHAPLEY = "shapley share of "
_WITHOUT = "averted without "
_DRIVERS = {"support": "lack of support", "belonging": "the need to belong"}
_STAGES = {
    "approached": "being approached",
    "engaging": "engaging",
    "committing": "committing",
    "leaving": "leaving",
}
_PARAMETERS = {
    "interaction": "the interaction of isolation and grievance",
    "exposure_ratio": "the exposure ratio (approaches abroad over approaches at home)",
    "peer_reproduction": "the number of people whom each engaged person engages",
    "bridge_jump": "the jump from the defector's broadcast",
    "self_start_share": "the share who start without being approached",
    "selection_precarity": "the tie between migrating and precarity",
    "selection_belonging": "the tie between migrating and the need to belong",
    "kin_recruit_share": "the share of kin and leaders who recruit",
    "place_sd": "the difference between places",
    "country_sd": "the difference between countries",
}


def outcome_words(outcome: str) -> str:
    """A model outcome as a reader says it.

    >>> outcome_words("shapley share of support minus ideology")
    'the share of averted departures due to lack of support, less the share due to ideology'
    """
    if outcome.startswith(_SHAPLEY):
        first, _, second = outcome.removeprefix(_SHAPLEY).partition(" minus ")
        words = f"the share of averted departures due to {_DRIVERS.get(first, first)}"
        return f"{words}, less the share due to {_DRIVERS.get(second, second)}" if second else words
    if outcome.startswith(_WITHOUT):
        return f"the share of departures that would not happen without {outcome.removeprefix(_WITHOUT)}"
    return _OUTCOMES.get(outcome, outcome)


def parameter_words(parameter: str) -> str:
    """A contested parameter as a reader says it.

    >>> parameter_words("weights.engaging.support")
    'the weight of support in engaging'
    """
    if parameter in _PARAMETERS:
        return _PARAMETERS[parameter]
    group, _, rest = parameter.partition(".")
    stage, _, driver = rest.partition(".")
    if group == "weights" and parameter in PARAMETER_RECORDS:
        return f"the weight of {driver} in {_STAGES.get(stage, stage)}"
    return parameter.replace("_", " ")
