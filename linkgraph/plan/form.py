"""Values of a plan file that people may have changed, each taken only as what it must be."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

__all__ = ["by_text", "country", "number", "text", "texts", "truth", "whole"]

Value = TypeVar("Value")

_COUNTRY = re.compile(r"[A-Z]{2}")


def text(value: object) -> str:
    """Return a text.

    Raises:
        TypeError: It is none.
    """
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def texts(value: object) -> tuple[str, ...]:
    """Return a list of texts; a text alone is none.

    Raises:
        TypeError: It is no list, or something in it is no text.
    """
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise TypeError("no list")
    return tuple(map(text, value))


def country(value: object) -> str:
    """Return two letters in capitals.

    Raises:
        TypeError: It is no text.
        ValueError: It is not two letters.
    """
    code = text(value).strip().upper()
    if not _COUNTRY.fullmatch(code):
        raise ValueError("no country's code")
    return code


def whole(value: object) -> int:
    """Return a whole number.

    Raises:
        TypeError: It is none; neither is yes or no, or a number with a point.
    """
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("no whole number")
    return value


def truth(value: object) -> bool:
    """Return yes or no.

    Raises:
        TypeError: It is neither.
    """
    if not isinstance(value, bool):
        raise TypeError("neither true nor false")
    return value


def number(value: object, least: float = 0.0, most: float = math.inf) -> float:
    """Return a finite number from ``least`` to ``most``.

    Raises:
        TypeError: It is no number.
        ValueError: It is out of range, or endless.
    """
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError("no number")
    made = float(value)
    if not (math.isfinite(made) and least <= made <= most):
        raise ValueError("out of range")
    return made


def by_text(value: object, of: Callable[[object], Value]) -> dict[str, Value]:
    """Return what is told by id, every value taken by ``of``.

    Raises:
        TypeError: It is no mapping, or as ``of`` does.
        ValueError: As ``of`` does.
    """
    if not isinstance(value, Mapping):
        raise TypeError("nothing by id")
    return {text(one): of(said) for one, said in value.items()}
