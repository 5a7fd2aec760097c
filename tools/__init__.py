"""What keeps the repository true: checks and pages that are made from the code."""
