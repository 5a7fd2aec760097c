"""How fast the engine is, beside the strongest rivals, at the same work: `make bench`."""
