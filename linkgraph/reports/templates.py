"""The templates that ship, copied for a person to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.errors import InputError, UnknownName
from linkgraph.reports.material import KINDS
from linkgraph.reports.page import shipped
from linkgraph.reports.word import style_template
from linkgraph.views.writing import write_bytes

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["copy_templates"]


def copy_templates(kind: str, folder: Path) -> list[Path]:
    """Write the templates of a kind of report; return their files.

    Args:
        kind: One of ``KINDS``; it names the files.
        folder: Made where it is missing.

    Raises:
        UnknownName: There is no such kind.
        InputError: One of the files is there already, or the folder cannot be made.
    """
    if kind not in KINDS:
        raise UnknownName.of("kind of report", kind, KINDS)
    made = {
        folder / f"{kind}.html": shipped("report.html").encode(),
        folder / "report.css": shipped("report.css").encode(),
        folder / f"{kind}.docx": style_template(),
    }
    held = [path for path in made if path.exists() and path.name != "report.css"]
    if held:
        raise InputError(
            "the file is there already", where=held[0].name, remedy="Choose another folder."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as cause:
        raise InputError("the folder cannot be made", where=folder.name) from cause
    for path, content in made.items():
        # Several kinds share one style; what a person made of it stays.
        if not path.exists():
            write_bytes(path, content)
    return list(made)
