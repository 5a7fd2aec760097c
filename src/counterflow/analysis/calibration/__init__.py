"""Calibration: a bank of runs over the space that all accounts share, and what the figures say about it.

coordinates   the unknowns, and what they are in the engine
gauge         what targets need of a history, read off while it is in memory
bank          runs over the space, and their summaries on the targets' scales
calibrate     emulator, posteriors of all accounts and variants, checks in the engine
posterior     what is kept of that, and whether it still fits the files
"""
