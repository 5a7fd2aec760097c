"""A made-up result in the shape of verdicts.json, for tests of drawing alone: all 37 parts, every number invented."""

from __future__ import annotations

import math
import random
from typing import Any

from counterflow.analysis.records import Verdicts

ACCOUNTS = {
    "exposure": ("Exposure", "Young men and recruiters are there; nothing else matters."),
    "support": ("Support", "Lost bonds to family, community and religious leaders."),
    "ideology": ("Ideology", "Reach of the movement's message."),
    "repression": ("Repression", "Human-rights practice at home, carried abroad."),
    "network": ("Network", "Peers, kin and bridge figures."),
    "all": ("All of them", "Weights unknown, exchangeable."),
}
COHORTS = {
    "Tajikistan": 900,
    "Uzbekistan": 1200,
    "Kyrgyzstan": 550,
    "Kazakhstan": 400,
    "Turkmenistan": 250,
    "Belgium": 460,
}
PROGRAMMES = (
    ("centres", "Migrant support centres", "support", False),
    ("anti-discrimination", "Anti-discrimination", "rights", False),
    ("leaders", "Community and religious leaders abroad", "support", False),
    ("counter-messaging", "Counter-messaging", "message", False),
    ("exit", "Exit programme", "exit", False),
    ("stopping-travel", "Stopping travel", "policing", True),
)
WITNESSES = (
    ("rosenblum", "Daniel Rosenblum", "Deputy Assistant Secretary of State", "US Department of State"),
    (
        "cilluffo",
        "Frank J. Cilluffo",
        "Director, Center for Cyber and Homeland Security",
        "George Washington University",
    ),
    ("leonard", "Jennifer Leonard", "Deputy director", "International Crisis Group"),
    ("lemon", "Edward Lemon", "Researcher, quoted", "University of Exeter"),
    ("article", "The article itself", "Press report", ""),
)
# Claim, witness, title, and its parts: (letter, kind, standing, reason, statement, unit, threshold).
U, S, C = "unsettled", "supported", "contradicted"
NT, NC, RG = "not tested", "not calibrated", "range"
CLAIMS: tuple[tuple[str, str, str, tuple[tuple[Any, ...], ...]], ...] = (
    (
        "R1",
        "rosenblum",
        "The vast majority are recruited outside the region",
        (
            (
                "a",
                "state",
                U,
                NC,
                "Over three quarters of those who left were recruited outside the region.",
                "share",
                0.75,
            ),
            ("b", "figure", S, None, "Many of them come from the Russian Federation.", "share", 0.25),
        ),
    ),
    (
        "R2",
        "rosenblum",
        "Only a small minority joins",
        (
            ("a", "state", U, NC, "Fewer than one adult in a thousand ever left.", "share", 0.001),
            ("b", "figure", U, NT, "For nearly everybody the war is distant.", None, None),
        ),
    ),
    (
        "R3",
        "rosenblum",
        "The absence of family, community and religious leaders drives recruitment",
        (
            ("a", "cause", U, NC, "It can be one key factor for migrants.", "share", 0.1),
            ("b", "cause", U, NC, "It matters more than the rise of radical Islam.", "share", 0.0),
            ("c", "cause", U, NC, "It matters more than human-rights practice.", "share", 0.0),
        ),
    ),
    (
        "R4",
        "rosenblum",
        "At home, these bonds prevent recruitment",
        (("a", "state", U, NC, "They work against it.", "ratio", 1.0),),
    ),
    (
        "R5",
        "rosenblum",
        "Marginalisation abroad aggravates it",
        (
            ("a", "cause", U, NC, "Ghettoisation aggravates it.", "share", 0.0),
            ("b", "cause", U, NC, "Harassment by the public aggravates it.", "share", 0.0),
            ("c", "cause", U, NC, "Harassment by the authorities aggravates it.", "share", 0.0),
            ("d", "cause", U, NC, "Disenfranchisement aggravates it.", "share", 0.0),
            (
                "e",
                "cause",
                U,
                NC,
                "Together with lost bonds it does so more than either alone.",
                "share",
                0.0,
            ),
        ),
    ),
    (
        "R6",
        "rosenblum",
        "Recruiters look for the isolated in migrant neighbourhoods and online",
        (
            ("a", "figure", S, None, "They use migrant neighbourhoods and social media.", "share", 0.5),
            ("b", "state", U, NT, "They pick the isolated.", "ratio", 1.0),
            ("c", "state", U, NT, "They pick those who want to belong.", "ratio", 1.0),
        ),
    ),
    (
        "R7",
        "rosenblum",
        "Recruits were often not educated or observant in religion",
        (
            ("a", "figure", S, None, "They had little religious schooling.", "share", 0.5),
            ("b", "figure", U, NT, "They were not observant before.", None, None),
        ),
    ),
    (
        "R8",
        "rosenblum",
        "ISIL in Afghanistan is new, partly rebranded, of open outlook",
        (
            ("a", "figure", S, None, "It is a new phenomenon.", "ratio", 1.0),
            ("b", "state", U, NC, "Some of it is rebranded Taliban after money and recruits.", "share", 0.1),
            ("c", "forecast", U, RG, "Its long-term prospects are open.", "ratio", 3.0),
        ),
    ),
    (
        "R9",
        "rosenblum",
        "What the Department does: meetings, community building, messaging",
        (("a", "cause", U, NC, "At least one programme passes its break-even.", "ratio", 1.0),),
    ),
    (
        "R10",
        "rosenblum",
        "Hard to make sure that people once trained do not join",
        (
            (
                "a",
                "figure",
                S,
                None,
                "Screening at this base rate flags almost only people who would never join.",
                "share",
                0.01,
            ),
            ("b", "cause", U, NT, "It is hard because motives are complex.", None, None),
        ),
    ),
    (
        "C1",
        "cilluffo",
        "The flow's scale and scope are unprecedented",
        (
            ("a", "figure", S, None, "More people per year than in any earlier mobilisation.", "ratio", 1.0),
            ("b", "figure", S, None, "From more countries than ever.", "ratio", 1.0),
        ),
    ),
    (
        "C2",
        "cilluffo",
        "The defector matters as a communicator",
        (
            (
                "a",
                "cause",
                U,
                NC,
                "Tajik departures grew faster than Kyrgyz ones after May 2015.",
                "ratio",
                1.0,
            ),
        ),
    ),
    (
        "C3",
        "cilluffo",
        "The gloomier view",
        (
            ("a", "state", U, NC, "More people left than governments admit.", "ratio", 1.5),
            (
                "b",
                "forecast",
                U,
                NC,
                "More will leave in the next twelve months than in the last.",
                "ratio",
                1.0,
            ),
        ),
    ),
    (
        "L1",
        "leonard",
        "Two to four thousand left in three years",
        (
            (
                "a",
                "figure",
                U,
                RG,
                "Between 2,000 and 4,000 Central Asians left in three years.",
                "persons",
                2000.0,
            ),
        ),
    ),
    (
        "E1",
        "lemon",
        "Per head, Europe sends more",
        (
            (
                "a",
                "figure",
                U,
                RG,
                "One in 20,000 Tajik Muslims, one in 1,500 Belgian Muslims.",
                "ratio",
                1.0,
            ),
            ("b", "figure", S, None, "European countries send more per head.", "share", 0.5),
        ),
    ),
    (
        "E2",
        "lemon",
        "Those who went are unlikely to return",
        (("a", "forecast", U, NC, "Fewer than half return before death or the end.", "share", 0.5),),
    ),
    (
        "E3",
        "lemon",
        "They are dying at an alarming rate",
        (("a", "figure", C, None, "They die at twice the rate of others.", "ratio", 2.0),),
    ),
    (
        "A1",
        "article",
        "The official left out the danger to the region itself",
        (
            ("a", "record", S, None, "His statement does not discuss it.", None, None),
            (
                "b",
                "state",
                U,
                NC,
                "As many as half of those who left are at home and dangerous.",
                "ratio",
                0.5,
            ),
        ),
    ),
    (
        "A2",
        "article",
        "The focus on Central Asia may be misplaced",
        (("a", "figure", U, NT, "Attention would do more elsewhere.", None, None),),
    ),
)
EVIDENCE = (
    "FF-096",
    "FF-099",
    "FF-100",
    "FF-102",
    "FF-103",
    "FF-106",
    "RCT-001",
    "RCT-002",
    "OUT-038",
    "MIG-038",
)
QUOTE = {"R1": "the vast majority", "R3": "One key factor", "E2": "a one-way ticket"}
NOTICE = (
    "FIXTURE: every number on this page is invented. No probability after the data is given: the model has not been calibrated, "
    "so state and cause parts show the probability of the prior alone and stand as unsettled."
)


def verdicts() -> Verdicts:
    """The same as records."""
    return Verdicts.model_validate(result())


def result(*, seed: int = 7) -> dict[str, Any]:
    """The whole structure, as it would be read from a verdicts.json."""
    dice = random.Random(seed)  # noqa: S311 -- invented values for drawing
    return {
        "schema_version": 1,
        "hearing": {
            "id": "central_asia_2015",
            "title": "Wanted: Foreign Fighters – The Escalating Threat of ISIL in Central Asia",
            "body": "US Commission on Security and Cooperation in Europe (Helsinki Commission)",
            "date": "2015-06-10",
            "place": "Washington",
            "source": "https://www.csce.gov/example",
        },
        "as_of": None,
        "calibrated": False,
        "notice": NOTICE,
        "provenance": {
            "counterflow": "0.1.0",
            "engine": 1,
            "seed": 20150610,
            "runs": 960,
            "draws": 32,
            "inputs": {
                name: f"{dice.getrandbits(256):064x}"
                for name in ("hearing.toml", "scenario.toml", "evidence.csv", "targets.toml")
            },
            "versions": {"python": "3.11.7", "numpy": "2.4.6", "numba": "0.68.1"},
        },
        "accounts": [{"id": key, "title": title, "says": says} for key, (title, says) in ACCOUNTS.items()],
        "witnesses": [{"id": i, "name": n, "role": r, "affiliation": a} for i, n, r, a in WITNESSES],
        "claims": [_claim(dice, *claim) for claim in CLAIMS],
        "departures": _departures(dice),
        "programmes": [_programme(dice, *programme) for programme in PROGRAMMES],
        "assumptions": _assumptions(dice),
        "runs": [],
    }


def _claim(
    dice: random.Random, name: str, witness: str, title: str, parts: tuple[tuple[Any, ...], ...]
) -> dict[str, Any]:
    passage = {
        "id": f"{witness}-{name}",
        "document": "Prepared statement",
        "paragraph": f"paragraph {dice.randint(1, 30)}",
        "content": f"In our own words: {title.lower()}, he says, and gives his reasons.",
        "quote": QUOTE.get(name),
        "url": "https://www.csce.gov/example",
    }
    alone = len(parts) == 1
    return {
        "id": name,
        "witness": witness,
        "title": title,
        "statement": f"{title}, as worded on the day.",
        "whose_words": "witness quoted" if name in QUOTE else "paraphrase by the article",
        "passages": [passage],
        "parts": [_part(dice, name + ("" if alone else part[0]), *part) for part in parts],
    }


def _part(  # noqa: PLR0913, PLR0917 -- mirrors the rows above
    dice: random.Random,
    name: str,
    letter: str,
    kind: str,
    standing: str,
    reason: str | None,
    statement: str,
    unit: str | None,
    threshold: float | None,
) -> dict[str, Any]:
    model = kind in ("state", "cause", "forecast")
    before = round(dice.uniform(0.15, 0.85), 3) if model and reason != NT else None
    after = {S: 0.96, C: 0.04}.get(standing, 0.5) if not model and reason != NT else None
    if kind == "record":
        after = 1.0
    centre = after if after is not None else before
    spread = (
        None
        if centre is None or kind == "record"
        else [max(0.0, centre - dice.uniform(0.02, 0.2)), min(1.0, centre + dice.uniform(0.01, 0.2))]
    )
    if standing == S and spread is not None:
        spread = [0.88, 0.99]
    rows = [] if reason == NT or model else dice.sample(EVIDENCE, k=8 if name == "E1b" else 3)
    return {
        "id": name,
        "key": letter == "a",
        "kind": kind,
        "statement": statement,
        "whose_words": "witness quoted",
        "standing": standing,
        "reason": reason,
        "p_before": before,
        "p_after": after,
        "p_range": spread,
        "mc_error": 0.011 if model and before is not None else None,
        "origins": ["tj-mvd", "icsr"] if rows else [],
        "evidence": rows,
        "shown_not_used": ["SEED-001"] if name == "E1a" else [],
        "tests": [] if unit is None else [_test(dice, statement, kind, unit, threshold, before)],
        "in_people": "8 of 100,000 adults; 99,992 did not go" if name == "R2a" else None,
        "why": "The draws lie on both sides of the line, and no figure tells them apart."
        if standing == U
        else "Every published figure lies on this side of the line.",
        "settle": "A survey of 2,000 migrants on ties and contact, with an error of 10 percent."
        if standing == U
        else None,
        "curve": _curve() if name in ("R10a", "C2") else None,
    }


def _estimate(dice: random.Random, unit: str, threshold: float, p: float | None) -> dict[str, Any]:
    scale = threshold if threshold > 0 else 0.2
    centre = (
        threshold + scale * dice.uniform(-0.4, 0.5)
        if unit != "ratio"
        else scale * math.exp(dice.gauss(0.1, 0.5))
    )
    half = scale * dice.uniform(0.1, 0.5)
    return {
        "p": p,
        "low": round(centre - half * (unit != "ratio") - centre * 0.4 * (unit == "ratio"), 6),
        "centre": round(centre, 6),
        "high": round(centre + half, 6),
    }


def _test(
    dice: random.Random, says: str, kind: str, unit: str, threshold: float, p: float | None
) -> dict[str, Any]:
    model = kind in ("state", "cause", "forecast")
    accounts = (
        {a: _estimate(dice, unit, threshold, round(dice.random(), 2)) for a in ACCOUNTS} if model else {}
    )
    whole = accounts["all"] | {"p": p} if model else _estimate(dice, unit, threshold, 0.96)
    return {
        "says": says,
        "quantity" if not model else "outcome": "share recruited outside the region"
        if unit == "share"
        else "departures, one over the other",
        "unit": unit,
        "threshold": threshold,
        "direction": "above",
        "by": "2015-06-10",
        **whole,
        "by_account": accounts,
        "variants": {"weights x0.5": 0.4, "weights x2": 0.55, "exposure x0.5": 0.35, "exposure x2": 0.6}
        if model
        else {},
    }


def _curve() -> dict[str, Any]:
    points = [[float(n), 1 / (1 + n / 200)] for n in (50, 100, 200, 500, 1000, 2000, 5000, 10000)]
    return {
        "x": "people trained",
        "y": "share of those flagged who would join",
        "points": points,
        "threshold": 0.5,
        "says": "The more were trained, the fewer of those flagged would join.",
    }


def _departures(dice: random.Random) -> dict[str, Any]:
    months = [f"{year}-{month:02d}" for year in range(2011, 2019) for month in range(1, 13)]
    accounts = {
        account: {
            cohort: _band(total * dice.uniform(0.7, 1.3), dice.uniform(0.3, 0.7), len(months))
            for cohort, total in COHORTS.items()
        }
        for account in ACCOUNTS
    }
    published = [
        {
            "cohort": cohort,
            "date": date,
            "low": total * share * 0.6,
            "centre": total * share,
            "high": total * share * 1.8,
            "quantity": quantity,
            "id": f"t-{cohort}-{date}",
            "origins": ["tj-mvd"],
        }
        for cohort, total in COHORTS.items()
        if cohort != "Turkmenistan"
        for date, share, quantity in (
            ("2014-11-30", 0.3, "in the zone"),
            ("2015-05-31", 0.6, "ever left"),
            ("2015-12-31", 1.0, "ever left"),
        )
    ]
    return {"cohorts": list(COHORTS), "months": months, "by_account": accounts, "published": published}


def _band(total: float, spread: float, months: int) -> dict[str, list[float]]:
    curve = [total / (1 + math.exp(-(month - 52) / 7)) for month in range(months)]
    return {
        "low": [v * (1 - spread) for v in curve],
        "centre": curve,
        "high": [v * (1 + 1.6 * spread) for v in curve],
    }


def _programme(dice: random.Random, name: str, title: str, kind: str, coercive: bool) -> dict[str, Any]:  # noqa: FBT001 -- a row of the table above
    effects = {}
    for account in ACCOUNTS:
        share = dice.uniform(-0.01, 0.08) * (3 if coercive else 1)
        ends = {"low": share - 0.03, "centre": share, "high": share + 0.05}
        effects[account] = {
            "share_averted": ends,
            "departures_averted": {key: value * 3300 for key, value in ends.items()},
            "engaged_averted": {key: value * 9000 for key, value in ends.items()},
            "restricted_per_averted": dice.uniform(300, 4000) if coercive else None,
        }
    return {
        "id": name,
        "title": title,
        "kind": kind,
        "coercive": coercive,
        "says": "From 2015 on, where most migrants live.",
        "by_account": effects,
    }


def _assumptions(dice: random.Random) -> list[dict[str, Any]]:
    names = (
        "exposure.host_over_home",
        "peers.reproduction",
        "bridge.jump",
        "support.kept_on_arrival",
        "grievance.half_life",
        "selection.precarity",
        "detection.tajikistan",
        "substitution.candidates",
    )
    return [
        {
            "path": name,
            "title": name.replace(".", " ").replace("_", " "),
            "unit": "ratio",
            "value": 3.0,
            "low": round(dice.uniform(0.5, 1), 3),
            "high": 9.0,
            "source": dice.choice(["assumed", "MIG-038"]),
        }
        for name in names
    ]
