"""Which parameters move an outcome, or the verdict on a claim."""
