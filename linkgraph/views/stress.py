"""Points whose distances follow given ones, and none on top of another."""

from __future__ import annotations

import numpy as np

__all__ = ["Points", "place_by_distance", "push_apart"]

Points = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

_ROUNDS = 60
_PUSHES = 120


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
        return np.array([[-0.5, 0.0], [0.5, 0.0]]) * wanted[0, 1]
    weights = np.divide(1.0, wanted**2, out=np.zeros_like(wanted), where=wanted > 0)
    laplacian = np.diag(weights.sum(axis=1)) - weights
    inverse = np.linalg.inv(laplacian[1:, 1:])
    pulled = weights * wanted
    points = _first_guess(wanted)
    for _ in range(_ROUNDS):
        ratios = _pull(pulled, points)
        moved = np.zeros_like(points)
        moved[1:] = inverse @ (ratios @ points)[1:]
        points = moved - moved.mean(axis=0)
    return _lie_flat(points)


def _pull(pulled: Points, points: Points) -> Points:
    actual = np.sqrt(((points[:, None] - points[None]) ** 2).sum(axis=2))
    ratios = -np.divide(pulled, actual, out=np.zeros_like(actual), where=actual > 0)
    np.fill_diagonal(ratios, 0.0)
    np.fill_diagonal(ratios, -ratios.sum(axis=1))
    return ratios


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
    return points * np.where(signs == 0, 1.0, signs) + spread


def _lie_flat(points: Points) -> Points:
    """Turn the points so that the longest way through them lies level."""
    _, vectors = np.linalg.eigh(points.T @ points)
    axis = vectors[:, -1] if vectors[0, -1] >= 0 else -vectors[:, -1]
    return points @ np.array([[axis[0], -axis[1]], [axis[1], axis[0]]])


def push_apart(
    points: Points, cell: tuple[float, float], apart: Points | None = None
) -> Points:
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
        between = scaled[:, None] - scaled[None]
        distances = np.sqrt((between**2).sum(axis=2))
        np.fill_diagonal(distances, np.inf)
        short = np.maximum(least * 1.02 - distances, 0.0)
        if not (distances < least).any():
            break
        scaled = scaled + ((short / distances)[:, :, None] * between).sum(axis=1) * 0.45
    return scaled * np.array(cell)
