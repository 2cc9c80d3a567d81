"""Releases of a case, as tests ask for them."""

import datetime as dt

from linkgraph.share import Part, Request, build_release
from linkgraph.statements import Originator

MADE = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)


def release(ledger, audience="", *, reveal=False, case_name="Kestrel", **part):
    request = Request(
        case_name=case_name,
        own=Originator.parse("NZ/Joint cell"),
        audience=Originator.parse(audience) if audience else None,
        made=MADE,
        reveal=reveal,
        part=Part(**part),
    )
    return build_release(ledger, request)
