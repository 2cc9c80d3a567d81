"""Files and mappings made in a test, and what was taken from them."""

from __future__ import annotations

from dataclasses import dataclass, field

from linkgraph.readers import open_intake
from linkgraph.readers.mapping_file import parse_mapping

ORIGINATOR = {"originator": "NZ/Immigration"}


@dataclass
class Taken:
    """All that an intake gave, batches joined."""

    read: int = 0
    locators: list = field(default_factory=list)
    rejected: list = field(default_factory=list)
    entities: dict = field(default_factory=dict)
    links: dict = field(default_factory=dict)
    unknown_roles: int = 0
    unknown_role_places: tuple = ()

    @property
    def codes(self):
        """Place to code of each rejection."""
        return {one.locator: one.code for one in self.rejected}

    def values(self, kind, name):
        """Return a property of each statement of a kind, None where it has none."""
        return [row.get(name) for row in self.entities.get(kind, [])]

    def told(self, link, name):
        """Return a property of each statement of a link type."""
        return [row.get(name) for row in self.links.get(link, [])]


def take(path, mapping, told=None, **how):
    """Read a file to its end."""
    intake = open_intake(path, mapping, told or ORIGINATOR, **how)
    taken = Taken()
    for batch in intake.batches():
        taken.read += batch.read
        taken.locators += batch.records["locator"].to_list()
        taken.rejected += batch.rejected
        for table in batch.entities:
            taken.entities.setdefault(table.kind, []).extend(table.frame.to_dicts())
        for table in batch.links:
            ends = {"start": table.start, "end": table.end}
            rows = [row | ends for row in table.frame.to_dicts()]
            taken.links.setdefault(table.type, []).extend(rows)
    taken.unknown_roles = intake.unknown_roles
    taken.unknown_role_places = intake.unknown_role_places
    return taken


def mapping(**parts):
    """Return a mapping from parts of its YAML; CSV unless told otherwise."""
    return parse_mapping({"format": "csv"} | parts, name="test")


def persons(**parts):
    """Return a mapping of ``id`` and ``name`` to people."""
    properties = parts.pop("properties", {"names": "name", "native_ids": "id"})
    person = {"schema": "Person", "keys": "id", "properties": properties}
    return mapping(**{"required": ["id"], "entities": {"person": person}} | parts)


def write(folder, text, name="export.csv", encoding="utf-8"):
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path
