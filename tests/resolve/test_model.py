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


def test_the_chance_that_two_records_are_one_falls_with_their_number():
    model = ready_model()

    assert model.prior(100) > model.prior(10_000) > 0
    assert model.prior(0) <= 0.5
