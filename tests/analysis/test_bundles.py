import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.analysis.bundles import bundles

people = st.sampled_from([f"person:{one}" for one in "abcdef"])
things = st.sampled_from([f"phone:{one}" for one in "12345"])
handsets = st.sampled_from(["imei:x", "imei:y"])
holds = st.lists(st.tuples(people, things), max_size=14)
seen = st.lists(st.tuples(things, handsets), max_size=6)
suspects = st.sets(people, max_size=3)


def together(held, seen=(), suspects=()):
    """Return id to bundle."""
    found = bundles(
        pl.DataFrame(list(held), schema={"holder": pl.String, "held": pl.String}, orient="row"),
        pl.DataFrame(list(seen), schema={"phone": pl.String, "device": pl.String}, orient="row"),
        suspects,
    )
    return dict(found.select("id", "bundle").iter_rows())


def sets(found):
    groups = {}
    for one, name in found.items():
        groups.setdefault(name, set()).add(one)
    return {frozenset(held) for held in groups.values()}


def test_a_holder_goes_with_what_only_he_holds():
    found = together([("person:a", "phone:1"), ("person:a", "account:1"), ("person:b", "phone:2")])

    assert sets(found) == {
        frozenset({"person:a", "phone:1", "account:1"}),
        frozenset({"person:b", "phone:2"}),
    }


def test_what_more_than_three_hold_joins_nobody():
    agency = [(f"person:{one}", "phone:agency") for one in "abcd"]

    assert together(agency) == {}
    assert len(sets(together(agency[:3]))) == 1


def test_numbers_of_one_handset_go_together():
    found = together([("person:a", "phone:1")], [("phone:1", "imei:x"), ("phone:2", "imei:x")])

    assert sets(found) == {frozenset({"person:a", "phone:1", "phone:2"})}


def test_a_handset_in_a_shop_joins_nothing():
    assert together([], [(f"phone:{n}", "imei:x") for n in range(4)]) == {}


def test_others_are_parted_from_a_suspect_with_what_only_they_hold():
    held = [
        ("person:a", "phone:1"),
        ("person:b", "phone:1"),
        ("person:b", "account:b"),
        ("person:a", "account:a"),
    ]

    found = together(held, suspects={"person:a"})

    assert sets(found) == {
        frozenset({"person:a", "phone:1", "account:a"}),
        frozenset({"person:b", "account:b"}),
    }


def test_a_second_number_in_a_suspects_handset_is_the_suspects():
    seen = [("phone:1", "imei:x"), ("phone:2", "imei:x")]

    found = together([("person:a", "phone:1")], seen, {"person:a"})

    assert found["phone:2"] == found["person:a"]


def test_those_who_were_parted_keep_the_name_of_the_group():
    held = pl.DataFrame({"holder": ["person:a", "person:b"], "held": ["phone:1", "phone:1"]})
    none = pl.DataFrame(schema={"phone": pl.String, "device": pl.String})

    found = bundles(held, none, {"person:a"})

    assert found["group"].n_unique() == 1
    assert found["bundle"].n_unique() == 2


def test_of_no_links_nothing_goes_together():
    assert together([]) == {}


@given(holds, seen, suspects, st.randoms())
def test_the_order_of_links_changes_nothing(held, seen, suspects, random):
    first = together(held, seen, suspects)

    held, seen = random.sample(held, len(held)), random.sample(seen, len(seen))

    assert together(held + held, seen, suspects) == first


@given(holds, seen, suspects)
def test_new_names_of_ids_change_nothing_about_what_goes_together(held, seen, suspects):
    def renamed(one):
        return one[:-1] + chr(ord("z") - ord(one[-1]) + ord("0"))

    first = sets(together(held, seen, suspects))

    held = [(renamed(one), renamed(other)) for one, other in held]
    seen = [(renamed(one), other) for one, other in seen]
    again = sets(together(held, seen, {renamed(one) for one in suspects}))

    assert again == {frozenset(map(renamed, one)) for one in first}


@given(holds, seen, suspects)
def test_nobody_but_a_suspect_is_in_a_suspects_bundle(held, seen, suspects):
    for one in sets(together(held, seen, suspects)):
        known = {who for who in one if who.startswith("person:")}
        assert not known & suspects or known <= suspects
