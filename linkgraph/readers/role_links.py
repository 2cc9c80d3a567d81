"""Role specs applied to a batch: who is what in which case file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkgraph.readers.made import EntityPart, Ids, LinkPart, Made
from linkgraph.readers.roles import Role, read_roles
from linkgraph.schema import load_schema
from linkgraph.statements import keyed_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from linkgraph.readers.mapping import RoleSpec
    from linkgraph.statements import Source

__all__ = ["Roles"]

_CASE_FILE = "CaseFile"
_MOST_PLACES = 5


class Roles:
    """Makes the role links of one source, batch after batch.

    Attributes:
        unknown: How many records held a role word that no table knows.
        places: Column and place of the first of these.
    """

    def __init__(self, source: Source, title: str) -> None:
        self._source = source
        self._title = title
        self.unknown = 0
        self.places: list[tuple[str, str]] = []

    def make(self, made: Made, spec: RoleSpec) -> None:
        """Add a role link for each role that a record's word gives, and the file it stands in."""
        kind, people = made.ids[spec.of]
        if people is None:
            return
        words = self._words(made, spec)
        table = {word: read_roles(word, spec.words) for word in set(words) if word}
        strange = {word for word, roles in table.items() if not all(role.known for role in roles)}
        self._note(made, spec.column, [at for at, word in enumerate(words) if word in strange])
        files = self._case_files(made, spec)
        for link in sorted({role.link for roles in table.values() for role in roles} - {""}):
            mine = {
                word: role for word, roles in table.items() for role in roles if role.link == link
            }
            starts = [
                one if word in mine else None for one, word in zip(people, words, strict=True)
            ]
            read = {
                "role_text": [word or None for word in words],
                "role_in_process": _parts(words, mine),
            }
            made.links.append(LinkPart(link, kind, _CASE_FILE, None, starts, files, read))
        if not spec.case_file:
            told = [any(role.link for role in table.get(word, ())) for word in words]
            held = [one if said else None for one, said in zip(files, told, strict=True)]
            titles = [[self._title] if one else None for one in held]
            made.entities.append(EntityPart(_CASE_FILE, held, {"titles": titles}))

    def _note(self, made: Made, column: str, found: Sequence[int]) -> None:
        """Count records whose word is unknown, and keep where the first of them stand."""
        self.unknown += len(found)
        left = _MOST_PLACES - len(self.places)
        self.places += [(column, made.raw.locators[at]) for at in found[:left]]

    def _words(self, made: Made, spec: RoleSpec) -> list[str]:
        """Return each record's role word; "" for none, or where the spec does not apply."""
        texts = made.columns.texts(spec.column) if spec.column else None
        words = (
            [" ".join(text.split()) for text in texts]
            if texts is not None
            else [spec.literal] * made.columns.length
        )
        applies = made.columns.hold(spec.when)
        if applies is None:
            return words
        return [word if met else "" for word, met in zip(words, applies, strict=True)]

    def _case_files(self, made: Made, spec: RoleSpec) -> Ids:
        """Return the case file of each record; the source itself where it names none."""
        if spec.case_file:
            ids = made.ids[spec.case_file][1]
            return [None] * made.columns.length if ids is None else ids
        kind = load_schema().kinds[_CASE_FILE]
        whole = keyed_id(kind, self._source.sha256, ["the list itself"])
        return [whole] * made.columns.length


def _parts(words: Sequence[str], roles: Mapping[str, Role]) -> list[str | None]:
    return [(roles[word].in_process or None) if word in roles else None for word in words]
