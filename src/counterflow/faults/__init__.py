"""What is wrong in a file that somebody wrote: file, line, field, problem and remedy."""

from counterflow.faults.document import Document, read_toml, validate
from counterflow.faults.fault import Fault, Faults, hint, nearest

__all__ = ["Document", "Fault", "Faults", "hint", "nearest", "read_toml", "validate"]
