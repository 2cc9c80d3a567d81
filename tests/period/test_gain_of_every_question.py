"""Every question of the catalogue can be asked of two sides, and its findings are opened."""

import pytest

import linkgraph as lg
from linkgraph.catalogue import list_questions
from tests.builders import ledger_of
from tests.catalogue.measured.many_kinds import SOURCES, WIDE

ASKED = {**WIDE, "entity/find": {"text": "Name", "romanised": "name"}}


def parted(step):
    """Return the sources of one case as those of two countries, and some of a third."""
    givers = ("NZ/Police", "MY/Police", "NZ/FIU", "MY/FIU", "TH/Police")
    return [
        one | {"originator": givers[(number * step + number // 3) % len(givers)], "releasable_to": ("NZ",)}
        for number, one in enumerate(SOURCES)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    folder = tmp_path_factory.mktemp("case")
    ledger_of(folder, parted(2)).close()
    (folder / "case.toml").write_text('jurisdiction = "NZ"\nagency = "Joint cell"\n')
    with lg.open_case(folder) as made:
        yield made


def asked_of(case, name, **options):
    params = ASKED.get(name)
    if name == "entity/find":
        from linkgraph.catalogue import find_parameters

        params = find_parameters("Name", 50)
    try:
        return case.joint_gain(name, of="NZ", with_="MY", params=params, **options)
    except lg.LinkgraphError as error:
        # Whom it is asked about may be known to the third country alone.
        if "neither side holds" not in error.what:
            raise
        return None


@pytest.mark.parametrize("name", list(list_questions()))
def test_findings_are_rows_of_both_with_records_of_these_alone(case, name):
    made = asked_of(case, name)
    if made is None:
        return
    rows = {row.source.id: row.source for row in case.ledger.sources()}

    for one in made.findings:
        assert one.what == "new"
        sources = set(one.columns["sources"])
        assert {rows[source].originator.country for source in sources} <= {"NZ", "MY"}
        assert {record.side for record in one.records} <= {"NZ", "MY"}
        assert one.records, "nothing opens the finding"
        for record in one.records:
            assert str(rows[record.source].originator) == record.originator
            assert record.originator.startswith(record.side)
        assert one.needs_both == ({rows[s].originator.country for s in sources} == {"NZ", "MY"})
        # Each source lets NZ have it and nobody else: MY needs the word of each of NZ's.
        assert {need.source for need in one.consents} == {
            source for source in sources if rows[source].originator.country == "NZ"
        }
        assert {need.audience for need in one.consents} <= {"MY"}


@pytest.mark.parametrize("name", ["money/paid_by_many", "network/path", "identity/shared_identifier",
                                  "travel/co_travel", "enquiry/open", "person/red_flags"])  # fmt: skip
def test_a_side_that_sees_all_gains_nothing(case, name):
    made = asked_of(case, name, by="seen")

    # NZ may see whatever MY gave, so nothing needs both.
    assert made is None or made.findings == ()


@pytest.mark.parametrize("name", ["money/paid_by_many", "network/linked", "calls/pattern"])
def test_asked_twice_it_is_the_same(case, name):
    assert asked_of(case, name, more=True) == asked_of(case, name, more=True)


def test_the_case_is_left_as_it_was(case):
    before = (
        case.ledger.version,
        sorted(p.name for p in case.folder.iterdir() if "ledger" not in p.name),
    )

    asked_of(case, "money/paid_by_many")

    after = (
        case.ledger.version,
        sorted(p.name for p in case.folder.iterdir() if "ledger" not in p.name),
    )
    assert after == before
