"""docs/reference/: commands, files and functions, read off the code."""
