"""What planners ask of a joint operation, as words and as a file keeps it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import asdict, dataclass, field, fields, replace
from functools import partial
from typing import TYPE_CHECKING, Any, get_args

from linkgraph.errors import InputError
from linkgraph.plan.form import by_text, country, number, text, texts, truth, whole
from linkgraph.plan.problem import Capacity, Objective, ObjectiveName

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Asked", "capacities_of", "chances_of", "objectives_of", "zero_hour_of"]

_LISTS = ("must", "must_not", "link_types", "flow_from", "flow_to")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a plan was made for.

    Attributes:
        countries: Those that take part, ISO 3166-1 alpha-2.
        capacities: Means of each.
        objectives: What to make small, with weights.
        zero_hour: When all act, UTC; None where it is left open.
        must: Who has to be acted on, by id.
        must_not: Who never is.
        together: Groups of whom all or none are acted on.
        lifted: Witnesses put back as candidates, each with why.
        reach: Countries of a candidate in place of those that the case tells.
        worth: Weight of a candidate, 0 to 1, in place of the reckoned one.
        success: Chance that an action succeeds, above 0 up to 1, by candidate's id; for all
            others under the empty text, or 1.
        expected: Whether to make small what is left on average, where actions may fail.
        flow_from: Collection points, by id, in place of those that the case tells.
        flow_to: Organisers, likewise.
        link_types: Kinds of act that tie; empty for all.
        least_tie: Weakest tie that counts, 0 to 1.
        seconds: Time limit.
        seed: Where chances begin.
    """

    countries: tuple[str, ...]
    capacities: tuple[Capacity, ...]
    objectives: tuple[Objective, ...] = (Objective("pairwise"), Objective("value"))
    zero_hour: dt.datetime | None = None
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    lifted: Mapping[str, str] = field(default_factory=dict)
    reach: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    worth: Mapping[str, float] = field(default_factory=dict)
    success: Mapping[str, float] = field(default_factory=dict)
    expected: bool = False
    flow_from: tuple[str, ...] = ()
    flow_to: tuple[str, ...] = ()
    link_types: tuple[str, ...] = ()
    least_tie: float = 0.5
    seconds: float = 60.0
    seed: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for a file."""
        told = asdict(self)
        told["zero_hour"] = self.zero_hour.isoformat() if self.zero_hour else None
        return told

    def named(self) -> set[str]:
        """Return all ids that planners named in any way but to lift them."""
        lists = (self.must, self.must_not, self.flow_from, self.flow_to, *self.together)
        told = (self.reach, self.worth, self.success)
        return set().union(*lists, *told) - {""}

    def led_on(self, now: Mapping[str, str]) -> Asked:
        """Return the same asked of the entities that some ids are part of now.

        Args:
            now: Id to entity; ids that it does not hold stay as they are.
        """

        def all_of(ids: Iterable[str]) -> tuple[str, ...]:
            return tuple(dict.fromkeys(now.get(one, one) for one in ids))

        lists = ("must", "must_not", "flow_from", "flow_to")
        # Whoever was lifted was that record's person: what else it is part of is not lifted.
        told = ("reach", "worth", "success")
        changed: dict[str, Any] = {one: all_of(getattr(self, one)) for one in lists}
        for name in told:
            # Where several are one now, what was said of the entity itself counts.
            said = sorted(
                getattr(self, name).items(),
                key=lambda item: (now.get(item[0], item[0]) == item[0], item[0]),
            )
            changed[name] = {now.get(one, one): value for one, value in said}
        return replace(self, together=tuple(map(all_of, self.together)), **changed)

    @classmethod
    def from_dict(cls, told: Mapping[str, Any]) -> Asked:
        """Return what ``to_dict`` gave, also where people changed it.

        Raises:
            InputError: Something in it is none of what can be asked.
        """
        known = {one.name for one in fields(cls)}
        if set(told) - known:
            raise InputError(
                "the plan asks for something that is not known", where="asked",
                remedy=f"Known: {', '.join(sorted(known))}.",
            )  # fmt: skip
        try:
            return cls(
                countries=tuple(map(country, told["countries"])),
                capacities=tuple(map(_capacity, told["capacities"])),
                objectives=tuple(map(_objective, told["objectives"])),
                zero_hour=zero_hour_of(text(told.get("zero_hour") or "")),
                **{one: texts(told.get(one, ())) for one in _LISTS},
                together=tuple(map(texts, told.get("together", ()))),
                lifted=by_text(told.get("lifted", {}), text),
                reach=by_text(told.get("reach", {}), lambda at: tuple(map(country, texts(at)))),
                worth=by_text(told.get("worth", {}), partial(number, most=1.0)),
                success=_chances(told.get("success", {})),
                expected=truth(told.get("expected", False)),
                least_tie=number(told.get("least_tie", 0.5), most=1.0),
                seconds=number(told.get("seconds", 60.0)),
                seed=whole(told.get("seed", 0)),
            )
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as cause:
            raise InputError(
                "what the plan asks for is not of its form", where="asked",
                remedy="Make a plan anew and change that file.",
            ) from cause  # fmt: skip


def _capacity(told: Mapping[str, Any]) -> Capacity:
    most = whole(told["most"])
    if most < 0:
        raise ValueError("below 0")
    return Capacity(country(told["country"]), text(told["resource"]), most)


def _objective(told: Mapping[str, Any]) -> Objective:
    if told["name"] not in get_args(ObjectiveName):
        raise ValueError("no objective")
    return Objective(told["name"], number(told.get("weight", 1.0)))


def _chances(told: object) -> dict[str, float]:
    made = by_text(told, number)
    if not all(0 < value <= 1 for value in made.values()):
        raise InputError(
            "a chance of success is not above 0 and up to 1", where="success",
            remedy="Write it as 0.8 for all, or ID=0.6.",
        )  # fmt: skip
    return made


def chances_of(words: Iterable[str]) -> dict[str, float]:
    """Return chances of success written as ``0.8``, for all, or ``person:0123=0.6``.

    Raises:
        InputError: One is no number above 0 and up to 1.

    Examples:
        >>> chances_of(["0.8", "person:0123=0.6"])
        {'': 0.8, 'person:0123': 0.6}
    """
    told = [one.rpartition("=") for one in words]
    try:
        return _chances({one.strip(): float(value) for one, _, value in told})
    except ValueError as cause:
        raise InputError(
            "a chance of success is not above 0 and up to 1", where="--success",
            remedy="Write it as 0.8 for all, or ID=0.6.",
        ) from cause  # fmt: skip


def capacities_of(told: Iterable[str]) -> tuple[Capacity, ...]:
    """Return means written as ``NZ:arrest=3``.

    Raises:
        InputError: One is not of this form, or is below 0.

    Examples:
        >>> capacities_of(["NZ:arrest=3"])
        (Capacity(country='NZ', resource='arrest', most=3),)
    """
    made = []
    for one in told:
        found = re.fullmatch(r"\s*([A-Za-z]{2}):([a-z_]+)=(\d+)\s*", one)
        if not found:
            raise InputError(
                "a capacity is a country, a resource and a whole number from 0 on",
                where="--capacity", remedy="Write it as NZ:arrest=3.",
            )  # fmt: skip
        made.append(Capacity(country(found[1]), found[2], int(found[3])))
    if len({(one.country, one.resource) for one in made}) < len(made):
        raise InputError(
            "a capacity of one country and resource is given twice", where="--capacity"
        )
    return tuple(made)


def objectives_of(told: Iterable[str]) -> tuple[Objective, ...]:
    """Return objectives written as ``pairwise`` or ``value=0.5``.

    Raises:
        InputError: One is not known, or its weight is not above 0.

    Examples:
        >>> objectives_of(["pairwise", "value=0.5"])
        (Objective(name='pairwise', weight=1.0), Objective(name='value', weight=0.5))
    """
    made = []
    for one in told:
        name, _, weight = one.partition("=")
        try:
            number = float(weight or 1)
        except ValueError:
            number = 0.0
        if name.strip() not in get_args(ObjectiveName) or not 0 < number < float("inf"):
            raise InputError(
                "this is no objective with a weight above 0", where="--objective",
                remedy=f"Known: {', '.join(get_args(ObjectiveName))}; such as pairwise=1.",
            )  # fmt: skip
        made.append(Objective(name.strip(), number))  # type: ignore[arg-type]
    return tuple(made)


def zero_hour_of(moment_text: str) -> dt.datetime | None:
    """Return a moment written with its zone, as UTC; None for an empty text.

    Raises:
        InputError: It is no moment, or names no zone.

    Examples:
        >>> zero_hour_of("2026-12-04T21:00Z").isoformat()
        '2026-12-04T21:00:00+00:00'
    """
    if not moment_text:
        return None
    try:
        moment = dt.datetime.fromisoformat(moment_text)
    except ValueError:
        moment = dt.datetime.min  # noqa: DTZ901
    if moment.tzinfo is None:
        raise InputError(
            "a zero hour is a date, a time and a zone", where="zero hour",
            remedy="Write it as 2026-12-04T21:00Z.",
        )  # fmt: skip
    return moment.astimezone(dt.UTC)
