"""What changed assumptions do to verdicts: in seconds by other weights where the draws cover them, else by a run."""
