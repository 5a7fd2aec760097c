"""Who said something first, and who only seems to be somebody else."""

from __future__ import annotations

SHARED_LISTS = {"tj-": "government of Tajikistan", "kg-": "government of Kyrgyzstan"}
"""Prefixes of origins whose agencies may share one list, and so one error."""

GOVERNMENTS = {"Tajikistan": "tj-", "Kyrgyzstan": "kg-", "Kazakhstan": "kz-", "Uzbekistan": "uz-"}
"""Prefix of the origins that are agencies of a country's own government; Turkmenistan's said nothing."""


def voice(origin: str) -> str:
    """The independent voice that an origin belongs to: itself, or the government whose list it may share."""
    for prefix, name in SHARED_LISTS.items():
        if origin.startswith(prefix):
            return name
    return origin


def voices(origins: tuple[str, ...]) -> tuple[str, ...]:
    """The distinct voices of some origins, sorted."""
    return tuple(sorted({voice(origin) for origin in origins}))
