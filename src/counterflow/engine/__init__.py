"""The engine: the event loop, its queue, the ledger of touched people, the tally."""
