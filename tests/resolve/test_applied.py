import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkgraph.resolve.applied import entities_around, find_entities
from tests.builders import fill, new_ledger

PEOPLE = [f"person:{n}" for n in range(6)]
pairs = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)).filter(lambda p: p[0] < p[1])
judged = st.lists(
    st.tuples(
        pairs, st.sampled_from(["same", "same", "different", "unsure"]),
        st.sampled_from(["ann", "bob", "splink"]),
    ),
    max_size=10,
)  # fmt: skip
told = st.lists(
    st.tuples(st.sampled_from(["SUSPECT_IN", "VICTIM_IN"]), st.sampled_from(PEOPLE)), max_size=4
)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(judged, told)
def test_looking_around_a_record_gives_what_looking_at_all_gives(made, roles):
    with tempfile.TemporaryDirectory() as folder:
        ledger = new_ledger(Path(folder))
        fill(ledger, "A", links=[(role, one, "casefile:c", {}) for role, one in roles])
        for pair, verdict, who in made:
            model = {"model": who, "score": 0.9} if who == "splink" else {}
            ledger.judge(*pair, verdict, who=who, **model)

        whole = find_entities(ledger)

        for one in PEOPLE:
            near = entities_around(ledger, [one])
            assert near.members(one) == whole.members(one)
            assert near.holding(one) == whole.holding(one)
        ledger.close()


def test_who_was_who_can_be_asked_as_of_a_version(tmp_path):
    ledger = new_ledger(tmp_path)
    version = ledger.judge("person:0", "person:1", "same", who="ann")
    ledger.undo(who="ann", reason="x")

    assert find_entities(ledger).members("person:1") == ("person:1",)
    assert find_entities(ledger, as_of=version).members("person:1") == ("person:0", "person:1")
