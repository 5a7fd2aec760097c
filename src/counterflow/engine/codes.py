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
    "rebranded",
)
"""All but the last happen to a person. A unit of an armed group that takes the stronger label has person, place and channel -1,
and its own number as `extra`."""
PERSON_EVENTS = EVENTS[:-1]
ENGAGE, DISENGAGE, COMMIT, DEPART, FAMILY_DEPART, BLOCK, DETAIN, DIE, RETURN, DETAIN_ABROAD, REBRANDED = (
    range(11)
)
NOBODY = -1
"""Stands for person, place and channel in the row of an event that happens to no person."""

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
    "overflow",
)
HEAP, CURSORS, FREE, PEOPLE, ROWS, TOUCHED, HANDLED, PROPOSALS, VOID, APPROACHES, EVALUATIONS, OVERFLOW = (
    range(12)
)

HEADROOM = 128
"""Room that one event may need in any table (a household of 31 with all their processes)."""
