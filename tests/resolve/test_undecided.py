"""Who may be one: what nobody has decided, and nobody parted."""

from linkgraph.ledger import Judgement
from linkgraph.resolve.clusters import cluster
from linkgraph.resolve.undecided import may_be_one


def said(left, right, verdict, model="ready"):
    score = None if model == "person" else 0.9
    return Judgement(left, right, verdict, score, model, ("name:exact",), "ada")


def alike(*judgements, exclusive=None):
    return may_be_one(judgements, cluster(judgements, exclusive=exclusive))


def test_nobody_may_be_one_where_nothing_is_judged_or_all_is_joined():
    assert alike() == set()
    assert alike(said("a", "b", "same"), said("a", "b", "unsure", "other")) == {("a", "b")}
    assert alike(said("a", "b", "same")) == set()


def test_whom_a_model_or_a_person_is_unsure_of_may_be_one():
    assert alike(said("a", "b", "unsure")) == {("a", "b")}
    assert alike(said("a", "b", "unsure", "person")) == {("a", "b")}


def test_it_is_told_of_the_entities_that_records_are_part_of_by_now():
    found = alike(said("b", "c", "unsure"), said("a", "b", "same"), said("c", "d", "same"))

    assert found == {("a", "c")}


def test_whom_a_person_parted_may_not_whichever_records_of_theirs_that_was_said_of():
    joined = said("a", "b", "same")
    parted = said("a", "c", "different", "person")

    assert alike(said("a", "c", "unsure"), parted) == set()
    assert alike(joined, said("b", "c", "unsure"), parted) == set()
    assert alike(joined, said("b", "c", "unsure"), said("a", "c", "different")) == {("a", "c")}


def test_who_was_judged_one_and_could_not_be_joined_still_may_be():
    numbers = {"a": {"passport:NZ": {"1"}}, "b": {"passport:NZ": {"2"}}}

    assert alike(said("a", "b", "same"), exclusive=numbers) == {("a", "b")}
