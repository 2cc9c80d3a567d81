"""Across agencies without showing data: keyed encodings of one's records, and their overlap."""

from linkgraph.resolve.blind.encode import encode_records
from linkgraph.resolve.blind.file import Encoding, new_ids, read_encoding, write_encoding
from linkgraph.resolve.blind.from_case import case_records
from linkgraph.resolve.blind.from_table import FIELDS, table_records
from linkgraph.resolve.blind.key import SharedKey, make_key, read_key
from linkgraph.resolve.blind.matching import THRESHOLD, Overlap, match_encodings
from linkgraph.resolve.blind.own import Made, encode_to, write_own_table
from linkgraph.resolve.blind.record import BlindRecord
from linkgraph.resolve.blind.settings import HARDENINGS, SALTS, Settings

__all__ = [
    "FIELDS",
    "HARDENINGS",
    "SALTS",
    "THRESHOLD",
    "BlindRecord",
    "Encoding",
    "Made",
    "Overlap",
    "Settings",
    "SharedKey",
    "case_records",
    "encode_records",
    "encode_to",
    "make_key",
    "match_encodings",
    "new_ids",
    "read_encoding",
    "read_key",
    "table_records",
    "write_encoding",
    "write_own_table",
]
