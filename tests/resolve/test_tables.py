import polars as pl
import pytest

from linkgraph.resolve.model import ready_model
from linkgraph.resolve.tables import entities_of, resolve_table, score_table
from linkgraph.resolve.verdicts import Thresholds
from tests.resolve.tables import records

VANI = {"names": "Vani Subramaniam", "births": "1984-02-07", "phones": "phone:+94771234567"}
SAME = {"names": "SUBRAMANIAM Veni", "births": "1984-07-02", "phones": "phone:+94771234567"}
OTHER = {"names": "Daniel Kelly", "births": "1961-03-04"}


def entities(*rows, **options):
    found = resolve_table(records(*rows), **options)
    assert found.columns == ["id", "entity"]
    return found["entity"].to_list()


def test_one_persons_records_are_one_entity_and_others_their_own():
    assert entities(VANI, OTHER, SAME) == ["person:000", "person:001", "person:000"]


def test_a_name_alone_joins_nobody():
    lone = {"names": "Vani Subramaniam"}

    assert entities(lone, lone) == ["person:000", "person:001"]


def test_columns_that_nobody_tells_may_be_left_out():
    table = records(VANI, SAME).select("id", "names", "births")

    assert resolve_table(table)["entity"].n_unique() == 1


def test_thresholds_are_the_callers():
    assert entities(VANI, SAME, thresholds=Thresholds(1.0, 0.9)) == ["person:000", "person:001"]


def test_an_empty_table_has_no_entities():
    assert resolve_table(records()).is_empty()
    assert score_table(records()).columns == ["left", "right", "score"]


def test_scores_are_of_pairs_worth_a_look():
    found = score_table(records(VANI, OTHER, SAME), model=ready_model())

    assert found.select("left", "right").rows() == [("person:000", "person:002")]
    assert found["score"][0] == pytest.approx(1.0, abs=1e-4)


def test_a_father_and_a_son_of_one_name_and_house_are_two():
    home = {"addresses": "1450 N City Rd, Suite 900, Arlington 23208"}
    names = ({"names": "David Dobbins Jr"}, {"names": "Dobbins Senior, David"})

    assert entities(*(home | name for name in names)) == ["person:000", "person:001"]


def test_twins_of_one_house_are_two():
    home = {"addresses": "1304 Poppy Hills Dr", "births": "1997-09-28", "emails": "k@h.example"}
    rows = [home | {"names": name} for name in ("Mark Kusuma", "Marsha Kusuma")]

    assert entities(*rows) == ["person:000", "person:001"]


def test_an_initial_is_nobody_in_particular_where_twins_begin_alike():
    home = {"addresses": "1304 Poppy Hills Dr", "births": "1997-09-28", "emails": "k@h.example"}
    jane, john, initial = (home | {"names": f"{name} Muir"} for name in ("Jane", "John", "J"))

    assert entities(jane, initial) == ["person:000", "person:000"]
    assert entities(jane, initial, john) == ["person:000", "person:001", "person:002"]
    assert entities(jane, initial, john, initial)[::2] == ["person:000", "person:002"]


def test_organizations_are_one_by_name_and_house_whatever_their_legal_form():
    house = "4 Hillview Rise, 667979 Singapore"
    rows = (
        {"names": "Beacon Exports Pte Ltd", "addresses": house},
        {"names": "BEACON EXPORTS", "addresses": "#01-11, " + house},
        {"names": "Beacon Exports India", "addresses": "Mullan Road, 673576 India"},
    )

    assert entities(*rows, kind="Organization") == ["person:000", "person:000", "person:002"]


def test_a_rare_name_is_not_common_in_a_small_table():
    rows = [{"names": n, "addresses": "87 Linden Street 66879 Berg"}
            for n in ("Mullenkrants", "M\u00fcllenkranz")]  # fmt: skip

    assert entities(*rows, kind="Organization") == ["person:000", "person:000"]


def test_entities_are_named_by_their_least_record():
    judged = pl.DataFrame(
        [("b", "c", "same"), ("a", "c", "same"), ("d", "e", "unsure")],
        schema=["left", "right", "verdict"],
        orient="row",
    )

    assert entities_of(judged) == {"a": "a", "b": "a", "c": "a"}
    assert entities_of(judged.clear()) == {}
