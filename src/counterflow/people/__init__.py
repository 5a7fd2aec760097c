"""The virtual population: everything about a person that does not depend on recruitment, as pure functions of (seed, run, person, time)."""
