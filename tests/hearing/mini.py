"""A small hearing file that loads, and the ways in which tests break it."""

from pathlib import Path

from counterflow.hearing import Hearing, load_hearing

MINI = """\
[hearing]
id = "mini"
title = "A small hearing"
body = "A committee"
date = 2015-06-10
place = "Here"
source = "https://example.org/hearing"

[[document]]
id = "record"
title = "The record"
publisher = "The committee"
date = 2015-06-10
whole = true

[[document]]
id = "extracts"
title = "Extracts"
publisher = "A paper"
date = 2015-06-11

[[witness]]
id = "official"
name = "The official"
role = "Official"
affiliation = "A ministry"
origins = ["ministry"]

[[witness]]
id = "expert"
name = "The expert"
role = "Expert"
affiliation = "An institute"

[[prior]]
parameter = "weights.*"
normal = [0.0, 0.1]

[[prior]]
parameter = "interaction"
normal = [0.0, 0.1]

[[prior]]
parameter = "selection_*"
normal = [0.0, 0.1]

[[prior]]
parameter = "exposure_ratio"
lognormal = [3.0, 0.7, 13.0]
interval = 0.9

[[prior]]
parameter = "peer_reproduction"
uniform = [0.0, 0.9]

[[prior]]
parameter = "bridge_jump"
value = 0.1

[[prior]]
parameter = "*_share"
beta = [1.5, 8.5]

[[prior]]
parameter = "*_sd"
uniform = [0.5, 1.0]

[[account]]
id = "exposure"
title = "Exposure"
says = "Nothing else matters."

[[account]]
id = "all"
title = "All"
says = "All may matter."
priors = [{ parameter = "weights.*", normal = [0.0, 0.5] }]

[[passage]]
id = "few"
witness = "official"
document = "record"
paragraph = "1"
content = "Few go."
topics = ["size"]

[[passage]]
id = "lonely"
witness = "expert"
document = "extracts"
paragraph = "2"
content = "They are lonely."
topics = ["bonds"]

[[claim]]
id = "F"
witness = "official"
title = "Few go"
statement = "Few go."
whose_words = "transcript"
passages = ["few"]

[[claim.part]]
id = "F1"
kind = "figure"
key = true
statement = "Fewer than one in 10,000 have gone."
rows = ["X-001", "X-003"]

[[claim.part.on_evidence]]
quantity = { measure = "ever left", place = "Tajikistan", per = "people" }
below = 0.0001

[[claim.part]]
id = "F2"
kind = "cause"
statement = "Lost bonds count."
curve_over = "weights.engaging.support"

[[claim.part.on_outcome]]
outcome = "shapley share of support"
above = 0.1

[[claim.part]]
id = "F3"
kind = "record"
statement = "He did not speak of bonds."

[[claim.part.on_record]]
witness = "official"
topic = "bonds"
left_out = true

[[claim.part]]
id = "F4"
kind = "state"
statement = "They do not think of it."
needs = "a survey"
"""


def written(folder: Path, *changes: tuple[str, str]) -> Path:
    """The mini hearing in a file, with some of its text changed."""
    text = MINI
    for old, new in changes:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    path = folder / "hearing.toml"
    path.write_text(text, encoding="utf-8")
    return path


def mini(folder: Path, *changes: tuple[str, str]) -> Hearing:
    """The mini hearing, loaded."""
    return load_hearing(written(folder, *changes))
