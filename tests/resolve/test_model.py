import json

import pytest

from linkgraph.errors import InputError
from linkgraph.resolve.model import Model, model_from, ready_model


def test_a_model_is_read_back_as_it_was_written():
    model = Model("trained-0", 1.5, ready_model().weights)

    assert model_from(model.to_json()) == model
    assert model_from(model.to_json()).to_json() == model.to_json()


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"name": "x", "matches": 1, "weights": {}}'])
def test_a_text_that_is_no_model_is_refused_with_a_remedy(text):
    with pytest.raises(InputError, match="scoring model") as caught:
        model_from(text)

    assert "resolve train" in caught.value.remedy


@pytest.mark.parametrize(
    ("place", "figure"),
    [
        (("name",), "person"),
        (("name",), 7),
        (("matches",), -1),
        (("matches",), float("inf")),
        (("weights", "name", "exact", 0), 0),
        (("weights", "name", "exact", 1), -0.1),
        (("weights", "sex", "other", 0), float("nan")),
        (("weights", "sex", "other", 1), 2.0),
        (("weights", "sex", "other", 1), "0.5"),
    ],
)
def test_a_model_with_a_figure_that_cannot_be_is_refused(place, figure):
    told = json.loads(ready_model().to_json())
    *path, last = place
    inner = told
    for step in path:
        inner = inner[step]
    inner[last] = figure

    with pytest.raises(InputError, match="scoring model"):
        model_from(json.dumps(told))


def test_the_chance_that_two_records_are_one_falls_with_their_number():
    model = ready_model()

    assert model.prior(100) > model.prior(10_000) > 0
    assert model.prior(0) <= 0.5
