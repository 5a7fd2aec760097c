"""The JSON Schema that editors read."""

from typing import Any

from counterflow.scenario import json_schema


def test_a_number_may_be_plain_or_a_table_and_names_its_units() -> None:
    definitions: dict[str, Any] = json_schema()["$defs"]
    plain, table = definitions["JourneyRules"]["properties"]["ban_length"]["anyOf"]
    assert plain == {"type": "number"}
    assert table["properties"]["unit"]["enum"] == ["years", "months", "weeks", "days"]
    assert table["additionalProperties"] is False


def test_a_dated_number_may_be_a_list() -> None:
    definitions: dict[str, Any] = json_schema()["$defs"]
    *_, dated = definitions["Mobility"]["properties"]["ban"]["anyOf"]
    assert dated["type"] == "array"
    assert dated["items"]["required"] == ["since"]
