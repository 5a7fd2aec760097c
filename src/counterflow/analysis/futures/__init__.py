"""Futures: sets of everything that accounts and programmes leave open, and what comes of each, by runs, formulas or an emulator."""
