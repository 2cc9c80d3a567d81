"""Days that a person wrote in TOML: what is wrong is told with its line, and quotes nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.errors import InputError
from linkgraph.share.basis import read_basis
from linkgraph.share.short_toml import read_short_toml


def _exists(year: int, month: int, day: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


_DAYS = st.tuples(st.integers(1, 9999), st.integers(0, 14), st.integers(0, 34))
_FORMS = st.sampled_from(["{}", "[2026-01-01, {}]", "{{ since = {} }}", "{}T10:00:00Z", "{} # new"])


@given(_DAYS, _FORMS, st.integers(0, 3), st.sampled_from(["\n", "\r\n"]))
def test_a_day_is_read_or_said_not_to_exist_on_its_line(day, form, before, end):
    value = form.format("{:04}-{:02}-{:02}".format(*day))
    data = (f'x = "a\u2028b"{end}' + f"# 2026-02-31{end}" * before + f"y = {value}{end}").encode()

    if _exists(*day):
        read_short_toml(data, "p.toml", "Look at the form.")
        return
    with pytest.raises(InputError) as refused:
        read_short_toml(data, "p.toml", "Look at the form.")
    assert refused.value.what.startswith("this day does not exist")
    assert refused.value.where.startswith(f"p.toml, line {before + 2}, column ")


@pytest.mark.parametrize(
    ("text", "where", "says"),
    [
        ("[[legal_basis]]\nexpires = 2026-02-30\n", "basis.toml, line 2, column 11", "does not exist"),
        ("reference = Aminah\n", "basis.toml, line 1, column 13", "no TOML"),
        ("x = [", "basis.toml, end of document", "no TOML"),
    ],
)  # fmt: skip
def test_a_basis_that_is_wrong_is_refused_with_its_line(tmp_path, text, where, says):
    (tmp_path / "basis.toml").write_text(text)

    with pytest.raises(InputError, match=says) as refused:
        read_basis(tmp_path / "basis.toml")

    assert refused.value.where == where
    assert refused.value.remedy
    assert "Aminah" not in str(refused.value)
