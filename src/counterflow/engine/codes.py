"""Numbers that the arrays of a run use: states of a person, kinds of event, counters."""

# States of a remembered person.
ENGAGED, COMMITTED, DISENGAGED, GONE, BLOCKED, DETAINED, DEAD, RETURNED, DETAINED_ABROAD = (
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    9,
)

# Kinds of event, in the tally.
EVENTS = (
    "engaged",
    "disengaged",
    "committed",
    "departed",
    "departed with family",
    "blocked",
    "detained",
    "dead",
    "returned",
    "detained abroad",
)
ENGAGE, DISENGAGE, COMMIT, DEPART, FAMILY_DEPART, BLOCK, DETAIN, DIE, RETURN, DETAIN_ABROAD = range(10)

# Counters.
COUNTERS = (
    "heap",
    "cursors",
    "free",
    "people",
    "rows",
    "touched",
    "events",
    "proposals",
    "void",
    "approaches",
    "evaluations",
)
HEAP, CURSORS, FREE, PEOPLE, ROWS, TOUCHED, HANDLED, PROPOSALS, VOID, APPROACHES, EVALUATIONS = range(11)

HEADROOM = 128
"""Room that one event may need in any table (a household of 31 with all their processes)."""
