"""Tables and charts of a hearing's result, one function each, shared by whatever shows them."""

from counterflow.views.chart import View
from counterflow.views.curve import curve_with_threshold
from counterflow.views.departures import departures_over_time
from counterflow.views.forest import forest
from counterflow.views.outcome import outcome_by_account
from counterflow.views.programmes import effect_domain, programme_effect
from counterflow.views.rates import denominators, rate_domain, rates_under
from counterflow.views.strip import claim_strip
from counterflow.views.theme import DARK, LIGHT, Palette

__all__ = [
    "DARK",
    "LIGHT",
    "Palette",
    "View",
    "claim_strip",
    "curve_with_threshold",
    "denominators",
    "departures_over_time",
    "effect_domain",
    "forest",
    "outcome_by_account",
    "programme_effect",
    "rate_domain",
    "rates_under",
]
