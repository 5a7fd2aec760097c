"""How a server is set up."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path

PORT = 8765


@dataclass(frozen=True, slots=True)
class Settings:
    """Where a server listens, what it keeps, and its limits."""

    store: Path
    """Folder of runs and of hearings made here; nothing outside is ever written."""
    host: str = "127.0.0.1"
    port: int = PORT
    token: str | None = None
    """What a visitor must show; None only on this machine's own address."""
    workers: int | None = None
    """Processes of a run; all cores unless said otherwise."""
    most_waiting: int = 8
    """Runs that may wait for the one under way."""
    most_bytes: int = 4 * 2**20
    """Of a request, uploads included."""
    run_seconds: float = 3600.0
    """After which a run is ended."""
    upload_seconds: float = 30.0
    """After which an upload that does not end is refused."""

    @property
    def is_private(self) -> bool:
        """Whether only this machine can reach it."""
        return is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Whether an address is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
