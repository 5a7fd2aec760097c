"""From runs and figures to verdicts."""
