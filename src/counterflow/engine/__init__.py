"""The engine: the event loop, its queue, the ledger of touched people, the tally."""

from counterflow.engine.errors import EngineError
from counterflow.engine.run import ENGINE_VERSION, Counts, History, run_key, simulate

__all__ = ["ENGINE_VERSION", "Counts", "EngineError", "History", "run_key", "simulate"]
