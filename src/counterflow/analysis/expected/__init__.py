"""Expected departures: what the engine yields on average, summed over a fixed sample of people instead of simulated.

A probability over parameters must not hold the luck of single runs (inference.md, section 1). Each person of the sample stands
for so many person-years; the sum over them of approach rate x probability of engaging x probability of then leaving is the expected
number of departures of the first generation, and peers multiply it. Against the engine with peers off it agrees within the standard
error of both (tests/analysis/expected).
"""
