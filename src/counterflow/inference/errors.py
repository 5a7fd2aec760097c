"""What inference refuses."""

from __future__ import annotations


class Unfit(ValueError):
    """Runs, priors and figures from which no posterior can be had; the message says why, and after a semicolon what to do."""
