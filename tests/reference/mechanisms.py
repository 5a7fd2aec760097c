"""What must fire in the random worlds, lest an equality of nothings pass for a proof."""

from counterflow.engine.codes import EVENTS
from counterflow.world import CHANNELS, CONTACT_EDGES, EFFECTS, SEATED, SOURCES, THEATRES

MECHANISMS = (
    *(f"channel {channel}" for channel in CHANNELS),
    *(f"event {event}" for event in EVENTS),
    *(f"edge {edge}" for edge in CONTACT_EDGES),
    *(f"effect {effect}" for effect in EFFECTS),
    *(f"effect {effect} by seat" for effect in SEATED),
    *(f"hardship by {source}" for source in SOURCES),
    *(f"theatre {theatre}" for theatre in THEATRES),
    *(f"programmes: {number}" for number in range(3)),
    "chain seat",
    "driver held fixed",
    "edge tie",
    "engaged again",
    "hardship by a ban",
    "kin who hold",
    "kin who recruit",
    "legal help",
    "mentors of the other sign",
    "no seat free",
    "not practising",
    "own seat",
    "practising",
    "seat given back",
    "seat taken",
    "substitution",
    "targeting: False",
    "targeting: True",
    "third country",
    "waiting out a ban",
)
"""Names under which the census notes that a mechanism decided something about somebody, or took place."""
LEAST_SHARE = 20 / 300
"""Of the worlds, the share in which each mechanism must fire."""
