"""The value columns of one mapping, and which of them are one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.readers.cleaning import cleaner_for
from linkgraph.readers.values import ValueColumn

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from linkgraph.readers.mapping import ValueSpec
    from linkgraph.readers.memo import Memo
    from linkgraph.schema import Property

__all__ = ["ValueReaders"]

_DATED = ("date", "instant")
_BEARS_ON = {
    "order": _DATED,
    "calendar": _DATED,
    "serial": _DATED,
    "zone": ("instant",),
    "date_only": ("instant",),
    "country": ("phone",),
    "currency": ("money",),
    "decimal": ("money",),
    "group": ("money",),
}


class ValueReaders:
    """The value columns of one mapping, alike ones shared.

    Args:
        told: Ways of reading that hold where the mapping states none.
    """

    def __init__(self, told: Mapping[str, str]) -> None:
        self._told = told
        self._columns: dict[Hashable, ValueColumn] = {}
        self._memos: dict[Hashable, Memo] = {}

    def column(self, prop: Property, spec: ValueSpec, literals: Mapping[str, str]) -> ValueColumn:
        """Return what reads a property as a spec says.

        Args:
            prop: The property.
            spec: Where its value stands.
            literals: Literal properties of the same entity.
        """
        ways = {**self._told, **spec.how}
        how = {key: way for key, way in ways.items() if prop.type in _BEARS_ON[key]}
        name = prop.name if prop.type == "code" else literals.get("document_kind", "")
        rule = (
            *(prop.type, name if prop.type in {"code", "document"} else ""),
            *(tuple(sorted(how.items())), tuple(sorted(spec.lookup.items()))),
            *(spec.otherwise, spec.invalid),
        )
        place = (spec.columns, spec.join, spec.template, spec.literal, spec.split)
        if (rule, place) not in self._columns:
            clean = cleaner_for(prop.type, prop.name, literals)
            made = ValueColumn(prop.type, spec, how, clean)
            made.memo = self._memos.setdefault(rule, made.memo)
            self._columns[rule, place] = made
        return self._columns[rule, place]
