"""What it costs to find the identifiers that two agencies both hold, without showing the rest.

    .venv/bin/python -m benchmarks.run --only overlap

The protocol alone, in one process: both sides' numbers, blinding, answer and hits. A set of as
many hashes without a key, which would show everything, stands beside it.
"""

from __future__ import annotations

import hashlib
import itertools
import time

from linkgraph.share import keyed, psi

__all__ = ["overlaps"]


def overlaps(counts: tuple[int, ...] = (10_000, 100_000)) -> list[dict[str, object]]:
    """Return a row for each number of identifiers a side, half of them in common."""
    return [_row(count) for count in counts]


def _row(count: int) -> dict[str, object]:
    ours = [f"phone:+6421{n:08}" for n in range(count)]
    theirs = [f"phone:+6421{n:08}" for n in range(count // 2, count + count // 2)]
    took = [time.perf_counter()]
    key, question = psi.ask(ours)
    took.append(time.perf_counter())
    setup, response = psi.reply(question, theirs)
    took.append(time.perf_counter())
    hits = psi.common(key, ours, setup, response)
    took.append(time.perf_counter())
    assert hits == ours[count // 2 :], "the hits are others"
    word, hashes = keyed.ask(ours)
    assert keyed.held(word + keyed.named(hashes, keyed.held(hashes, theirs)), ours) == hits
    took.append(time.perf_counter())
    bare = {hashlib.sha256(one.encode()).digest() for one in ours}
    assert sum(hashlib.sha256(one.encode()).digest() in bare for one in theirs) == len(hits)
    took.append(time.perf_counter())
    asked, answered, opened, by_keys, by_hashes = (
        later - earlier for earlier, later in itertools.pairwise(took)
    )
    return {
        "identifiers a side": count, "ask, s": asked, "answer, s": answered, "open, s": opened,
        "in all, s": asked + answered + opened,
        "question, MB": len(question) / 1e6, "answer, MB": (len(setup) + len(response)) / 1e6,
        "keyed hashes (leak), s": by_keys, "plain hashes (show all), s": by_hashes,
    }  # fmt: skip
