import random

import polars as pl
import pytest

from linkgraph.resolve.model import ready_model
from linkgraph.resolve.prepare import prepare
from linkgraph.resolve.scoring import score_pairs
from linkgraph.resolve.training import train_model
from tests.resolve.tables import records

GIVEN = [
    "Vani",
    "Rani",
    "Kavitha",
    "Suresh",
    "Ramesh",
    "Arun",
    "Deepa",
    "Malar",
    "Nithya",
    "Selvam",
]
FAMILY = ["Kandasamy", "Subramaniam", "Balasingam", "Nadarajah", "Ponnambalam", "Shanmugam"]


def people(count, seed=1):
    """Return two records a person: half of the pairs agree on birth, a tenth by a swap."""
    rng = random.Random(seed)  # noqa: S311
    rows = []
    for number in range(count):
        name = f"{rng.choice(GIVEN)} {rng.choice(GIVEN)} {rng.choice(FAMILY)}"
        year, month, day = rng.randint(1950, 2005), rng.randint(1, 12), rng.randint(1, 12)
        birth = f"{year}-{month:02d}-{day:02d}"
        other = f"{year}-{day:02d}-{month:02d}" if number % 10 == 0 else birth
        passport = f"passport:N{number:06d}"
        rows.append({"names": name, "births": birth, "documents": passport, "sex": "male"})
        rows.append({"names": name.upper(), "births": other, "documents": passport, "sex": "male"})
    return prepare(records(*rows)).frame


@pytest.fixture(scope="module")
def frame():
    return people(400)


@pytest.fixture(scope="module")
def model(frame):
    return train_model(frame)


def test_what_the_records_show_is_learnt(model):
    exact, _ = model.weights["birth"]["exact"]
    swapped, _ = model.weights["birth"]["swapped"]

    assert exact == pytest.approx(0.8, abs=0.1)
    assert swapped == pytest.approx(0.1, abs=0.04)
    assert model.weights["document"]["same"][0] > ready_model().weights["document"]["same"][0]


def test_each_record_is_found_to_have_one_other(model):
    assert model.matches == pytest.approx(1.0, abs=0.1)


def test_training_again_gives_the_same_model(frame, model):
    assert train_model(frame).to_json() == model.to_json()
    assert model.name.startswith("trained-")


def test_the_shares_of_one_person_make_a_whole(model):
    for levels in model.weights.values():
        assert sum(m for m, _ in levels.values()) == pytest.approx(1, abs=0.01)
        assert all(0 < m < 1 and 0 < u <= 1 for m, u in levels.values())


def test_with_nothing_to_learn_from_the_ready_model_stays():
    assert train_model(prepare(records({"names": "Vani Kandasamy"})).frame) == ready_model()


def test_scores_fall_with_missing_evidence(frame, model):
    unknown = pl.lit(None, pl.List(pl.String))
    less = frame.with_columns(births=unknown, documents=unknown)
    whole = score_pairs(frame, model).sort("bits")["bits"].max()

    assert score_pairs(less, model)["bits"].max() < whole
