"""One synthetic life, told under two programmes."""

from counterflow.lives.records import Life
from counterflow.lives.tell import Whose, life

__all__ = ["Life", "Whose", "life"]
