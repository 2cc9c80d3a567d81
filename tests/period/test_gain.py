"""What two sides find only together: checked against asking each by itself."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkgraph.catalogue import get_question
from linkgraph.errors import InputError
from linkgraph.period.gain import find_joint_gain
from linkgraph.period.side import side_of
from linkgraph.statements import Originator
from tests.builders import fill, new_ledger

NZ, MY = Originator("NZ"), Originator("MY")
WHEN = {"at": "2026-01-01T00:00:00Z", "amount_minor": 500, "currency": "MYR"}


def paid(payers, to="account:900000"):
    return [("PAID", f"account:{one:06d}", to, WHEN) for one in payers]


def gain(ledger, question, sides=(NZ, MY), folder=None, **options):
    asked = get_question(question)
    given = asked.bind(options.pop("params", {}))
    path = ledger._file.path.parent if folder is None else folder
    told = {"by": "originator", "evidence": evidence_of(ledger)} | options
    return find_joint_gain(ledger, asked, given, sides, folder=path, **told)


def evidence_of(ledger):
    def evidence(ids):
        found = {}
        for one in ledger.explain(ids):
            found.setdefault(one.id, []).append(one)
        return found

    return evidence


def split_case(ledger, **marks):
    fill(ledger, "nz", originator="NZ/FIU", releasable_to=["MY"], links=paid(range(1, 7)))
    fill(ledger, "my", originator="MY/FIU", links=paid(range(7, 13)), **marks)
    fill(ledger, "th", originator="TH/FIU", links=paid(range(13, 40)))


PARAMS = {"min_payers": 10}


def test_a_finding_of_both_names_each_sides_records_and_whose_consent_it_takes(ledger, tmp_path):
    split_case(ledger, handling="H2", releasable_to=["NZ"])

    made = gain(ledger, "money/paid_by_many", params=PARAMS, folder=tmp_path)

    (found,) = made.findings
    assert (made.rows, found.what, found.needs_both) == ((0, 0, 1), "new", True)
    assert found.columns["account_id"] == "account:900000"
    assert {one.side for one in found.records} == {"NZ", "MY"}
    assert {(one.originator, one.file) for one in found.records} == {
        ("NZ/FIU", "nz.csv"), ("MY/FIU", "my.csv"),
    }  # fmt: skip
    assert "2" in {one.locator for one in found.records}
    assert [(n.audience, n.originator, n.lacks) for n in found.consents] == [
        ("NZ", "MY/FIU", "consent")
    ]
    assert (made.handling, made.originators) == ("H2 CLEAR", ("MY/FIU", "NZ/FIU"))
    assert made.to_pandas()["consent_of"].tolist() == [["MY/FIU"]]
    assert len(made.records_to_pandas()) == len(found.records)
    assert not list(tmp_path.glob("*.new")), "nothing of what was asked is left behind"


@pytest.mark.parametrize("role", ["VICTIM_IN", "SUSPECT_IN"])
def test_a_finding_that_rests_on_somebody_who_refuses_says_so(ledger, tmp_path, role):
    split_case(ledger)
    said = [("HOLDS", "person:v", "account:000001", {}), (role, "person:v", "casefile:c", {})]
    fill(ledger, "held", originator="NZ/FIU", links=said)
    asked = {"params": PARAMS, "folder": tmp_path}
    assert [one.refused for one in gain(ledger, "money/paid_by_many", **asked).findings] == [False]

    no = [("CONSENT_IN", "person:v", "casefile:c", {"consent": "refused"})]
    fill(ledger, "consent", originator="NZ/FIU", links=no)
    made = gain(ledger, "money/paid_by_many", **asked)

    assert made.to_pandas()["refused"].tolist() == [role == "VICTIM_IN"]


def test_consent_on_record_is_asked_for_no_more(ledger, tmp_path):
    split_case(ledger, handling="H2", releasable_to=["NZ"])
    source = next(
        r.source for r in ledger.sources() if r.source.originator == Originator("MY", "FIU")
    )
    ledger.consent(source.id, "NZ", who="tester", reason="letter")

    (found,) = gain(ledger, "money/paid_by_many", params=PARAMS, folder=tmp_path).findings

    assert found.consents == ()


def test_what_a_side_may_see_is_no_gain_of_it(ledger, tmp_path):
    split_case(ledger, releasable_to=["NZ"])

    seen = gain(ledger, "money/paid_by_many", params=PARAMS, folder=tmp_path, by="seen")

    assert (seen.rows, seen.findings, seen.handling) == ((1, 1, 1), (), "")


def test_a_rank_that_moves_is_no_finding(ledger, tmp_path):
    fill(ledger, "nz", originator="NZ/FIU", links=paid(range(1, 12)))
    fill(ledger, "my", originator="MY/FIU", links=paid(range(12, 40), "account:800000"))

    made = gain(ledger, "money/paid_by_many", params={"min_payers": 5}, folder=tmp_path, more=True)

    assert (made.rows, made.findings) == ((1, 1, 2), ())


def test_what_says_more_together_is_told_where_asked_for(ledger, tmp_path):
    fill(ledger, "nz", originator="NZ/FIU", links=paid(range(1, 12)))
    fill(ledger, "my", originator="MY/FIU", links=paid(range(12, 15)))
    asked = {"params": {"min_payers": 5}, "folder": tmp_path}

    assert gain(ledger, "money/paid_by_many", **asked).findings == ()
    (found,) = gain(ledger, "money/paid_by_many", more=True, **asked).findings

    assert (found.what, found.needs_both) == ("more", True)


def test_a_row_beyond_the_most_is_not_new(ledger, tmp_path):
    links = [one for to in range(5) for one in paid(range(12), f"account:{800000 + to}")]
    fill(ledger, "nz", originator="NZ/FIU", links=links)
    fill(ledger, "my", originator="MY/FIU", links=paid(range(50, 90), "account:800004"))

    made = gain(ledger, "money/paid_by_many", params={"min_payers": 5, "most": 1}, folder=tmp_path)

    assert made.findings == ()
    assert made.rows == (5, 1, 5)


def test_most_bounds_the_findings_not_what_is_looked_at(ledger, tmp_path):
    fill(ledger, "own", originator="NZ/FIU", links=paid(range(1, 30)))
    for giver, payers in (("NZ/Bank", range(3)), ("MY/Bank", range(3, 6))):
        links = [one for to in range(3) for one in paid(payers, f"account:{700000 + to}")]
        fill(ledger, giver, originator=giver, links=links)

    made = gain(ledger, "money/paid_by_many", params={"min_payers": 5, "most": 2}, folder=tmp_path)

    assert [one.columns["account_id"] for one in made.findings] == [
        "account:700000",
        "account:700001",
    ]


def test_one_person_whom_only_both_show_to_be_one(ledger, tmp_path):
    people = [("person:a", {"names": ["Budi"]}), ("person:b", {"names": ["Budi H"]})]
    fill(
        ledger, "nz", originator="NZ/Police", entities=people[1:],
        links=[("USES", "person:b", "phone:+641111111", {}), ("USES", "person:c", "phone:+641111111", {})],
    )  # fmt: skip
    fill(ledger, "my", originator="MY/Police", entities=people[:1],
         links=[("USES", "person:a", "phone:+642222222", {}), ("USES", "person:d", "phone:+642222222", {})])  # fmt: skip
    ledger.judge("person:a", "person:b", "same", who="ann")

    made = gain(ledger, "identity/shared_identifier", folder=tmp_path)

    assert made.rows[:2] == (1, 1)
    assert made.findings == (), "person:b of the one side is person:a of both"


def test_an_entity_that_a_side_does_not_hold_gives_it_no_rows(ledger, tmp_path):
    fill(
        ledger,
        "nz",
        originator="NZ/Police",
        links=[("CALLED", "phone:+641111111", "phone:+642222222", {})],
    )
    fill(
        ledger,
        "my",
        originator="MY/Police",
        links=[("CALLED", "phone:+642222222", "phone:+643333333", {})],
    )
    asked = {"params": {"from": "phone:+641111111", "to": "phone:+643333333"}, "folder": tmp_path}

    made = gain(ledger, "network/path", **asked)

    assert made.rows == (0, 0, 1)
    assert made.findings[0].needs_both
    with pytest.raises(InputError, match="neither side holds"):
        gain(ledger, "network/linked", params={"id": "phone:+649999999"}, folder=tmp_path)


@pytest.mark.parametrize("sides", [(NZ, NZ), (NZ, Originator("VN"))])
def test_two_sides_that_gave_something_are_needed(ledger, sides, tmp_path):
    split_case(ledger)

    with pytest.raises(InputError, match="a side has no source"):
        gain(ledger, "money/paid_by_many", sides=sides, folder=tmp_path)


def test_whoever_any_source_protects_is_protected_on_each_side(ledger):
    fill(ledger, "nz", originator="NZ/Police", entities=[("person:v", {})])
    fill(ledger, "th", originator="TH/Police", links=[("VICTIM_IN", "person:v", "casefile:c", {})])

    side = side_of(ledger, ledger.sources()[:1])

    assert side.protected == {"person:v": "victim"}


payments = st.lists(
    st.tuples(st.sampled_from(["NZ/A", "MY/B", "TH/C"]), st.integers(0, 5), st.integers(6, 8)),
    max_size=14,
)


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(told=payments)
def test_findings_are_the_joint_rows_that_neither_side_has(tmp_path_factory, told):
    folder = tmp_path_factory.mktemp("gain")
    ledger = new_ledger(folder)
    for giver in ("NZ/A", "MY/B", "TH/C"):
        links = [
            ("PAID", f"account:00000{a}", f"account:00000{b}", WHEN)
            for who, a, b in told
            if who == giver
        ]
        fill(ledger, giver, originator=giver, entities=[("account:000000", {})], links=links)

    made = gain(ledger, "money/paid_by_many", params={"min_payers": 2}, folder=folder)

    def many(*givers):
        payers = {}
        for who, a, b in told:
            if who in givers:
                payers.setdefault(b, set()).add(a)
        return {f"account:00000{b}" for b, held in payers.items() if len(held) >= 2}

    expected = many("NZ/A", "MY/B") - many("NZ/A") - many("MY/B")
    assert {one.columns["account_id"] for one in made.findings} == expected
    assert all(one.needs_both for one in made.findings)
    ledger.close()
