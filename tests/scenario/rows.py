"""Evidence rows that a source names."""

import csv
import re
from pathlib import Path


def row_ids(file: Path) -> set[str]:
    with file.open(encoding="utf-8", newline="") as lines:
        return {row["id"] for row in csv.DictReader(lines)}


def rows_named(source: str) -> set[str]:
    """The ids in a source such as "POP-170..179, RCT-001 and MIG-023": the ends of its ranges, and single rows."""
    named: set[str] = set()
    for letters, first, last in re.findall(r"\b([A-Z]{2,4})-(\d{3})(?:\.\.(\d{3}))?", source):
        named |= {f"{letters}-{number}" for number in (first, last) if number}
    return named
