"""A scoring model: what each agreement and disagreement of two records weighs."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkgraph.errors import InputError
from linkgraph.resolve.comparisons import COMPARISONS

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["TRAINED", "Model", "model_from", "ready_model"]

READY = "ready"
TRAINED = "trained-"
_FORM = 1


@dataclass(frozen=True, slots=True)
class Model:
    """How often each level of each comparison is shown by one person's records and by others'.

    Attributes:
        name: What judgements made with it carry: ``ready``, or a digest of a training.
        matches: Expected number of other records of the same person, per record.
        weights: Comparison to level to (m, u): how often two records of one person show
            it, and two of different people do, where both tell.
    """

    name: str
    matches: float
    weights: Mapping[str, Mapping[str, tuple[float, float]]]

    def prior(self, records: int) -> float:
        """Return the chance that two records taken at random are of one person."""
        return min(0.5, self.matches / max(2, records - 1))

    def weight(self, comparison: str, level: str) -> float:
        """Return what a level weighs, in bits: above zero speaks for one person."""
        m, u = self.weights[comparison][level]
        return math.log2(m / u)

    def to_json(self) -> str:
        """Return the model as text, the same for the same model."""
        told = {"form": _FORM, "name": self.name, "matches": self.matches, "weights": self.weights}
        return json.dumps(told, sort_keys=True)


def ready_model() -> Model:
    """Return the model that needs no training.

    Its figures are what people's records show in exports of this kind: how often names,
    dates and numbers of one person agree, differ by a slip, or were written anew.
    """
    weights = {c.name: {level.name: (level.m, level.u) for level in c.levels} for c in COMPARISONS}
    return Model(READY, 2.0, weights)


def model_from(text: str) -> Model:
    """Return the model that ``to_json`` wrote.

    Raises:
        InputError: The text is none, is one of another form, or has a figure that cannot be.
    """
    try:
        told = json.loads(text)
        weights = {
            c.name: {
                level.name: (_share(m), _share(u))
                for level in c.levels
                for m, u in [told["weights"][c.name][level.name]]
            }
            for c in COMPARISONS
        }
        made = Model(_name(told["name"]), _expected(told["matches"]), weights)
    except (ValueError, KeyError, TypeError) as cause:
        raise InputError(
            "the scoring model cannot be read, or is of another form",
            remedy="Train it again with `linkgraph resolve train`.",
        ) from cause
    return made


def _share(figure: object) -> float:
    if not isinstance(figure, float | int) or not 0 < figure <= 1:
        raise ValueError
    return float(figure)


def _expected(figure: object) -> float:
    if not isinstance(figure, float | int) or not 0 < figure < math.inf:
        raise ValueError
    return float(figure)


def _name(text: object) -> str:
    # Under the name that people's judgements carry, a model's would outrank them.
    if not isinstance(text, str) or not (text == READY or text.startswith(TRAINED)):
        raise ValueError
    return text
