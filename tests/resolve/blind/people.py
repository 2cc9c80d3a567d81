"""Records and keys for the tests of encodings."""

from hypothesis import strategies as st

from linkgraph.resolve.blind import BlindRecord, Encoding, Settings, SharedKey, encode_records

KEY = SharedKey(bytes(range(32)))
OTHER_KEY = SharedKey(bytes(range(1, 33)))
NONCE = b"for tests only.."

ANN = BlindRecord(
    "a-1",
    names=("Nguyễn Thị Đào",),
    birth_dates=("1990-03-07",),
    sex=("female",),
    nationalities=("VN",),
    documents=("C1234567",),
    phones=("+84912345678",),
)
BEN = BlindRecord(
    "b-1",
    names=("Vignesh Subramaniam",),
    birth_dates=("1971-11-28",),
    sex=("male",),
    nationalities=("LK",),
    documents=("N9876543",),
)

letters = st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=10)
names = st.lists(letters, min_size=1, max_size=4).map(" ".join)
dates = st.dates().map(lambda day: day.isoformat())
numbers = st.text("0123456789", min_size=6, max_size=14)


@st.composite
def records(draw):
    """A record of which all is known that an encoding asks for."""
    return BlindRecord(
        draw(st.uuids()).hex,
        names=(draw(names),),
        birth_dates=(draw(dates),),
        documents=(draw(numbers),),
    )


def encoded(people, key=KEY, settings=None, ids=None, nonce=b""):
    """Return people's encoding with their own ids in hex, or those given."""
    settings = settings or Settings()
    bits, kept = encode_records(people, key, settings, nonce=nonce)
    names = ids or [people[n].id.encode().hex().rjust(16, "0")[-16:] for n in kept]
    return Encoding(settings, key.check, names, bits)
