"""Files that training goes on from."""

from __future__ import annotations

from pathlib import Path

import torch


def save(path: Path, state: dict) -> None:
    """Replaces a file by a complete one."""
    temporary = path.with_suffix(".tmp")
    torch.save(state, temporary)
    temporary.replace(path)
