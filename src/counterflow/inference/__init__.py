"""Inference: what figures say about parameters. Knows figures and scenarios; no engine, no runs.

A coordinate is one unknown. Every prior is written as a map from standard normal scores, so that all accounts share one space: the
scores are independent and standard normal before the data, whatever the account.
"""
