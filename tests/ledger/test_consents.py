"""What an originator lets go to whom, over any order of consents, their ends and withdrawals."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkgraph.errors import InputError
from tests.builders import fill, make_batch, make_source, new_ledger

AUDIENCES = ["MY", "MY/Police", "NZ"]
steps = st.lists(
    st.tuples(
        st.sampled_from(["consent", "consent", "revoke", "withdraw", "add"]),
        st.integers(0, 1),
        st.sampled_from(AUDIENCES),
    ),
    max_size=9,
)


def done(ledger, step, source, audience):
    """Do a step as a person would; say whether the ledger took it."""
    told = {"who": "tester", "reason": "letter of 3 May"}
    try:
        if step == "consent":
            ledger.consent(source.id, audience, **told)
        elif step == "revoke":
            ledger.revoke(source.id, audience, **told)
        elif step == "withdraw":
            ledger.withdraw(source.id, **told)
        else:
            ledger.append(source, [make_batch("x", links=[])], who="tester")
    except InputError:
        return False
    return True


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(steps)
def test_just_what_was_consented_since_and_not_ended_holds(tmp_path_factory, told):
    ledger = new_ledger(tmp_path_factory.mktemp("consents"))
    sources = [make_source(name) for name in "AB"]
    held, there = set(), set()
    for step, number, audience in told:
        source = sources[number]
        pair, in_force = (source.id, audience), number in there
        before = ledger.version

        took = done(ledger, step, source, audience)

        if step == "consent":
            assert took is in_force
            held |= {pair} if in_force else set()
        elif step == "revoke":
            assert took is (pair in held)
            held.discard(pair)
        elif step == "withdraw":
            assert took is in_force
            there.discard(number)
            held = {one for one in held if one[0] != source.id}
        else:
            there.add(number)
        assert ledger.consents() == held
        assert took or ledger.version == before
    assert ledger.check() == []
    ledger.close()


def test_a_consent_given_twice_ends_at_once(tmp_path):
    ledger = new_ledger(tmp_path)
    source = fill(ledger, "A")
    for _ in range(2):
        ledger.consent(source.id, "MY", who="ann", reason="letter")

    ledger.revoke(source.id, "MY", who="ann", reason="recalled")

    assert ledger.consents() == set()


def test_a_source_that_comes_again_has_none_of_its_former_consents(tmp_path):
    ledger = new_ledger(tmp_path)
    source = fill(ledger, "A")
    ledger.consent(source.id, "MY", who="ann", reason="letter")
    ledger.withdraw(source.id, who="ann", reason="the originator asks")

    assert fill(ledger, "A").id == source.id
    assert ledger.consents() == set()


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_a_consent_without_a_reason_is_refused_and_leaves_nothing(tmp_path, reason):
    ledger = new_ledger(tmp_path)
    source = fill(ledger, "A")
    before = ledger.version

    with pytest.raises(InputError, match="needs a reason"):
        ledger.consent(source.id, "MY", who="ann", reason=reason)

    assert (ledger.version, ledger.consents()) == (before, set())


def test_the_history_says_who_let_what_go_to_whom_why_and_who_ended_it(tmp_path):
    ledger = new_ledger(tmp_path)
    source = fill(ledger, "A")
    ledger.consent(source.id, "MY", who="ann", reason="letter of 3 May")
    ledger.revoke(source.id, "MY", who="bob", reason="recalled by telephone")

    told = [(one.who, one.action, one.subject, one.reason) for one in ledger.history()][-2:]

    subject = f"{source.id} to MY"
    assert sorted(told) == sorted([
        ("ann", "consented", subject, "letter of 3 May"),
        ("bob", "revoked", subject, "recalled by telephone"),
    ])  # fmt: skip
