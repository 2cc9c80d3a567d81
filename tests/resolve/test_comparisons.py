import pytest

from linkgraph.resolve.comparisons import COMPARISONS, comparison
from linkgraph.resolve.model import ready_model
from linkgraph.resolve.prepare import prepare
from linkgraph.resolve.scoring import score_pairs
from tests.resolve.tables import level_name, records

CASES = [
    ("name", {"names": "Vani Subramaniam"}, {"names": "SUBRAMANIAM, Vani"}, "exact"),
    ("name", {"names": "Napha Phetjarat"}, {"names": "Napha Phetcharat"}, "exact"),
    ("name", {"names": "Xiauling Zhu"}, {"names": "Zhu Xiaoling"}, "variant"),
    ("name", {"names": "செல்வம் பாலசிங்கம்"}, {"names": "Selvam Balasingam"}, "variant"),
    ("name", {"names": "Tri Yulianto Gunawan"}, {"names": "Tri Gunawan"}, "part"),
    ("name", {"names": "Endang"}, {"names": "ENDANG ENDANG"}, "lone"),
    ("name", {"names": "Mullenkrantz"}, {"names": "Müllenkranz"}, "lone"),
    ("name", {"names": "Endang"}, {"names": "Endung"}, "other"),
    ("name", {"names": "Nithya Vinayagam"}, {"names": "Nitya Vinagam"}, "variant"),
    ("name", {"names": "Somchai Khamsaen"}, {"names": "SOCMHAI KHAMSAEN"}, "slips"),
    ("name", {"names": "Thi Mai Nguyen"}, {"names": "Thi Mal Nguyen"}, "alike"),
    ("name", {"names": "Mark Kusuma"}, {"names": "Marsha Kusuma"}, "alike"),
    ("name", {"names": "Darla Kusuma"}, {"names": "Darlene Kusuma"}, "alike"),
    ("name", {"names": "Vani Kandasamy"}, {"names": "V. Kandasamy"}, "initial"),
    ("name", {"names": "Vani Kandasamy"}, {"names": "Vishnu Kandasamy"}, "initials"),
    ("name", {"names": "Pat Reid"}, {"names": "Patricia Reid"}, "exact"),
    ("name", {"names": "Pat Reid"}, {"names": "Patrick Reid"}, "exact"),
    ("name", {"names": "Suda"}, {"names": "Suda Chaimongkol"}, "within"),
    ("name", {"names": "Suda Chaimongkol"}, {"names": "Malee Chaimongkol"}, "word"),
    ("name", {"names": "Daniel Kelly"}, {"names": "Craig Mackenzie"}, "other"),
    ("name", {"names": "Daniel Kelly"}, {"aliases": "Daniel Kelly"}, "exact"),
    ("name", {"names": "Daniel Kelly"}, {}, "unknown"),
    ("generation", {"names": "Daniel Kelly Jr"}, {"names": "Kelly Sr, Daniel"}, "other"),
    ("generation", {"names": "Daniel Kelly II"}, {"names": "Daniel Kelly 2nd"}, "same"),
    ("generation", {"names": "Daniel Kelly II"}, {"names": "Daniel Kelly"}, "unknown"),
    ("birth", {"births": "1984-02-07"}, {"births": "1984-02-07"}, "exact"),
    ("birth", {"births": "1984-02-07"}, {"births": "1984-07-02"}, "swapped"),
    ("birth", {"births": "1984-02-07"}, {"births": "1984-01-01"}, "year"),
    ("birth", {"births": "1984"}, {"births": "1984-07-02"}, "year"),
    ("birth", {"births": "1984-02-07"}, {"births": "1984-02-17"}, "day"),
    ("birth", {"births": "1984-02-07"}, {"births": "1985-02-07"}, "slip"),
    ("birth", {"births": "1984-02-07"}, {"births": "1984-02-20"}, "near"),
    ("birth", {"births": "1984-02-07"}, {"births": "1991-11-30"}, "other"),
    ("birth", {"births": "1985-02-07"}, {"births": "1984-02-07", "told": "1985-02-07"}, "number"),
    ("birth", {"births": "1984-02-07"}, {}, "unknown"),
    ("document", {"documents": "passport:N1"}, {"documents": "passport:N1"}, "same"),
    ("document", {"documents": "passport:N1234"}, {"documents": "passport:N1243"}, "slip"),
    ("document", {"documents": "passport:N1234"}, {"documents": "passport:K9876"}, "other"),
    ("document", {"documents": "passport:N1234"}, {"documents": "national_id:1"}, "unknown"),
    ("phone", {"phones": "phone:+1"}, {"phones": ["phone:+1", "phone:+2"]}, "same"),
    ("phone", {"phones": "phone:+1"}, {"phones": "phone:+2"}, "other"),
    ("phone", {"phones": "phone:+74812856234"}, {"phones": "phone:+14812856234"}, "alike"),
    ("phone", {"phones": "phone:+12023213212"}, {"phones": "3213212"}, "alike"),
    ("phone", {"phones": "phone:+12023213212"}, {"phones": "phone:+14153213212"}, "other"),
    ("email", {"emails": "vani.k@a.example"}, {"emails": "vani.k@b.example"}, "slip"),
    ("email", {"emails": "vani.k@mail.example"}, {"emails": "vani.k@other.example"}, "local"),
    ("email", {"emails": "vani.k@mail.example"}, {"emails": "suda@other.example"}, "other"),
    (
        "address",
        {"addresses": "5 Beach Road, Negombo"},
        {"addresses": "Negombo 5 BEACH road"},
        "same",
    ),
    (
        "address",
        {"addresses": "5 Beach Road, Negombo"},
        {"addresses": "No. 5 Beach Rd, Negombo"},
        "same",
    ),
    (
        "address",
        {"addresses": "5 Beach Road, Negombo"},
        {"addresses": "Sea View, 5 Beach Road, Negombo 11500"},
        "alike",
    ),
    (
        "address",
        {"addresses": "5 Beach Road, Negombo"},
        {"addresses": "7 Beach Road, Negombo"},
        "part",
    ),
    ("address", {"addresses": "Negombo"}, {"addresses": "NEGOMBO"}, "place"),
    (
        "address",
        {"addresses": "5 Beach Road, Negombo"},
        {"addresses": "Temple Road, Kandy"},
        "other",
    ),
    ("context", {"phones": "phone:+9"}, {"around": "phone:+9"}, "one"),
    ("context", {"around": ["near:p", "near:q"]}, {"around": ["near:p", "near:q"]}, "several"),
    ("context", {"dealings": "near:p"}, {"around": "near:p"}, "one"),
    ("context", {"dealings": "near:p"}, {"dealings": "near:p"}, "unknown"),
    ("context", {"around": "near:p"}, {"around": "near:q"}, "none"),
    ("name", {"names": "\u738b\u4f1f"}, {"names": "\u738b\u4f1f"}, "exact"),
    ("name", {"names": "\u738b\u4f1f"}, {"names": "\u738b\u8587"}, "alike"),
    ("name", {"names": "\u738b\u4f1f"}, {"names": "Wang Wei"}, "exact"),
    # Somchai and Somying of one family: in one script, an ear has nothing to hear.
    (
        "name",
        {"names": "\u0e2a\u0e21\u0e0a\u0e32\u0e22 \u0e43\u0e08\u0e14\u0e35"},
        {"names": "\u0e2a\u0e21\u0e2b\u0e0d\u0e34\u0e07 \u0e43\u0e08\u0e14\u0e35"},
        "alike",
    ),
    ("sex", {"sex": "male"}, {"sex": "female"}, "other"),
    ("country", {"countries": ["LK", "MY"]}, {"countries": "MY"}, "same"),
]


@pytest.fixture(scope="module")
def shown():
    """Compare each case's two records, all in one table that keeps the cases apart."""
    rows = []
    for number, (_, left, right, _) in enumerate(CASES):
        meet = {"accounts": f"account:{number}"}  # so that just these two are compared
        rows += [meet | left, meet | right]
    found = score_pairs(prepare(records(*rows)).frame, ready_model())
    return {(r["left"], r["right"]): r for r in found.iter_rows(named=True)}


@pytest.mark.parametrize("number", range(len(CASES)))
def test_a_pair_shows_its_level_whichever_comes_first(shown, number):
    name, _, _, level = CASES[number]

    pair = f"person:{2 * number:03d}", f"person:{2 * number + 1:03d}"

    assert level_name(name, shown[pair][name]) == level


def test_no_comparison_is_left_without_a_case():
    assert {case[0] for case in CASES} >= {one.name for one in COMPARISONS} - {"account"}


@pytest.mark.parametrize("one", COMPARISONS, ids=lambda one: one.name)
def test_the_shares_of_all_levels_make_a_whole(one):
    assert sum(level.m for level in one.levels) == pytest.approx(1, abs=0.01)
    assert sum(level.u for level in one.levels) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("one", COMPARISONS, ids=lambda one: one.name)
def test_what_agrees_weighs_for_one_person_and_the_last_level_against(one):
    model = ready_model()

    for level in one.levels[: one.agree]:
        assert model.weight(one.name, level.name) > 0
    assert model.weight(one.name, one.levels[-1].name) < 0


def test_levels_are_counted_as_splink_counts_them():
    name = comparison("name")

    assert name.level(0).name == "other"
    assert name.level(name.at_least("exact")).name == "exact"
    assert name.level(-1) is None
