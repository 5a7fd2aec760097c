"""Sizes against the house style, and code that stands in two places."""
