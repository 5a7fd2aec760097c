"""The virtual population: all that does not depend on recruitment, as pure functions of (seed, run, person, time)."""
