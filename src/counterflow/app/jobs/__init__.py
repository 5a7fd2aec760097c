"""Runs that the app starts: what is asked, who carries it out, how far it is, what came of it."""
