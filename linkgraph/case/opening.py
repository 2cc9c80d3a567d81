"""A case made, and a case opened."""

from __future__ import annotations

import secrets
from pathlib import Path

from linkgraph.case.case import Case
from linkgraph.case.place import LEDGER_FILE, current_user
from linkgraph.errors import CaseError, InputError
from linkgraph.folder import CASE_FILE, read_settings, write_settings
from linkgraph.graph.engines import ENGINES
from linkgraph.ledger import Ledger
from linkgraph.statements import Originator
from linkgraph.values.countries import country_codes

__all__ = ["create_case", "open_case"]

# Two letters that ISO 3166 keeps free, for what is no country or none of its list (Kosovo).
_RESERVED = ("EU", "UN", "XK")


def create_case(
    folder: str | Path, *, jurisdiction: str, agency: str, name: str = "", engine: str = "kglite"
) -> Case:
    """Make a case in a folder and open it.

    Args:
        folder: Made where it is missing; it may not hold a case already.
        jurisdiction: Country (ISO 3166) or organization whose case it is.
        agency: The agency that keeps it.
        name: What to call the case; the folder's name where empty.
        engine: Graph engine unless told otherwise: kglite or neo4j.

    Raises:
        CaseError: The folder holds a case, or cannot be made.
        InputError: The jurisdiction looks like a country's code and is none.
    """
    path = Path(folder)
    if engine not in ENGINES:
        raise CaseError("no such graph engine", remedy=f"Known: {', '.join(ENGINES)}")
    if (path / CASE_FILE).exists():
        raise CaseError(
            "there is a case here already", where=path.name, remedy="Choose another folder."
        )
    own = _own(jurisdiction, agency)
    try:
        # For its owner's eyes only, where the system knows owners.
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        ledger = Ledger(path / LEDGER_FILE, create=True)
        ledger.set_up(secrets.token_hex(8), current_user())
        ledger.close()
        write_settings(
            path,
            {
                "name": name or path.resolve().name,
                "jurisdiction": own.country,
                "agency": own.agency,
                "engine": engine,
            },
        )
    except OSError as cause:
        raise CaseError(
            f"the case cannot be made ({cause.strerror or 'no reason given'})",
            where=path.name,
            remedy="Check that the folder may be written.",
        ) from cause
    return open_case(path)


def _own(jurisdiction: str, agency: str) -> Originator:
    """Return whose case it is; two letters that are no country's would be a slip for good."""
    own = Originator.told(f"{jurisdiction}/{agency}")
    if len(own.country) == 2 and own.country not in (*country_codes(), *_RESERVED):  # noqa: PLR2004
        raise InputError(
            "the jurisdiction is no country",
            remedy="Write its code, such as NZ, or an organization such as INTERPOL.",
        )
    return own


def open_case(folder: str | Path = ".") -> Case:
    """Open a case.

    Args:
        folder: The case's folder.

    Raises:
        CaseError: There is none, or its case.toml cannot be read.
        LedgerError: Its ledger is missing or damaged.
    """
    path = Path(folder)
    return Case(path, read_settings(path))
