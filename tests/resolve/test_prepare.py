import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.resolve.model import ready_model
from linkgraph.resolve.prepare import MANY, prepare
from linkgraph.resolve.scoring import score_pairs
from tests.resolve.tables import records


def row_of(prepared, one="person:000"):
    return prepared.frame.row(by_predicate=pl.col("unique_id") == one, named=True)


def test_names_come_before_aliases_and_each_form_once():
    made = prepare(
        records(
            {"names": ["Vani Kandasamy", "KANDASAMY Vani"], "aliases": ["Noi", "Vani Kandasamy"]}
        )
    )

    assert row_of(made)["forms"] == [["kandasami", "vani"], ["noi"]]
    assert row_of(made)["name_key"] == "kandasami vani"


def test_a_name_stays_as_written_beside_its_sounds():
    row = row_of(prepare(records({"names": ["Napha Thongdee", "V. Ma"]})))

    assert row["spelt"] == [["napha", "thongdee"], ["ma", "v"]]
    assert row["forms"] == [["nafa", "tongdi"], ["ma", "v"]]
    assert row["bones"] == ["nf tkt"]  # words of one consonant tell nothing


def test_a_name_in_its_own_script_is_marked():
    made = prepare(records({"names": "\u0e23\u0e32\u0e13\u0e35"}, {"names": "Nguy\u1ec5n An"}))

    assert row_of(made)["native"] is True
    assert row_of(made, "person:001")["native"] is False


def test_only_people_hand_down_names():
    rows = records({"names": "Kelly & Sons II"})

    assert row_of(prepare(rows))["generations"] == ["2"]
    assert row_of(prepare(rows, "Organization"))["generations"] is None


def test_an_organization_is_compared_without_its_legal_form():
    made = prepare(records({"names": "Pelita Jaya Sdn Bhd"}), "Organization")

    assert row_of(made)["spelt"] == [["jaya", "pelita"]]


def test_phones_are_lines_and_devices_are_not():
    numbers = ["phone:+12023213212", "03213212", "device:352099001761481", "phone:+12"]

    assert row_of(prepare(records({"phones": numbers})))["lines"] == ["12023213212", "3213212"]


def test_nothing_known_is_null_and_never_empty():
    row = row_of(prepare(records({"names": ["—"], "phones": [], "addresses": ["..."]})))

    assert row["forms"] is row["phones"] is row["streets"] is row["keys"] is None


def test_a_phone_of_many_names_is_set_aside_and_told():
    agency = [
        {"names": f"Name{n} Family{n}", "phones": "phone:+1"} for n in range(MANY["phones"] + 1)
    ]
    own = [{"names": "Name0 Family0", "phones": ["phone:+1", "phone:+2"]}]
    made = prepare(records(*agency, *own))

    assert made.generic.rows() == [("phones", "phone:+1", MANY["phones"] + 1)]
    assert row_of(made, f"person:{len(agency):03d}")["phones"] == ["phone:+2"]
    assert row_of(made)["phones"] is None


def test_a_phone_of_many_records_of_one_name_stays():
    made = prepare(records(*({"names": "Vani Kandasamy", "phones": "phone:+1"} for _ in range(20))))

    assert made.generic.is_empty()
    assert row_of(made)["phones"] == ["phone:+1"]


def test_records_without_a_name_count_each_as_a_user():
    made = prepare(records(*({"phones": "phone:+1"} for _ in range(MANY["phones"] + 1))))

    assert made.generic.height == 1


def meets(left, right, *others):
    frame = prepare(records(left, right, *others)).frame
    found = score_pairs(frame, ready_model())
    return ("person:000", "person:001") in set(found.select("left", "right").iter_rows())


def test_records_meet_by_any_property_that_may_tell():
    assert meets({"names": "Vani Kandasamy"}, {"names": "Kandasamy, V. Vani"})
    assert meets({"names": "Weni Subramaniam"}, {"names": "Vani Supiramaniyam"})
    assert meets(
        {"names": "Ana Lim", "births": "1990-02-07"}, {"names": "Ane Lym", "births": "1990-07-02"}
    )
    assert meets({"documents": "passport:N1"}, {"documents": "passport:N1"})
    assert meets({"accounts": "account:1"}, {"around": "account:1"})
    assert meets({"births": "1985-02-09"}, {"told": "1985-02-09"})
    assert meets({"phones": "phone:+12023213212"}, {"phones": "3213212"})
    assert meets({"emails": "vani.k@mail.example"}, {"emails": "vani.k@other.example"})


def test_records_with_nothing_in_common_do_not_meet():
    assert not meets({"names": "Vani Kandasamy"}, {"names": "Daniel Kelly"})
    assert not meets({"births": "1985-02-09"}, {"births": "1991-03-30"})


def test_an_empty_table_is_prepared():
    made = prepare(records())

    assert made.frame.is_empty()
    assert score_pairs(made.frame, ready_model()).is_empty()


name = st.sampled_from(["Vani Kandasamy", "Veni Kandasami", "Daniel Kelly", "D. Kelly", "ราณี", ""])
told = st.fixed_dictionaries(
    {"names": st.lists(name, max_size=2), "births": st.sampled_from([[], ["1990-02-07"], ["1990"]]),
     "phones": st.sampled_from([[], ["phone:+1"]])}
)  # fmt: skip


@given(st.lists(told, max_size=8), st.randoms())
def test_the_order_of_records_changes_nothing(rows, random):
    table = records(*rows)
    order = list(range(table.height))
    random.shuffle(order)

    assert prepare(table[order]).frame.equals(prepare(table).frame)
