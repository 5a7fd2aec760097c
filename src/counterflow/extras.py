"""What is not installed unless it is asked for, and how to ask for it."""

from __future__ import annotations

__all__ = ["told"]

_EXTRAS = {
    "hearing": (
        "altair",
        "duckdb",
        "fsspec",
        "h5netcdf",
        "h5py",
        "jinja2",
        "pandas",
        "pyarrow",
        "scipy",
        "threadpoolctl",
        "vl_convert",
        "xarray",
    ),
    "analysis": ("SALib", "sklearn"),
    "cluster": ("dask", "distributed"),
    "app": ("fastapi", "multipart", "python_multipart", "starlette", "uvicorn"),
}
"""Packages by the extra that brings them, under the names by which they are imported."""


def told(error: ModuleNotFoundError) -> str:
    """That a package is missing, and what to install for it. Raises the error where no extra brings it."""
    missing = (error.name or "").partition(".")[0]
    for extra, packages in _EXTRAS.items():
        if missing in packages:
            return f"{missing} is not installed; pip install '.[{extra}]' in the folder of the repository"
    raise error
