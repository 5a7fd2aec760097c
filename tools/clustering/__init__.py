"""Where departures come from, district by district: what differing places and peers make of it. Writes docs/clustering.md."""
