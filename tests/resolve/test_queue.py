from linkgraph.ledger import Judgement
from linkgraph.resolve.clusters import cluster
from linkgraph.resolve.queue import review_queue


def unsure(left, right, score=0.9, reason="name_only"):
    return Judgement(left, right, "unsure", score, "ready", (reason, "name:exact"), "ready")


def same(left, right):
    return Judgement(left, right, "same", 0.99, "ready", ("name:exact",), "ready")


def person(left, right, verdict, who="ada"):
    return Judgement(left, right, verdict, None, "person", ("seen",), who)


def queue(*judgements, roles=None, countries=None, named=(), told=None, guarded=()):
    clusters = cluster(judgements, roles=roles)
    return review_queue(judgements, clusters, countries or {}, named, told, guarded=guarded)


def pairs(asked):
    return [(one.left, one.right) for one in asked]


def test_nothing_waits_where_all_is_decided():
    assert queue() == []
    assert queue(same("a", "b"), person("a", "c", "different")) == []


def test_what_joins_more_records_comes_first():
    asked = queue(same("a", "b"), same("a", "c"), unsure("c", "d"), unsure("x", "y"))

    assert pairs(asked) == [("c", "d"), ("x", "y")]


def test_the_likelier_comes_first():
    assert pairs(queue(unsure("a", "b", 0.4), unsure("x", "y", 0.8))) == [("x", "y"), ("a", "b")]


def test_one_of_many_that_may_be_the_same_comes_later():
    asked = queue(unsure("a", "b"), unsure("a", "c"), unsure("a", "d"), unsure("x", "y"))

    assert pairs(asked)[0] == ("x", "y")


def test_two_entities_are_asked_about_once_by_their_best_pair():
    asked = queue(same("a", "b"), unsure("a", "c", 0.5), unsure("b", "c", 0.8))

    assert pairs(asked) == [("b", "c")]


def test_a_persons_word_ends_the_question_for_both_whole_entities():
    asked = queue(same("a", "b"), unsure("a", "c"), unsure("b", "c"), person("a", "c", "different"))

    assert asked == []


def test_of_somebody_protected_each_further_pair_is_asked_until_it_is_decided():
    judged = [same("a", "b"), unsure("a", "c"), unsure("b", "c"), person("a", "c", "different")]

    assert pairs(queue(*judged, guarded={"c"})) == [("b", "c")]
    assert queue(*judged, person("b", "c", "different"), guarded={"c"}) == []


def test_pairs_with_somebody_protected_that_are_left_are_all_asked_at_once():
    judged = [
        same("a", "b"),
        same("c", "d"),
        person("a", "c", "different"),
        *(unsure(one, other) for one in "ab" for other in "cd"),
    ]

    asked = queue(*judged, guarded={"c", "d"})

    assert sorted(pairs(asked)) == [("a", "d"), ("b", "c"), ("b", "d")]


def test_a_person_who_could_not_say_is_not_asked_again():
    assert queue(unsure("a", "b"), person("a", "b", "unsure")) == []


def test_where_people_differ_it_is_asked_again():
    asked = queue(
        unsure("a", "b"), person("a", "b", "same", "ada"), person("a", "b", "different", "bo")
    )

    assert [(one.left, one.reason) for one in asked] == [("a", "disputed")]


def test_suspect_and_victim_at_once_comes_before_all():
    asked = queue(
        same("a", "b"),
        same("x", "y"),
        same("x", "z"),
        unsure("x", "w"),
        roles={"a": {"suspect"}, "b": {"victim"}},
    )

    assert asked[0].reason == "suspect_and_victim"
    assert pairs(asked) == [("a", "b"), ("w", "x")] or pairs(asked) == [("a", "b"), ("x", "w")]


def test_pairs_across_countries_and_people_in_case_files_come_first():
    rows = unsure("a", "b"), unsure("c", "d"), unsure("e", "f")
    countries = {"a": frozenset({"NZ"}), "b": frozenset({"NZ"}), "c": frozenset({"NZ"}),
                 "d": frozenset({"MY"}), "e": frozenset({"NZ"}), "f": frozenset({"MY"})}  # fmt: skip

    asked = queue(*rows, countries=countries, named=["f"])

    assert pairs(asked) == [("e", "f"), ("c", "d"), ("a", "b")]


def test_what_a_model_parted_by_a_number_is_asked():
    judged = same("a", "b")
    clusters = cluster([judged], exclusive={"a": {"id/MY": {"1"}}, "b": {"id/MY": {"2"}}})

    asked = review_queue([judged], clusters, {})

    assert [(one.left, one.reason) for one in asked] == [("a", "exclusive")]


def test_records_that_tell_much_come_before_bare_names():
    asked = queue(unsure("a", "b"), unsure("x", "y"), told={"x": 3, "y": 2, "a": 4})

    assert pairs(asked) == [("x", "y"), ("a", "b")]
