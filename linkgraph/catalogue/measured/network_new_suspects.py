"""Whom the known suspects' money, phones, travel and documents lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.catalogue.measured.chosen import whole
from linkgraph.catalogue.measured.lead_rows import lead_rows, protected_rows
from linkgraph.catalogue.measured.lead_view import LeadView

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from linkgraph.catalogue.surroundings import Surroundings
    from linkgraph.graph.base import Param

__all__ = ["HEAD", "answer"]

HEAD = """
title = "Whom the known suspects lead to"
question = "Which people, accounts and phones that no file names as suspects do the suspects' money, phones, travel and documents lead to?"
caution = "A rank is where to look next and proves nothing: a landlord, a driver, a shop or a relative stands near suspects too, and so does whoever was cheated or smuggled and is not yet known as a victim. Identify and rule out victims before anything else is done. People that share an account, phone or document are looked at as one and may be several. What no file holds is not counted."
identity = ["entity_id"]

[params.least_suspects]
type = "int"
default = 0
least = 0
help = "Fewest known suspects tied to it directly, count"

[params.show_protected]
type = "bool"
default = false
help = "Instead of the ranking, list victims, witnesses, others under protection, whoever may be one, and victims' families: to protect, unscored"

[params.most]
type = "int"
default = 200
least = 1
most = 1000000
help = "Most rows, the first in order"

[returns]
entity_id = "Who or what is led to: a person where one is known"
kind = "Its kind"
caption = "What to call it"
identifiers = "Accounts and phones looked at as its own"
score = "Weight of evidence that it belongs to the suspects' circle rather than stands by: log-likelihood ratio, nats"
reasons = "What leads to it"
paths = "The explaining links: whom each comes from, then link ids"
would_confirm = "What would confirm it or rule it out"
"""


def answer(beside: Surroundings, params: Mapping[str, Param]) -> Iterable[Sequence[object]]:
    """Return leads, the strongest first; or, apart, whom to protect, by id."""
    view = LeadView.of(beside.read(), beside.protected())
    most = whole(params, "most")
    if params["show_protected"]:
        return protected_rows(view, most)
    return lead_rows(view, most, whole(params, "least_suspects"))
