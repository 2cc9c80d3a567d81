"""Which part of an explanation is the weakest, and how an order of grades is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.catalogue.explanation import Part, find_weakest, grade_rank, grade_words
from linkgraph.catalogue.opening import _ids_in
from linkgraph.ledger import Evidence, SourceRow
from tests.builders import make_source

GRADES = ["A", "B", "C", "X", ""]


def said(name, *, reliability="", received="", at="", scheme="europol_4x4"):
    source = make_source(name, reliability=reliability, received=received, grade_scheme=scheme)
    row = SourceRow(1, source, 1, "", "", 1, 0, 0)
    return Evidence(row, "2", "link", "USES", "uses:x", "a", "b", {"at": at} if at else {})


def part(one, *evidence):
    return Part(one, "link", "USES", "a", "b", tuple(evidence))


def weakest(*parts):
    return find_weakest(parts).id


def test_the_lowest_of_the_best_grades_is_weakest_whatever_else():
    firm = part("uses:a", said("s1", reliability="A", received="2001-01-01"))
    loose = part("uses:b", said("s2", reliability="C"), said("s3", reliability="C"))

    assert weakest(firm, loose) == "uses:b"


def test_the_best_of_several_sources_counts():
    both = part("uses:a", said("s1", reliability="X"), said("s2", reliability="A"))
    one = part("uses:b", said("s3", reliability="B"))

    assert weakest(both, one) == "uses:b"


def test_what_is_not_graded_is_weaker_than_the_lowest_grade():
    assert (
        weakest(part("uses:a", said("s1", reliability="X")), part("uses:b", said("s2"))) == "uses:b"
    )


def test_of_equal_grades_fewer_sources_then_older_then_the_lesser_id_counts():
    two = part("uses:a", said("s1", reliability="B"), said("s2", reliability="B"))
    new = part("uses:b", said("s3", reliability="B", received="2026-01-01"))
    old = part("uses:c", said("s4", reliability="B", received="2025-01-01"))
    as_old = part("uses:d", said("s5", reliability="B", received="2025-01-01"))

    assert weakest(two, new) == "uses:b"
    assert weakest(two, new, old) == "uses:c"
    assert weakest(as_old, old, new, two) == "uses:c"


@given(
    st.lists(st.tuples(st.sampled_from(GRADES), st.integers(1, 3)), min_size=1, max_size=6),
    st.randoms(),
)
def test_no_part_is_weaker_than_the_weakest_and_order_counts_for_nothing(told, random):
    parts = [
        part(f"uses:{n}", *(said(f"s{n}{m}", reliability=grade) for m in range(count)))
        for n, (grade, count) in enumerate(told)
    ]
    found = next(one for one in parts if one.id == weakest(*parts))
    shuffled = list(parts)
    random.shuffle(shuffled)

    assert all(grade_rank(one.best) <= grade_rank(found.best) for one in parts)
    assert weakest(*shuffled) == found.id


def test_nothing_has_no_weakest_part():
    assert find_weakest([]) is None


def test_why_names_grade_sources_and_day():
    alone = find_weakest([part("uses:a", said("s1", reliability="B", at="2026-01-31T08:00:00Z"))])
    agency = find_weakest(
        [part("uses:a", said("s1", reliability="B"), said("s2", reliability="B"))]
    )

    assert alone.why == (
        "its best grade is B europol_4x4",
        "one source says it",
        "last told 2026-01-31",
    )
    assert agency.why[1:] == ("2 sources of one originator say it", "no day is known of it")


@pytest.mark.parametrize(
    ("scheme", "reliability", "words"),
    [("unstated", "B", "B"), ("admiralty", "F", "F admiralty"), ("unstated", "", "ungraded")],
)
def test_a_grade_is_told_with_its_scheme(scheme, reliability, words):
    source = make_source("s", reliability=reliability, grade_scheme=scheme)

    assert grade_words(source) == words


@pytest.mark.parametrize(
    ("values", "ids"),
    [
        (["person:a", "Hoa"], ["person:a"]),
        ([("person:a", ("phone:+641",))], ["person:a", "phone:+641"]),
        (["from person:a: paid:x-1 called:y and 3 more; then person:b."],
         ["person:a", "paid:x-1", "called:y", "person:b"]),
        (["shared contact: uses 3 phones", 3, None, "http://x.test"], []),
        (["passport:K1", "passport:K1"], ["passport:K1"]),
    ],
)  # fmt: skip
def test_ids_are_found_in_columns_and_in_words(values, ids):
    assert _ids_in(values) == ids
