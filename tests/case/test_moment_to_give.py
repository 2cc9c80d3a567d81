"""The moment that is written on what is made: by a sound clock where it leaves."""

import datetime as dt

import pytest

from linkgraph.case.clock import check_clock, moment_to_give
from linkgraph.errors import InputError

NOW = dt.datetime.now(dt.UTC)
ASKED = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


class Known:
    """A ledger that knows a latest moment, and nothing else."""

    def __init__(self, behind):
        self._latest = NOW + behind

    def latest_moment(self):
        return self._latest.strftime("%Y-%m-%dT%H:%M:%SZ")


SOUND, AHEAD = Known(dt.timedelta(hours=20)), Known(dt.timedelta(days=2))


@pytest.mark.parametrize("audience", ["", "MY"])
def test_a_moment_that_is_asked_for_is_the_one_written(audience):
    assert moment_to_give(SOUND, audience, ASKED) == ASKED
    assert moment_to_give(SOUND, audience, None) >= NOW


@pytest.mark.parametrize("made", [None, ASKED])
def test_a_clock_that_is_behind_bars_what_leaves_whatever_moment_is_asked_for(made):
    with pytest.raises(InputError, match="clock is behind") as refused:
        moment_to_give(AHEAD, "MY", made)

    assert "linkgraph share clock" in refused.value.remedy


@pytest.mark.parametrize("made", [None, ASKED])
def test_inside_no_clock_bars_anything(made):
    assert moment_to_give(AHEAD, "", made)


def test_a_case_that_knows_no_moment_takes_any():
    class Empty:
        """A ledger without a history."""

        def latest_moment(self):
            return ""

    assert check_clock(Empty()) >= NOW
