"""A case's folder and the few settings in it."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from linkgraph.errors import CaseError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["CASE_FILE", "private", "read_settings", "write_settings"]

CASE_FILE = "case.toml"
_OWNER_ONLY = 0o600


def private(path: Path) -> None:
    """Let nobody but its owner read a file; it is made where it is missing.

    Where the system knows no owners (Windows) the folder's own rules hold.
    """
    path.touch(mode=_OWNER_ONLY, exist_ok=True)
    path.chmod(_OWNER_ONLY)


def write_settings(folder: Path, settings: Mapping[str, str]) -> None:
    """Write case.toml, whole or not at all."""
    lines = [f"{name} = {_quoted(text)}" for name, text in settings.items()]
    fresh = folder / f"{CASE_FILE}.new"
    private(fresh)
    fresh.write_text("\n".join(lines) + "\n", encoding="utf-8")
    fresh.replace(folder / CASE_FILE)


def _quoted(text: str) -> str:
    escaped = re.sub(r'[\\"]', r"\\\g<0>", text)
    return '"' + re.sub(r"[\x00-\x1f\x7f]", " ", escaped) + '"'


def read_settings(folder: Path) -> dict[str, Any]:
    """Return what case.toml says.

    Raises:
        CaseError: There is no case, or the file cannot be read.
    """
    if folder.is_file():
        raise CaseError(
            "this is a file, and a case is a folder", where=folder.name, remedy="Name its folder."
        )
    try:
        settings = tomllib.loads((folder / CASE_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError as cause:
        raise CaseError(
            "there is no case here",
            where=folder.name or str(folder),
            remedy="Make one with `linkgraph case init DIR`, or name one with --case DIR.",
        ) from cause
    except (OSError, ValueError) as cause:
        raise CaseError(
            "case.toml cannot be read", where=folder.name, remedy="Mend it: it is short TOML."
        ) from cause
    odd = [
        name
        for name in ("name", "jurisdiction", "agency", "engine")
        if not _is_text(settings, name)
    ]
    if odd:
        raise CaseError(f"{odd[0]!r} of case.toml is no text", where=folder.name, remedy="Mend it.")
    return settings


def _is_text(settings: Mapping[str, Any], name: str) -> bool:
    return isinstance(settings.get(name, ""), str)
