"""verdicts.json: written so that the same verdicts are the same bytes, and read back."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from counterflow.analysis.records import Verdicts

DIGITS = 6


def verdicts_json(verdicts: Verdicts) -> str:
    """The text of verdicts.json: sorted keys, floats to 6 significant digits, no clock time, a newline at the end."""
    plain = _steady(verdicts.model_dump(mode="json"))
    return json.dumps(plain, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n"


def read_verdicts(path: Path) -> Verdicts:
    """The verdicts in a file of that text; raises pydantic's ValidationError for any other."""
    return Verdicts.model_validate_json(path.read_text(encoding="utf-8"))


def verdicts_schema() -> dict[str, Any]:
    """The JSON Schema of verdicts.json."""
    schema = Verdicts.model_json_schema(mode="serialization")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "counterflow verdicts"
    return schema


def _steady(value: Any) -> Any:
    """The value with floats rounded, so that the last bits of a sum do not show."""
    if isinstance(value, dict):
        return {key: _steady(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_steady(item) for item in value]
    if isinstance(value, float):
        return _rounded(value)
    return value


def _rounded(value: float) -> float | None:
    if not math.isfinite(value):
        return None
    rounded = float(f"{value:.{DIGITS}g}")
    return rounded + 0.0  # never -0.0
