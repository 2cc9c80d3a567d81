"""Points whose distances follow given ones, and none on top of another."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["Points", "place_by_distance", "push_apart"]

Points = NDArray[np.float64]

_ROUNDS = 60
_PUSHES = 120
_SETTLED = 1e-3
_LEAST = 1e-6


def place_by_distance(wanted: Points) -> Points:
    """Return points in the plane whose distances are near to those wanted.

    Args:
        wanted: Symmetric, n by n, zero on the diagonal and above zero elsewhere.

    Returns:
        n points around the origin, wider than high.

    Note:
        Takes O(n^3) once and O(n^2) a round.

    Source:
        Gansner, Koren and North, "Graph Drawing by Stress Majorization", Graph
        Drawing 2004, with classical scaling to begin with.
    """
    size = len(wanted)
    if size == 1:
        return np.zeros((1, 2))
    if size == 2:  # noqa: PLR2004 - a pair lies flat
        half = float(wanted[0, 1]) / 2
        return np.array([[-half, 0.0], [half, 0.0]])
    weights = np.divide(1.0, wanted**2, out=np.zeros_like(wanted), where=wanted > 0)
    laplacian = np.diag(weights.sum(axis=1)) - weights
    inverse = np.linalg.inv(laplacian[1:, 1:])
    pulled = weights * wanted
    points = _first_guess(wanted)
    for _ in range(_ROUNDS):
        moved = np.zeros_like(points)
        moved[1:] = inverse @ _pull(pulled, points)[1:]
        moved -= moved.mean(axis=0)
        settled = np.abs(moved - points).max() < _SETTLED * np.abs(moved).max()
        points = moved
        if settled:
            break
    return _lie_flat(points)


def _pull(pulled: Points, points: Points) -> Points:
    ratios = pulled / _distances(points)
    pull: Points = ratios.sum(axis=1)[:, None] * points - ratios @ points
    return pull


def _distances(points: Points) -> Points:
    """Return the distance of each two; infinite from each to itself."""
    squares = (points**2).sum(axis=1)
    apart: Points = squares[:, None] + squares[None] - 2.0 * (points @ points.T)
    # Rounding may leave two on one spot a hair less than nothing apart.
    np.maximum(apart, _LEAST**2, out=apart)
    np.sqrt(apart, out=apart)
    np.fill_diagonal(apart, np.inf)
    return apart


def _first_guess(wanted: Points) -> Points:
    squares = wanted**2
    centred = squares - squares.mean(axis=0) - squares.mean(axis=1)[:, None] + squares.mean()
    values, vectors = np.linalg.eigh(-centred / 2)
    points = vectors[:, -2:] * np.sqrt(np.maximum(values[-2:], 0.0))
    # An eigenvector has no sign of its own.
    signs = np.sign(points[np.abs(points).argmax(axis=0), [0, 1]])
    # Leaves of one hub are alike and would stand in one spot for ever.
    turns = np.arange(len(wanted)) * 2.399963
    spread = np.stack([np.cos(turns), np.sin(turns)], axis=1) * float(wanted.mean()) * 0.15
    guess: Points = points * np.where(signs == 0, 1.0, signs) + spread
    return guess


def _lie_flat(points: Points) -> Points:
    """Turn the points so that the longest way through them lies level."""
    _, vectors = np.linalg.eigh(points.T @ points)
    axis = vectors[:, -1] if vectors[0, -1] >= 0 else -vectors[:, -1]
    flat: Points = points @ np.array([[axis[0], -axis[1]], [axis[1], axis[0]]])
    return flat


def push_apart(points: Points, cell: tuple[float, float], apart: Points | None = None) -> Points:
    """Return the points moved as little as need be until none crowds another.

    Args:
        points: n points.
        cell: Room that one needs, across and down.
        apart: Least distance of each two, in cells; 1 for all where not given.
    """
    scaled = points / np.array(cell)
    least = np.ones((len(points), len(points))) if apart is None else apart
    # Two on one spot need a direction to leave in.
    turns = np.arange(len(points)) * 2.399963
    scaled = scaled + np.stack([np.cos(turns), np.sin(turns)], axis=1) * 1e-4
    for _ in range(_PUSHES):
        distances = _distances(scaled)
        if not (distances < least).any():
            break
        one, other = np.nonzero(distances < least * 1.02)
        short = (least[one, other] * 1.02 - distances[one, other]) / distances[one, other]
        push = np.zeros_like(scaled)
        np.add.at(push, one, short[:, None] * (scaled[one] - scaled[other]))
        scaled = scaled + push * 0.45
    moved: Points = scaled * np.array(cell)
    return moved
