"""Which words may mean somebody hidden: reckoned from what an audience may see alone."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations, permutations
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from linkgraph.share.disguises import has_arabic
from linkgraph.share.hinting import BRIEF_ORDINARY, LEAST_WORD, Hints, folded
from linkgraph.share.naming import of_another
from linkgraph.share.readings import (
    forms_of,
    parts_of_number,
    solid,
    visible,
    without_zeros,
    words_of,
)
from linkgraph.share.sounding import sound_of
from linkgraph.values.name_forms import PARTICLES
from linkgraph.values.names import script_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from linkgraph.graph.base import Projection

__all__ = ["hints_of"]

_NAMES = ("names", "aliases", "romanised")
# A word that more people bear, whom the audience may see, points at nobody.
_MOST_BEARERS = 12
_LEAST_PAIR, _LEAST_WITH_INITIAL, _LEAST_BRIEF, _LEAST_SHORT, _LEAST_SOUND = 5, 3, 3, 2, 3
# Scripts that are not Arabic write vowels, so that only long words are told by what is left.
_LEAST_SPELLED = 4
# Shorter numbers (P1, T2) are those of plans and tasks too.
_LEAST_REFERENCE = 3
_MOST_COUNTED, _LETTERS_OF_COUNTRY = 2, 2
_YEAR = re.compile("(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_SYLLABLES = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
# Of names written in syllables, those that people call somebody by.
_GIVEN_SYLLABLES, _LEAST_SYLLABLES = 2, 3


class _Name(NamedTuple):
    """One name as it may be read.

    Attributes:
        text: As it is written.
        forms: Its words, in each way to read them.
    """

    text: str
    forms: frozenset[tuple[str, ...]]


# A part of a name by which somebody may be meant: what it is (word, brief word, spelling, pair,
# initial, run), and it.
_Part = tuple[str, ...]


def hints_of(
    graph: Projection,
    hidden: Collection[str],
    *,
    also_shown: Iterable[str] = (),
    told: Projection | None = None,
) -> Hints:
    """Return what may mean some people in texts of a part of a case.

    Args:
        graph: All that the audience may see, in bulk.
        hidden: Ids of the people whom it must not know; others are passed over.
        also_shown: Whole names that excuse too, as those of officials whom a plan names.
        told: What of the graph the audience is told, all of it where None: how many bear a word,
            and whose whole names excuse it, is reckoned from that alone.

    Returns:
        Empty where none of them has a name or a number.

    Note:
        O(names in the graph). A word that more than a dozen others bear is no hint by
        itself, nor is what stands before a father's name.
    """
    theirs = [one for id_, _, one in _names_in(graph, ("Person",)) if id_ in hidden]
    shown_in = graph if told is None else told
    references = _references(graph, shown_in, hidden)
    if not theirs:
        return Hints(references=references)
    parts = {part for one in theirs for part in _parts_of(one)}
    bearers: dict[_Part, set[str]] = {part: set() for part in parts}
    shown = {_Name(text, frozenset(forms_of(text))) for text in also_shown}
    for id_, kind, name in _names_in(shown_in, tuple(shown_in.nodes)):
        if id_ not in hidden:
            common = parts.intersection(_parts_of(name))
            # What says whom somebody is to her excuses nothing.
            if common and not of_another(name.text):
                shown.add(name)
            for part in common if kind == "Person" else ():
                bearers[part].add(id_)
    rare = {part for part, people in bearers.items() if len(people) <= _MOST_BEARERS}
    return replace(_hints(theirs, rare, shown), references=references)


def _references(
    graph: Projection, told: Projection, hidden: Collection[str]
) -> frozenset[tuple[str, ...]]:
    """Return the numbers under which files keep hidden people, unless somebody shown has one.

    Of letters and digits both: digits alone stand in any text.
    """
    theirs = {words for id_, words in _references_in(graph) if id_ in hidden}
    others = {words for id_, words in _references_in(told) if id_ not in hidden}
    return frozenset(
        form
        for words in theirs - others
        if _tells("".join(words))
        for form in (words, parts_of_number(words), without_zeros(parts_of_number(words)))
        if _is_mixed("".join(form))
    )


def _references_in(graph: Projection) -> Iterator[tuple[str, tuple[str, ...]]]:
    for frame in graph.nodes.values():
        if "native_ids" in frame.columns:
            for id_, held in frame.select("id", "native_ids").drop_nulls().iter_rows():
                for one in held:
                    yield id_, words_of(visible(one))


def _tells(reference: str) -> bool:
    """Tell whether a number is nobody else's: no `a 12 kg case`, and no year of a country."""
    digits = sum(map(str.isdecimal, reference))
    letters = len(reference) - digits
    if letters == 1 and digits <= _MOST_COUNTED:
        return False
    if letters <= _LETTERS_OF_COUNTRY and _YEAR.search(reference):
        return False
    return _is_mixed(reference)


def _is_mixed(reference: str) -> bool:
    digits = sum(map(str.isdecimal, reference))
    return len(reference) >= _LEAST_REFERENCE and 0 < digits < len(reference)


def _hints(theirs: list[_Name], rare: set[_Part], shown: Iterable[_Name]) -> Hints:
    held: dict[str, set[tuple[str, ...]]] = {}
    for what, *part in rare:
        held.setdefault(what, set()).add(tuple(part))
    words = {word for (word,) in held.get("word", ())}
    lengths: dict[int, set[str]] = {}
    for (run,) in held.get("run", ()):
        lengths.setdefault(len(run), set()).add(run)
    heard = {w: sound_of(w) for w in words if w.isascii() and len(sound_of(w)) >= _LEAST_SOUND}
    arabic = {w for one in theirs if has_arabic(one.text) for form in one.forms for w in form}
    native = {
        w for one in theirs if script_of(one.text) != "Latn" for form in one.forms for w in form
    }
    return Hints(
        words=frozenset(words),
        folded=frozenset(word for (word,) in held.get("spelling", ())),
        short=frozenset(_short(theirs)) | {word for (word,) in held.get("brief", ())},
        sounds=frozenset(heard.values()),
        native=frozenset(
            sound
            for word, sound in heard.items()
            if word in arabic or (word in native and len(sound) >= _LEAST_SPELLED)
        ),
        pairs=frozenset((one, two) for one, two in held.get("pair", ())),
        initials=frozenset((one, two) for one, two in held.get("initial", ())),
        runs={length: frozenset(runs) for length, runs in lengths.items()},
        shown=frozenset(
            tuple(sorted(form)) for one in shown for form in one.forms if len(form) > 1
        ),
        shown_runs=frozenset(solid(one.text) for one in shown if _runs(one.text)),
    )


def _names_in(graph: Projection, kinds: Collection[str]) -> Iterator[tuple[str, str, _Name]]:
    """Yield each name with the id and the kind of whom it names."""
    for kind in kinds:
        frame = graph.nodes.get(kind, pl.DataFrame())
        for column in _NAMES:
            if column in frame.columns:
                for id_, texts in frame.select("id", column).drop_nulls().iter_rows():
                    for text in texts:
                        yield id_, kind, _Name(text, frozenset(forms_of(text)))


def _parts_of(name: _Name) -> set[_Part]:
    found: set[_Part] = {("run", run) for run in _runs(name.text)}
    for form in name.forms:
        told = [word for word in form if word not in PARTICLES]
        spelled = list(map(folded, told))
        found.update(("word", word) for word in told if len(word) >= LEAST_WORD)
        brief = {word for word in told if _LEAST_BRIEF <= len(word) < LEAST_WORD}
        found.update(("brief", word) for word in brief - BRIEF_ORDINARY)
        found.update(("spelling", word) for word in spelled if len(word) >= LEAST_WORD)
        for pair in combinations(spelled, 2):
            if min(map(len, pair)) > 1 and sum(map(len, pair)) >= _LEAST_PAIR:
                found.add(("pair", *sorted(pair)))
        for one, two in permutations(range(len(told)), 2):
            if len(told[two]) >= _LEAST_WITH_INITIAL:
                found.add(("initial", told[one][0], spelled[two]))
    return found


def _short(names: Iterable[_Name]) -> Iterator[str]:
    """Yield names of one short word."""
    for name in names:
        for words in name.forms:
            if len(words) == 1 and _LEAST_SHORT <= len(words[0]) < LEAST_WORD:
                yield words[0]


def _runs(text: str) -> set[str]:
    """Return parts of a name in a script without spaces by which people may call somebody."""
    found = {
        solid(part)
        for part in text.split()
        if _UNSPACED.search(part) and len(solid(part)) >= LEAST_WORD
    }
    whole = solid(text)
    if _SYLLABLES.fullmatch(whole) and len(whole) >= _LEAST_SYLLABLES:
        found.add(whole[-_GIVEN_SYLLABLES:])
    return found
