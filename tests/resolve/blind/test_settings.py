import itertools

import pytest

from linkgraph.errors import InputError
from linkgraph.resolve.blind import HARDENINGS, SALTS, Settings
from linkgraph.resolve.blind.settings import FILTER_BITS, WEIGHTS

every_setting = pytest.mark.parametrize(
    "made", [Settings(h, s) for h, s in itertools.product(HARDENINGS, SALTS)], ids=str
)


@every_setting
def test_what_a_header_tells_is_read_again(made):
    assert Settings.read(made.told()) == made


@every_setting
def test_settings_do_not_differ_from_themselves(made):
    assert made.differing(made) == []


def test_each_has_a_text_of_its_own():
    texts = {Settings(h, s).text() for h, s in itertools.product(HARDENINGS, SALTS)}

    assert len(texts) == len(HARDENINGS) * len(SALTS)


def test_the_names_of_what_differs_are_told_in_order():
    assert Settings("fold", "birth-year").differing(Settings()) == ["hardening", "salt"]


@every_setting
def test_a_row_is_whole_bytes_and_no_wider_than_the_filter(made):
    assert made.bits % 8 == 0
    assert made.bits <= FILTER_BITS


def test_the_filter_has_no_favourite_places():
    # Positions are two bytes modulo its size.
    assert 65_536 % FILTER_BITS == 0


def test_no_token_asks_for_more_bits_than_a_digest_has():
    assert all(0 < bits <= 32 for bits in WEIGHTS.values())


def test_whole_numbers_weigh_more_than_pairs_of_their_digits():
    assert WEIGHTS["document"] > 4 * WEIGHTS["document_gram"]


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        {},
        {"hardening": "none", "salt": "none"},
        {"hardening": "none", "salt": "none", "weights": 2},
        {"hardening": "none", "salt": "none", "weights": 1, "label": "x"},
        {"hardening": "rot13", "salt": "none", "weights": 1},
        {"hardening": "none", "salt": "pepper", "weights": 1},
        {"hardening": {}, "salt": "none", "weights": 1},
    ],
)
def test_settings_of_another_version_are_refused(told):
    with pytest.raises(InputError, match="none that this version"):
        Settings.read(told)
