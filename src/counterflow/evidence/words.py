"""Names of the evidence file as a reader says them."""

from __future__ import annotations

_QUANTITIES = {
    "ff_and_supporters_cumulative": "ever left, fighters and supporters",
    "ff_by_region": "ever left, by region",
    "ff_cumulative": "ever left to fight",
    "ff_inflow": "inflow of fighters",
    "ff_official_claim": "fighters, by officials",
    "ff_outflow": "departures in the year",
    "ff_per_million": "ever left per million inhabitants",
    "ff_present": "fighters there at the time",
    "ff_present_or_ever": "fighters, there or ever",
    "ff_registered": "fighters on a register",
    "is_strength": "strength of ISIL",
    "isk_central_asians": "Central Asians with ISIL in Afghanistan",
    "isk_strength": "strength of ISIL in Afghanistan",
    "central_asian_share_of_labour_migrants": "share of labour migrants who are Central Asian",
    "citizens_present_in_russia": "citizens present in Russia",
    "deaths_cumulative": "deaths so far",
    "mobilisation_countries": "countries of origin",
    "mobilisation_total": "persons mobilised in all",
    "labour_migrants_in_russia": "labour migrants in Russia",
    "men_18_29_share_of_migrants": "share of migrants who are men of 18 to 29",
    "religious_schooling_discount": "how far religious schooling in Central Asia falls short of that on all entry forms",
    "share_ex_migrants_in_russia": "share who had been migrants in Russia",
    "share_recruited_in_russia": "share recruited in Russia",
}


def quantity_words(quantity: str) -> str:
    """The name of a quantity of the evidence file as a reader says it."""
    name, _, group = quantity.partition(": ")
    words = _QUANTITIES.get(name) or name.removeprefix("event_").replace("_", " ")
    return f"{words}: {group}" if group else words
