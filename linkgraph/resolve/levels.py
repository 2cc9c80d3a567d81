"""What a level of a comparison is, and the SQL that its conditions are made of."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Comparison", "Level", "best", "either", "guarded", "missing"]


@dataclass(frozen=True, slots=True)
class Level:
    """One thing that two records may show of a property.

    Attributes:
        name: In one word, for codes.
        says: In words, for people.
        sql: When it holds; empty for the last, which holds otherwise.
        m: How often two records of one person show it, where both tell (a ready guess).
        u: How often two records of different people do.
        rare: Whether a rare value weighs more, and a common one less.
    """

    name: str
    says: str
    sql: str
    m: float
    u: float
    rare: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """One property compared.

    Attributes:
        name: Of the property.
        unknown: SQL that holds where one of the two does not tell.
        levels: Strongest first.
        agree: How many of them, from the first, are evidence for one person.
        needs: Columns without which there is nothing to compare.
        rarity: Column by whose frequency its ``rare`` levels weigh more or less.
    """

    name: str
    unknown: str
    levels: tuple[Level, ...]
    agree: int
    needs: tuple[str, ...]
    rarity: str = ""

    def level(self, value: int) -> Level | None:
        """Return the level of a comparison value as Splink counts: 0 for the last, -1 unknown."""
        return None if value < 0 else self.levels[len(self.levels) - 1 - value]

    def at_least(self, name: str) -> int:
        """Return the comparison value of a level."""
        names = [level.name for level in self.levels]
        return len(names) - 1 - names.index(name)


def missing(column: str) -> str:
    """Return SQL: one of the two has nothing in a column."""
    return f"{column}_l is null or {column}_r is null"


def either(column: str, condition: str) -> str:
    """Return SQL: some value f of one and some value g of the other are so."""
    inner = f"list_bool_or(list_transform({column}_r, lambda g: {condition}))"
    return f"list_bool_or(list_transform({column}_l, lambda f: {inner}))"


def guarded(cheap: str, costly: str) -> str:
    """Return SQL: both hold. Within a lambda ``and`` looks at both whatever the first says."""
    return f"(case when {cheap} then {costly} else false end)"


def best(one: str, other: str) -> str:
    """Return SQL: for each word of one, how well it is found in the other, 0 to 1."""
    found = f"list_max(list_transform({other}, lambda w: jaro_winkler_similarity(t, w)))"
    return f"list_transform({one}, lambda t: {found})"
