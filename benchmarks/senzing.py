"""The Senzing truth set, read as a mapping of such a file would read it.

American exports: dates month first and with years of two digits, sexes as words and
letters, phones with and without their area, e-mail addresses inside display names.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING

from linkgraph.errors import ValueRejected
from linkgraph.values.countries import clean_country
from linkgraph.values.dates import clean_date
from linkgraph.values.documents import clean_document
from linkgraph.values.emails import clean_email
from linkgraph.values.phones import clean_phone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["senzing_rows"]

_FILES = ("customers", "reference", "watchlist")
_ADDRESS = ("ADDR_FULL", "ADDR_LINE1", "ADDR_CITY", "ADDR_STATE", "ADDR_POSTAL_CODE",
            "ADDR_COUNTRY")  # fmt: skip
_NAME = ("NAME_FULL", "NAME_ORG", "NAME_FIRST", "NAME_MIDDLE", "NAME_LAST")
_DOCUMENTS = {
    "PASSPORT_NUMBER": "passport", "NATIONAL_ID_NUMBER": "national_id",
    "SSN_NUMBER": "national_id", "DRIVERS_LICENSE_NUMBER": "licence", "TAX_ID_NUMBER": "tax",
    "LEI_NUMBER": "lei",
}  # fmt: skip
_SEXES = {"m": "male", "f": "female"}
_TWO_DIGITS = re.compile(r"(\w{1,2}[/-]\w{1,3}[/-])(\d\d)")
_NOW = dt.date(2026, 1, 1).year % 100


def senzing_rows(folder: Path) -> Iterator[dict[str, object]]:
    """Yield the records, one dictionary of lists of cleaned values each."""
    for name in _FILES:
        for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            yield _row(json.loads(line))


def _row(record: dict[str, object]) -> dict[str, object]:
    features = record["FEATURES"]

    def said(*keys: str, clean: Callable[[str], str] = str.strip) -> list[str]:
        found = [clean(f[key]) for f in features for key in keys if f.get(key)]
        return [one for one in found if one]

    names = [(_joined(f, *_NAME), f.get("NAME_TYPE")) for f in features if {*f} & {*_NAME}]
    kind = said("RECORD_TYPE")[0].lower()
    return {
        "unique_id": f"{record['DATA_SOURCE']}:{record['RECORD_ID']}",
        "kind": kind,
        "names": [name for name, type_ in names if type_ != "AKA"],
        "aliases": [name for name, type_ in names if type_ == "AKA"],
        "birth_dates": said("DATE_OF_BIRTH", clean=_date),
        "sex": said("GENDER", clean=lambda word: _SEXES.get(word[:1].lower(), "")),
        "nationalities": said("PASSPORT_COUNTRY", clean=_country),
        "documents": [f"{prefix}:{number}" for key, prefix in _DOCUMENTS.items()
                      for number in said(key, clean=_document)],
        "phones": said("PHONE_NUMBER", clean=_phone),
        "emails": said("EMAIL_ADDRESS", clean=_email),
        "accounts": [],
        "addresses": [_joined(f, *_ADDRESS) for f in features if {*f} & {*_ADDRESS}],
    }  # fmt: skip


def _joined(feature: dict[str, str], *keys: str) -> str:
    return " ".join(feature[k].strip() for k in keys if feature.get(k))


def _date(text: str) -> str:
    """Return an American date, day first where it cannot be month first."""
    whole = text.strip()
    if short := _TWO_DIGITS.fullmatch(whole):
        whole = f"{short[1]}{20 if int(short[2]) <= _NOW else 19}{short[2]}"
    for order in ("mdy", "dmy"):
        try:
            return clean_date(whole, order=order)
        except ValueRejected:
            pass
    return ""


def _country(text: str) -> str:
    try:
        return clean_country(text)
    except ValueRejected:
        return ""


def _document(text: str) -> str:
    try:
        return clean_document(text, kind="other")
    except ValueRejected:
        # The last digits of a number, which is no number of a document.
        return ""


def _phone(text: str) -> str:
    try:
        return clean_phone(text, country="US")
    except ValueRejected:
        return "".join(c for c in text if c.isdigit())


def _email(text: str) -> str:
    try:
        return clean_email(text.rpartition("<")[2].rstrip("> "))
    except ValueRejected:
        return ""
