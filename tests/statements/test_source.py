import json

import pytest

from linkgraph.errors import SourceError
from linkgraph.statements import Originator, read_sidecar
from linkgraph.statements.source import source_from

TOLD = {
    "originator": {"country": "ID", "agency": "Police"},
    "received": "2026-09-07",
    "source_reliability": "B",
    "info_credibility": 3,
    "handling": "h2",
    "tlp": "amber",
    "releasable_to": ["NZ", "ID", "NZ"],
    "purpose": "joint period of action",
    "retain_until": "2031-09-06",
}


def source(**changes):
    told = {key: value for key, value in (TOLD | changes).items() if value is not ...}
    return source_from(told, sha256="ab" * 32, file="a.csv", where="a.csv")


def test_a_sidecar_says_all_that_travels_with_a_file():
    made = source()

    assert made.originator == Originator("ID", "Police")
    assert (made.handling, made.tlp) == ("H2", "AMBER")
    assert (made.reliability, made.credibility, made.grade_scheme) == ("B", "3", "unstated")
    assert made.releasable_to == ("ID", "NZ")
    assert (made.received, made.retain_until) == ("2026-09-07", "2031-09-06")
    assert made.id == "src-abababababababab"


@pytest.mark.parametrize("nothing", [..., None, ""])
def test_what_is_missing_is_the_strictest(nothing):
    made = source(handling=nothing, tlp=nothing, releasable_to=nothing, received=nothing)

    assert (made.handling, made.tlp, made.releasable_to, made.received) == ("H3", "RED", (), "")


@pytest.mark.parametrize(
    "change",
    [
        {"originator": ...},
        {"originator": ""},
        {"originator": {"agency": "Police"}},
        {"originator": ["ID"]},
        {"handling": "H9"},
        {"tlp": "MAUVE"},
        {"releasable_to": "NZ"},
        {"received": "07/09/2026"},
        {"retain_until": "soon"},
        {"source_reliability": "Z"},
        {"info_credibility": 9},
        {"grade_scheme": "guess"},
        {"grade_scheme": "uk_3x5x2"},
    ],
    ids=repr,
)
def test_what_is_no_code_or_date_is_refused_with_a_remedy(change):
    with pytest.raises(SourceError) as caught:
        source(**change)

    assert caught.value.remedy


def test_a_grade_is_one_of_its_scheme():
    made = source(grade_scheme="uk_3x5x2", source_reliability="1", info_credibility="A")

    assert (made.reliability, made.credibility) == ("1", "A")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("NZ", Originator("NZ")),
        (" NZ / Immigration ", Originator("NZ", "Immigration")),
        ("INTERPOL", Originator("INTERPOL")),
    ],
)
def test_an_originator_is_read_as_it_is_written(text, found):
    assert Originator.parse(text) == found
    assert Originator.parse(str(found)) == found


@pytest.mark.parametrize("text", ["", "  ", "/Police"])
def test_an_originator_has_a_country_or_is_an_organization(text):
    with pytest.raises(SourceError):
        Originator.parse(text)


def test_a_country_covers_its_agencies_and_no_other():
    agency = Originator("NZ", "Immigration")

    assert Originator("NZ").covers(agency)
    assert agency.covers(agency)
    assert not agency.covers(Originator("NZ"))
    assert not agency.covers(Originator("NZ", "Police"))
    assert not Originator("MY").covers(agency)


def sidecar(folder, text):
    (folder / "a.csv.source.json").write_bytes(text)
    return read_sidecar(folder / "a.csv")


def test_a_sidecar_stands_beside_its_file(tmp_path):
    assert sidecar(tmp_path, b"\xef\xbb\xbf" + json.dumps(TOLD).encode()) == TOLD


def test_no_sidecar_says_nothing(tmp_path):
    assert read_sidecar(tmp_path / "a.csv") == {}


@pytest.mark.parametrize(
    "text", [b"", b"{", b"[]", b'"NZ"', b"\xff\xfe", b"[" * 100_000], ids=range(6)
)
def test_a_sidecar_that_cannot_be_read_is_refused(tmp_path, text):
    with pytest.raises(SourceError, match="sidecar") as caught:
        sidecar(tmp_path, text)

    assert caught.value.where == "a.csv.source.json"
    assert caught.value.remedy


SINHALA = "\u0dc1\u0dca\u200d\u0dbb\u0dd3 \u0dbd\u0d82\u0d9a\u0dcf"
PERSIAN = "\u0646\u06cc\u0631\u0648\u06cc\u200c\u0627\u0646\u062a\u0638\u0627\u0645\u06cc"


@pytest.mark.parametrize("agency", [SINHALA, PERSIAN], ids=["Sinhala", "Persian"])
def test_an_agency_is_called_as_its_script_spells_it_however_it_is_told(agency):
    told = [
        source(originator=f"LK/{agency}"),
        source(originator={"country": "LK", "agency": agency}),
    ]

    assert {one.originator for one in told} == {Originator("LK", agency)}


@pytest.mark.parametrize("sign", ["\u200b", "\u200d", "\u202e", "\x07", "\u00a0"])
def test_no_originator_and_no_audience_holds_a_sign_that_nobody_sees(sign):
    for told in (
        {"originator": f"LK/C{sign}ID"},
        {"originator": {"country": "LK", "agency": f"C{sign}ID"}},
        {"releasable_to": ["NZ", f"MY/P{sign}D"]},
    ):
        with pytest.raises(SourceError, match="nobody sees"):
            source(**told)


@pytest.mark.parametrize("told", ["my/Police", "MYS/Police", "Malaysia/Police", "MY/Police"])
def test_a_country_is_one_originator_and_audience_however_it_is_written(told):
    raw = {"originator": told, "releasable_to": ["nz", "New Zealand", told, "INTERPOL", "PUBLIC"]}

    made = source_from(raw, sha256="0" * 64, file="x.csv", where="x.csv")

    assert made.originator == Originator("MY", "Police")
    assert made.releasable_to == ("INTERPOL", "MY/Police", "NZ", "PUBLIC")
