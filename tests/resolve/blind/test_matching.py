import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkgraph.errors import InputError
from linkgraph.resolve.blind import (
    BlindRecord,
    Encoding,
    Settings,
    encode_records,
    match_encodings,
    matching,
)
from tests.resolve.blind.people import ANN, BEN, KEY, NONCE, OTHER_KEY, encoded, records


def random_encoding(seed, count, side):
    """Return bits as full as encodings are, with no record behind them."""
    rng = np.random.default_rng(seed)
    bits = np.packbits(rng.random((count, 2048)) < 0.35, axis=1)
    return Encoding(Settings(), KEY.check, [f"{side}{n:015x}" for n in range(count)], bits)


def by_hand(left, right, threshold):
    found = []
    for a, one in zip(left.ids, np.unpackbits(left.bits, axis=1).astype(int), strict=True):
        for b, other in zip(right.ids, np.unpackbits(right.bits, axis=1).astype(int), strict=True):
            score = 2 * (one & other).sum() / (one.sum() + other.sum())
            if score >= threshold:
                found.append((a, b, round(float(score), 4)))
    return sorted(found, key=lambda pair: (-pair[2], pair[0], pair[1]))


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 999), st.integers(1, 12), st.integers(1, 12), st.floats(0.4, 1))
def test_it_finds_what_counting_by_hand_finds(seed, rows, columns, threshold):
    left = random_encoding(seed, rows, "a")
    right = random_encoding(seed + 1, columns, "b")
    right.bits[0] = left.bits[0]

    found = match_encodings(left, right, threshold=threshold)

    assert sorted(found) == sorted(by_hand(left, right, threshold))
    assert (left.ids[0], right.ids[0], 1.0) in found


def test_chunks_change_nothing(monkeypatch):
    left, right = random_encoding(1, 50, "a"), random_encoding(2, 70, "b")
    whole = match_encodings(left, right, threshold=0.4)

    monkeypatch.setattr(matching, "_ROWS", 7)
    monkeypatch.setattr(matching, "_COLUMNS", 11)
    monkeypatch.setattr(matching, "_CANDIDATES", 3)

    assert match_encodings(left, right, threshold=0.4) == whole


@settings(max_examples=15, deadline=None)
@given(st.lists(records(), min_size=2, max_size=6, unique_by=lambda r: r.id))
def test_every_record_finds_itself_first(people):
    left = encoded(people, ids=[f"a{n:015x}" for n in range(len(people))])
    right = encoded(people, ids=[f"b{n:015x}" for n in range(len(people))])

    found = match_encodings(left, right, threshold=1)

    assert {(f"a{n:015x}", f"b{n:015x}", 1.0) for n in range(len(people))} <= set(found)


def test_the_likeliest_come_first_and_ties_by_id():
    found = match_encodings(random_encoding(1, 40, "a"), random_encoding(2, 40, "b"), threshold=0.4)

    exact = [(-pair.score, pair.left, pair.right) for pair in found]
    assert len(found) > 2
    assert [score for score, _, _ in exact] == sorted(score for score, _, _ in exact)


def test_sides_changed_over_give_the_same_pairs():
    left, right = random_encoding(3, 30, "a"), random_encoding(4, 20, "b")

    there, back = (
        match_encodings(left, right, threshold=0.4),
        match_encodings(right, left, threshold=0.4),
    )

    assert {(b, a, s) for a, b, s in back} == set(there)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 999), st.integers(1, 30), st.integers(1, 30))
def test_one_to_one_gives_each_record_once_and_takes_the_best(seed, rows, columns):
    left, right = random_encoding(seed, rows, "a"), random_encoding(seed + 1, columns, "b")

    every = match_encodings(left, right, threshold=0.4)
    kept = match_encodings(left, right, threshold=0.4, one_to_one=True)

    assert len({p.left for p in kept}) == len({p.right for p in kept}) == len(kept)
    assert set(kept) <= set(every)
    assert kept[:1] == every[:1]
    assert all({p.left, p.right} & {x for q in kept for x in q[:2]} for p in every)


def test_records_alike_are_told_the_same_way_each_time():
    twins = [replace(ANN, id=str(n)) for n in range(3)]
    left = encoded(twins, ids=[f"a{n:015x}" for n in range(3)])
    right = encoded(twins, ids=[f"b{n:015x}" for n in range(3)])

    kept = match_encodings(left, right, one_to_one=True)

    assert kept == [(f"a{n:015x}", f"b{n:015x}", 1.0) for n in range(3)]


def test_nothing_alike_is_no_pair():
    assert match_encodings(encoded([ANN]), encoded([BEN])) == []


def test_another_key_is_refused():
    with pytest.raises(InputError, match="different keys"):
        match_encodings(encoded([ANN]), encoded([ANN], key=OTHER_KEY))


@pytest.mark.parametrize(
    ("settings_", "named"),
    [
        (Settings(hardening="none"), "hardening"),
        (Settings(salt="birth-year"), "salt"),
        (Settings(hardening="fold", salt="birth-year"), "hardening, salt"),
    ],
)
def test_other_settings_are_refused_and_named(settings_, named):
    with pytest.raises(InputError, match=f"other settings: {named}"):
        match_encodings(encoded([ANN]), encoded([BEN], settings=settings_))


def test_one_encoding_against_itself_is_refused():
    with pytest.raises(InputError, match="one encoding"):
        match_encodings(encoded([ANN]), encoded([ANN]))


@pytest.mark.parametrize("threshold", [0, 0.39, 1.01, float("nan")])
def test_a_threshold_beside_its_bounds_is_refused(threshold):
    with pytest.raises(InputError, match="threshold"):
        match_encodings(encoded([ANN]), encoded([BEN]), threshold=threshold)


def test_too_many_pairs_are_refused_and_not_piled_up(monkeypatch):
    monkeypatch.setattr(matching, "_MOST_PAIRS", 5)
    twins = [replace(ANN, id=str(n)) for n in range(3)]

    with pytest.raises(InputError, match="--threshold"):
        match_encodings(
            encoded(twins, ids=[f"a{n:015x}" for n in range(3)]),
            encoded(twins, ids=[f"b{n:015x}" for n in range(3)]),
        )


def test_a_first_look_at_a_part_of_the_bits_loses_next_to_nothing(monkeypatch):
    rng = random.Random(5)  # noqa: S311
    people = [person(rng, n) for n in range(300)]
    changed = [replace(p, id=f"c{p.id}", names=(typed(rng, p.names[0]),)) for p in people]
    left = encoded(people, ids=[f"a{n:015x}" for n in range(300)])
    right = encoded(changed, ids=[f"b{n:015x}" for n in range(300)])
    whole = match_encodings(left, right)

    monkeypatch.setattr(matching, "_ALL_BITS_PAIRS", 0)
    part = match_encodings(left, right)

    assert len(whole) > 200
    assert set(part) <= set(whole)
    assert len(part) >= 0.97 * len(whole)


def person(rng, number):
    word = lambda n: "".join(rng.choice("abcdefghiklmnoprstuvy") for _ in range(n))  # noqa: E731
    return BlindRecord(
        str(number),
        names=(f"{word(6)} {word(8)}",),
        birth_dates=(f"19{rng.randint(50, 99)}-0{rng.randint(1, 9)}-1{rng.randint(0, 9)}",),
        documents=(f"{rng.randrange(10**8)}",) if rng.random() < 0.5 else (),
    )


def typed(rng, name):
    at = rng.randrange(len(name))
    return name[:at] + rng.choice("aeiou") + name[at + 1 :]


def test_made_up_records_with_wrong_letters_are_found_again():
    rng = random.Random(6)  # noqa: S311
    people = [person(rng, n) for n in range(200)]
    changed = [replace(p, id=f"c{p.id}", names=(typed(rng, p.names[0]),)) for p in people]

    found = match_encodings(
        encoded(people, ids=[f"a{n:015x}" for n in range(200)]),
        encoded(changed, ids=[f"b{n:015x}" for n in range(200)]),
    )

    right = sum(pair.left[1:] == pair.right[1:] for pair in found)
    assert right == len(found)
    assert right > 180


def test_bits_of_no_record_come_out():
    found = match_encodings(
        encoded([ANN], ids=["a" * 16]), encoded([replace(ANN, id="x")], ids=["b" * 16])
    )

    assert found == [("a" * 16, "b" * 16, 1.0)]


def test_an_encoding_of_empty_rows_matches_nothing():
    bits, _ = encode_records([ANN], KEY)
    empty = Encoding(Settings(), KEY.check, ["b" * 16], np.zeros_like(bits))

    assert match_encodings(encoded([ANN], ids=["a" * 16]), empty) == []


@settings(max_examples=20, deadline=None)
@given(st.lists(records(), min_size=1, max_size=5, unique_by=lambda r: r.id), st.floats(0.4, 0.9))
def test_a_higher_threshold_only_takes_pairs_away(people, threshold):
    left = encoded(people, ids=[f"a{n:015x}" for n in range(len(people))])
    right = encoded(people[::-1], ids=[f"b{n:015x}" for n in range(len(people))])

    wide = match_encodings(left, right, threshold=0.4)
    narrow = match_encodings(left, right, threshold=threshold)

    # Scores are told to four places; the threshold is held to before that.
    assert set(narrow) <= set(wide)
    assert all(pair.score >= threshold - 0.0001 for pair in narrow)
    assert all(pair in narrow for pair in wide if pair.score > threshold + 0.0001)


def test_who_else_is_in_a_file_changes_no_score():
    one = encoded([ANN], ids=["a" * 16])
    alone = encoded([replace(ANN, id="x", names=("Nguyen Thi Dap",))], ids=["b" * 16])
    among = encoded(
        [BEN, replace(ANN, id="x", names=("Nguyen Thi Dap",))], ids=["b" * 15 + "a", "b" * 16]
    )

    assert match_encodings(one, alone) == match_encodings(one, among)


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"names": ("Nguyen Thi Dao",)}, True),
        ({"names": ("DAO, Nguyen Thi",)}, True),
        ({"birth_dates": ("1990-07-03",)}, True),
        ({"birth_dates": ("1990",)}, True),
        ({"documents": ()}, True),
        ({"phones": (), "sex": (), "nationalities": ()}, True),
        ({"names": ("Siti Rahayu",), "documents": ()}, False),
        ({"names": ("Siti Rahayu",), "birth_dates": ("1971-11-28",)}, False),
        ({"birth_dates": (), "documents": (), "phones": ()}, False),
    ],
    ids=str,
)
def test_what_one_side_writes_otherwise_decides_as_it_should(changed, found):
    other = replace(ANN, id="x", **changed)

    pairs = match_encodings(
        encoded([ANN], ids=["a" * 16]), encoded([other], ids=["b" * 16], nonce=NONCE)
    )

    assert bool(pairs) is found
