"""A case's folder and the few settings in it."""

from __future__ import annotations

import contextlib
import glob
import os
import re
import shutil
import tempfile
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from linkgraph.errors import CaseError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = [
    "CASE_FILE",
    "private",
    "put_down",
    "read_settings",
    "sweep",
    "unfinished",
    "unfinished_folder",
    "write_settings",
]

CASE_FILE = "case.toml"
_OWNER_ONLY = 0o600


def private(path: Path) -> None:
    """Let nobody but its owner read a file; it is made where it is missing.

    Where the system knows no owners (Windows) the folder's own rules hold.
    """
    path.touch(mode=_OWNER_ONLY, exist_ok=True)
    path.chmod(_OWNER_ONLY)


def unfinished(path: Path) -> Path:
    """Return where this process writes a file until it is whole."""
    return path.with_name(f"{path.name}.{os.getpid()}.new")


def put_down(fresh: Path, path: Path) -> None:
    """Give a finished file its name, over no other: also where two processes do so at once.

    Raises:
        FileExistsError: A file of that name is there; the finished one stays as it was.
    """
    try:
        path.hardlink_to(fresh)
    except FileExistsError:
        raise
    except OSError:
        # Disks that know no second names (FAT): whoever takes the name first has it.
        path.touch(mode=_OWNER_ONLY, exist_ok=False)
        fresh.replace(path)
    else:
        fresh.unlink()


@contextlib.contextmanager
def unfinished_folder(path: Path) -> Iterator[Path]:
    """Lend a folder for what a file is made from; it goes with all that is in it."""
    folder = Path(
        tempfile.mkdtemp(prefix=f"{path.name}.{os.getpid()}.", suffix=".new", dir=path.parent)
    )
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(path: Path) -> None:
    """Remove what processes that were killed while they made a file left beside it.

    It would keep what has been withdrawn since. What a process that still runs is
    making stays; so does anything whose maker is not told by its name.
    """
    for left in path.parent.glob(f"{glob.escape(path.name)}.*.new"):
        told = left.name.removeprefix(f"{path.name}.").split(".")
        maker = next((part for part in told if part.isdecimal()), "")
        if not maker or _runs(int(maker)):
            continue
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    # Windows has no way to ask without harm; it refuses to remove a file in use.
    if process == os.getpid():
        return True
    if os.name == "nt":
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


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
