"""A hearing you can run."""
