"""An exchange of two agencies, whole: what is found, what is not, what nobody sees."""

import pytest

from linkgraph.resolve.blind import (
    BlindRecord,
    SharedKey,
    encode_to,
    match_encodings,
    read_encoding,
)

KEY = SharedKey(bytes(range(32)))

# The same people as two countries write them; the last of each is in one file only.
OURS = [
    BlindRecord("nz-1", names=("Somchai Thongdee",), birth_dates=("1988-02-11",)),
    BlindRecord(
        "nz-2", names=("NGUYEN Van Hung",), birth_dates=("1979-09-30",), documents=("B7654321",)
    ),
    BlindRecord("nz-3", names=("Rani Subramaniam",), birth_dates=("1995-05-05",), sex=("female",)),
    BlindRecord("nz-4", names=("Oliver Walker",), birth_dates=("1960-01-01",)),
]
THEIRS = [
    BlindRecord("th-1", names=("สมชาย ทองดี",), birth_dates=("1988-02-11",), sex=("male",)),
    BlindRecord(
        "th-2", names=("Nguyễn Văn Hùng",), birth_dates=("1979-09-30",), documents=("B7654321",)
    ),
    BlindRecord("th-3", names=("Subramaniam Rani",), birth_dates=("1995-05-05",)),
    BlindRecord("th-4", names=("Kanya Srisuk",), birth_dates=("1991-12-24",)),
]


@pytest.fixture(scope="module")
def exchanged(tmp_path_factory):
    """Pairs as (our record, their record), through files and tables as agencies have them."""
    folder = tmp_path_factory.mktemp("exchange")
    tables = {}
    for side, people in (("ours", OURS), ("theirs", THEIRS)):
        encode_to(people, KEY, output=folder / f"{side}.enc", table=folder / f"{side}.csv")
        lines = (folder / f"{side}.csv").read_text(encoding="utf-8").splitlines()[1:]
        tables[side] = dict(line.split(",") for line in lines)
    pairs = match_encodings(
        read_encoding(folder / "ours.enc"), read_encoding(folder / "theirs.enc")
    )
    return {(tables["ours"][p.left], tables["theirs"][p.right]) for p in pairs}


@pytest.mark.parametrize(
    "pair",
    [("nz-1", "th-1"), ("nz-2", "th-2"), ("nz-3", "th-3")],
    ids=["another script", "accents", "order of words"],
)
def test_one_person_written_twice_is_found(exchanged, pair):
    assert pair in exchanged


def test_nobody_else_is(exchanged):
    assert len(exchanged) == 3
