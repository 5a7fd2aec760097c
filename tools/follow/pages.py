"""Which pages are followed, and what is kept of that."""

PAGES = (
    "docs/tutorial/index.md",
    "docs/guides/write-a-claim.md",
    "docs/guides/add-evidence.md",
    "docs/guides/add-a-programme.md",
    "docs/guides/extend.md",
    "docs/reference/python.md",
)
KEPT = {"docs/tutorial/index.md": ("deckhands_2024", "docs/tutorial/deckhands_2024")}
"""Folders that stand beside a page as its reader leaves them: by page, the reader's folder and ours."""
