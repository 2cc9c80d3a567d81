import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.errors import ValueRejected
from linkgraph.values.emails import clean_email


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Nok@Surat.Example", "nok@surat.example"),
        ("  a.b+c@mail.example  ", "a.b+c@mail.example"),
        ("mailto:a@b.example", "a@b.example"),
        ("<A@b.example>", "a@b.example"),
        ("o'brien@sub.mail.example", "o'brien@sub.mail.example"),
        ("a_b@x-y.example", "a_b@x-y.example"),
        ("zoë@bücher.example", "zoë@bücher.example"),
    ],
)
def test_an_address_is_lowered(text, address):
    assert clean_email(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "none", "a@b", "@b.example", "a@", "a@@b.example", "a@b@c.example", "a b@c.example",
        "a@b.example, c@d.example", "a@b..example", ".a@b.example", "a.@b.example", "a..b@c.example",
        "a@-b.example", "a@b-.example", "a@.example", "a@b.e", "a@b.123", "a@b.example.",
        "a@b.example?subject=x", "a\u202e@b.example",
    ],
)  # fmt: skip
def test_what_is_no_address_is_rejected(text):
    with pytest.raises(ValueRejected) as caught:
        clean_email(text)

    assert caught.value.code == "bad_value"


@pytest.mark.parametrize("text", ["", "  ", "mailto:", "<>"])
def test_no_address_is_rejected_as_missing(text):
    with pytest.raises(ValueRejected) as caught:
        clean_email(text)

    assert caught.value.code == "missing"


@given(st.emails())
def test_real_addresses_pass_or_are_rejected_and_never_changed_but_in_case(address):
    try:
        cleaned = clean_email(address)
    except ValueRejected as error:
        assert error.code == "bad_value"  # noqa: PT017
    else:
        assert cleaned == address.lower()


@given(
    st.from_regex(
        r"[a-z0-9_+-]{1,12}(\.[a-z0-9_+-]{1,12})?@[a-z]{1,9}\.(example|test|com)", fullmatch=True
    )
)
def test_ordinary_addresses_always_pass(address):
    assert clean_email(address.upper()) == address
