"""Parameters of questions: declared in front matter, read from text, checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from linkgraph.errors import InputError, ValueRejected
from linkgraph.schema import load_schema
from linkgraph.values.countries import clean_country
from linkgraph.values.dates import clean_date
from linkgraph.values.instants import clean_instant

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkgraph.graph.base import Param

__all__ = ["ABOUT", "SHARED", "TYPES", "Parameter"]

# What every engine takes as a whole number.
_LARGEST = 2**62
# Types that name entities of the case by id.
ABOUT = ("entity", "entities")
TYPES = (
    "int",
    "float",
    "text",
    "bool",
    "list",
    "links",
    "grade",
    "instant",
    "date",
    "countries",
    "kind",
    *ABOUT,
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a question.

    Attributes:
        name: As after ``-p`` on the command line.
        type: One of ``TYPES``; ``links`` is a list of link types, ``ties`` standing
            for those that questions follow unless told otherwise; ``grade`` is a grade of
            reliability, read as the list of those that are as good or better;
            ``countries`` are ISO codes, read from names too; ``kind`` is a kind of entity,
            in whatever letters; ``entity`` and ``entities`` are ids, which the case must hold.
        default: Used where none is given; None stands for "any".
        help: What it means, with its unit.
        required: There is no default.
        least: Smallest number allowed.
        most: Largest number allowed.
        inline: Written into the text, since Cypher takes no parameter there. Only
            checked numbers and link types of the schema ever are.
    """

    name: str
    type: str
    default: object = None
    help: str = ""
    required: bool = False
    least: float | None = None
    most: float | None = None
    inline: bool = False

    def read(self, given: object) -> Param:
        """Return a value from text or from Python, checked.

        Raises:
            InputError: It is not of the type, or out of range; the value is not told.
        """
        if given is None:
            return self._default()
        try:
            value = _READ[self.type](given)
        except (ValueError, TypeError, ValueRejected) as cause:
            raise InputError(
                f"{self.name!r} wants {_WANTS[self.type]}", remedy=self.help
            ) from cause
        return self._in_range(value)

    def _default(self) -> Param:
        if self.required:
            raise InputError(
                f"{self.name!r} must be given", remedy=f"-p {self.name}=... ({self.help})"
            )
        if self.type == "links":
            return _links(self.default or "ties")
        if self.type == "grade" and self.default is not None:
            return _grade(self.default)
        return self.default  # type: ignore[return-value]

    def _in_range(self, value: Any) -> Param:
        low = self.least is not None and value < self.least
        high = self.most is not None and value > self.most
        if low or high:
            bounds = f"at least {self.least:g}" if low else f"at most {self.most:g}"
            raise InputError(f"{self.name!r} must be {bounds}", remedy=self.help)
        return value  # type: ignore[no-any-return]


def _shared() -> dict[str, Parameter]:
    made = (
        Parameter("since", "instant", help="Only from this moment on, UTC; what has no moment is then left out"),
        Parameter("until", "instant", help="Only before this moment, UTC; what has no moment is then left out"),
        Parameter("countries", "countries", help="Only what can be acted on in one of these countries (ISO codes)"),
        Parameter("min_grade", "grade", help="Only links of a source graded so or better in its own scheme, such as B, or B,2 where sources are graded by two schemes; ungraded ones are then left out"),
        Parameter("most", "int", 1000, "Most rows, the first in order", least=1, most=1_000_000),
    )  # fmt: skip
    return {one.name: one for one in made}


def _int(given: object) -> int:
    if isinstance(given, bool) or (isinstance(given, float) and not given.is_integer()):
        raise TypeError
    value = int(given)  # type: ignore[call-overload]
    if abs(value) > _LARGEST:
        raise ValueError
    return value  # type: ignore[no-any-return]


def _float(given: object) -> float:
    value = float(given)  # type: ignore[arg-type]
    if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124 - NaN
        raise ValueError
    return value


def _bool(given: object) -> bool:
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    return given if isinstance(given, bool) else words[str(given).strip().casefold()]


def _bool_or_error(given: object) -> bool:
    try:
        return _bool(given)
    except KeyError:
        raise ValueError from None


def _text(given: object) -> str:
    if not isinstance(given, str):
        raise TypeError
    return given


def _list(given: object) -> list[str]:
    if isinstance(given, str):
        return [item.strip() for item in given.split(",") if item.strip()]
    return [_text(item) for item in given]  # type: ignore[attr-defined]


def _countries(given: object) -> list[str]:
    # A country that is none would find nothing, and read as if nothing were there.
    return [clean_country(one) for one in _list(given)]


def _kind(given: object) -> str:
    kinds = {name.casefold(): name for name in load_schema().kinds}
    if (word := _text(given).strip().casefold()) not in kinds:
        raise ValueError
    return kinds[word]


def _links(given: object) -> list[str]:
    if given == "ties":
        return load_schema().ties()
    names = [name.upper() for name in _list(given)]
    if not names:
        raise ValueError
    return [load_schema().link(name).name for name in names]


def _grade(given: object) -> list[str]:
    """Return the codes as good as these or better, each in every scheme that has it."""
    scales = [grades["reliability"] for grades in load_schema().grades.values()]
    if isinstance(given, list):
        known = {code for scale in scales for code in scale}
        if not given or not known >= set(given):
            raise ValueError
        return sorted(given)
    codes = [one.strip().upper() for one in _text(given).split(",")]
    if not all(any(code in scale for scale in scales) for code in codes):
        raise ValueError
    return sorted({
        better
        for code in codes
        for scale in scales
        if code in scale
        for better in scale[: scale.index(code) + 1]
    })  # fmt: skip


def _instant(given: object) -> str:
    return clean_instant(str(given), zone="UTC", allow_date=True)


_READ: dict[str, Callable[[object], Any]] = {
    "int": _int,
    "float": _float,
    "text": _text,
    "bool": _bool_or_error,
    "list": _list,
    "links": _links,
    "grade": _grade,
    "instant": _instant,
    "date": lambda given: clean_date(str(given)),
    "countries": _countries,
    "kind": _kind,
    "entity": _text,
    "entities": _list,
}
_WANTS = {
    "int": "a whole number",
    "float": "a number",
    "text": "text",
    "bool": "yes or no",
    "list": "texts with commas between",
    "links": "link types with commas between",
    "grade": "a grade of reliability such as B, or one of each scheme with commas between",
    "instant": "a moment such as 2026-01-31 or 2026-01-31T08:00Z",
    "date": "a date such as 2026-01-31",
    "countries": "countries (ISO codes) with commas between",
    "kind": "a kind of entity such as Person, Phone or BankAccount",
    "entity": "an entity's id",
    "entities": "ids of entities with commas between",
}

# Parameters that mean the same wherever a question has them: named after `shared`.
SHARED = _shared()
