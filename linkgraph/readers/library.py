"""The mappings that ship, and those of a user's own folders."""

from __future__ import annotations

import hashlib
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from linkgraph.errors import MappingError, UnknownName
from linkgraph.readers.mapping_file import parse_mapping
from linkgraph.readers.mapping_yaml import read_yaml
from linkgraph.readers.registry import reads_workbooks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linkgraph.readers.mapping import Mapping

__all__ = ["find_mapping", "list_mappings", "mapping_that_fits", "read_mapping"]

_PACKED = ".gz"
_WORKBOOKS = {"xlsx", "xlsm", "xlsb", "xls", "ods"}


def read_mapping(path: Path, name: str) -> Mapping:
    """Return the mapping of a YAML file.

    Raises:
        MappingError: It is not there, is not YAML, or breaks the form.
        UnknownName: It names a kind, link or property that there is not.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as cause:
        raise MappingError("the mapping cannot be read", where=path.name) from cause
    try:
        raw = read_yaml(text)
    except yaml.YAMLError as cause:
        mark = getattr(cause, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise MappingError("the mapping is not YAML", where=f"{path.name}{line}") from cause
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    try:
        return parse_mapping(raw, name=name, digest=digest)
    except UnknownName as unknown:
        # A kind or link is told by the schema, which knows no file.
        raise UnknownName(
            unknown.what, where=unknown.where or path.name, remedy=unknown.remedy
        ) from unknown


def list_mappings(folders: Iterable[Path] = ()) -> dict[str, Mapping]:
    """Return all mappings by name (``kestrel/nz_persons``); a user's own come first.

    Args:
        folders: Folders of a user's mappings, searched before those that ship.
    """
    found: dict[str, Mapping] = {}
    for folder in folders:
        if not folder.is_dir():
            raise MappingError("there is no such folder of mappings", where=folder.name)
        found |= _under(folder)
    return found | {k: v for k, v in _shipped().items() if k not in found}


def find_mapping(name: str | Path, folders: Iterable[Path] = ()) -> Mapping:
    """Return a mapping by name, or by the path of its file.

    Raises:
        UnknownName: None has the name.
    """
    path = Path(name)
    if path.suffix in (".yaml", ".yml"):
        return read_mapping(path, path.stem)
    known, name = list_mappings(folders), str(name)
    if name not in known:
        raise UnknownName.of("mapping", name, known)
    return known[name]


def mapping_that_fits(file: str, folders: Sequence[Path] = ()) -> Mapping | None:
    """Return the mapping whose pattern fits a file's name; None where none does.

    The ending of a packed file (``.gz``) counts for nothing, and a list that is a workbook
    (``persons.xlsx``) fits as its CSV would. Of several the one whose pattern says most of the
    name; of equal ones a user's own.

    Raises:
        MappingError: Several say as much.
    """
    own = {name for folder in folders for name in _under(folder)}
    known = list_mappings(folders)
    bare = file[: -len(_PACKED)] if file.casefold().endswith(_PACKED) else file
    lists = {name: one for name, one in known.items() if reads_workbooks(one)}
    fitting = _best(known, bare, own) or _best(lists, _as_list(bare), own)
    if len(fitting) > 1:
        raise MappingError(
            "several mappings fit this file",
            where=file,
            remedy=f"Choose with --mapping: {', '.join(fitting)}",
        )
    return known[fitting[0]] if fitting else None


def _best(known: dict[str, Mapping], file: str, own: set[str]) -> list[str]:
    """Return the names of the mappings that fit a file's name best."""
    ranks = {name: (_fit(one, file), name in own) for name, one in known.items()}
    best = max(ranks.values(), default=(0, False))
    return [name for name, rank in ranks.items() if rank == best and best[0]]


def _fit(mapping: Mapping, file: str) -> int:
    """Return how many letters of a name a mapping's best pattern spells out; 0 for no fit."""
    fitting = [one for one in mapping.fits if fnmatchcase(file.casefold(), one.casefold())]
    return max((len(one.replace("*", "").replace("?", "")) for one in fitting), default=0)


def _as_list(file: str) -> str:
    """Return a workbook's name as that of the CSV that it would be saved as."""
    stem, dot, ending = file.rpartition(".")
    return f"{stem}.csv" if dot and ending.casefold() in _WORKBOOKS else file


@cache
def _shipped() -> dict[str, Mapping]:
    return _under(Path(str(files("linkgraph.readers") / "mappings")))


def _under(folder: Path) -> dict[str, Mapping]:
    paths = sorted(p for p in folder.rglob("*") if p.suffix in {".yaml", ".yml"})
    named = ((p.relative_to(folder).with_suffix("").as_posix(), p) for p in paths)
    return {name: read_mapping(path, name) for name, path in named}
