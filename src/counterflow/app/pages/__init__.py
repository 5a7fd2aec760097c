"""The pages: each is a function of its address and the store."""

from counterflow.app.pages import about, decision, evidence, hearing, life, own, runs, world

ROUTERS = tuple(one.pages for one in (hearing, world, runs, decision, evidence, life, own, about))

__all__ = ["ROUTERS"]
