"""Pages of docs/ that are followed to the letter: every file written, every command typed, every output compared."""
