"""A package of a case of many payments, given and received: time and memory.

The case also holds five hundred victims and ten informants who have accounts among those that
pay, so that people are hidden and every remark is searched for them. Giver and receiver run in
processes of their own, so that each peak of memory is its own.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["sharing"]

MARKS = {"originator": "MY/FIU", "handling": "H1", "tlp": "GREEN", "releasable_to": ["NZ"]}
VICTIMS, INFORMANTS = 500, 10

PREPARE = """
import os, sys
from linkgraph.case import create_case
from linkgraph.share import make_key
import polars as pl
from benchmarks.sharing import people

folder, payments, mapping, marks = sys.argv[1], sys.argv[2], sys.argv[3], eval(sys.argv[4])
cases = {}
for name in ("MY/FIU", "NZ/Police"):
    key = make_key(name)
    cases[name] = create_case(f"{folder}/{name[:2]}", jurisdiction=name[:2], agency=name[3:]), key.public
for mine, other in (("MY/FIU", "NZ/Police"), ("NZ/Police", "MY/FIU")):
    key = cases[other][1]
    cases[mine][0].ledger.trust(key.owner, key.signing, key.encryption, who="bench", reason="bench", fingerprint=key.fingerprint)
giver = cases["MY/FIU"][0]
giver.import_file(payments, mapping=mapping, told=marks)
people(giver, marks)
"""
GIVE = """
import datetime as dt, json, resource, sys, time
from linkgraph.case import open_case
from linkgraph.share import Basis, LegalBasis

case = open_case(sys.argv[1] + "/MY")
start = next(case.ledger.tables(part="link", names=["PAID"])).frame["from_id"][0]
basis = Basis(reference="B-1", purpose="benchmark", subjects=(start,), steps=30,
              legal=(LegalBasis(name="memorandum", parties=("MY", "NZ")),))
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
at, busy = time.perf_counter(), time.process_time()
given = case.share_release("NZ", basis, sys.argv[1] + "/package", expires=dt.date(2099, 1, 1), accept="benchmark")
print(json.dumps({"s": time.perf_counter() - at, "s of processor": time.process_time() - busy, "peak MB": peak()}))
"""
RECEIVE = """
import json, resource, sys, time
from linkgraph.case import open_case

case = open_case(sys.argv[1] + "/NZ")
at, busy = time.perf_counter(), time.process_time()
arrived = case.share_receive(sys.argv[1] + "/package")
print(json.dumps({"s": time.perf_counter() - at, "s of processor": time.process_time() - busy,
                  "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def sharing(rows: int, payments: Path, mapping: Path, build: Path) -> list[dict[str, object]]:
    """Give and receive a package of so many payments; return a row for each side."""
    import os

    folder = build / "sharing"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    env = os.environ | {"LINKGRAPH_KEYS": str(folder / "keys")}

    def run(text: str, *words: object) -> str:
        call = [sys.executable, "-c", text, str(folder), *map(str, words)]
        return subprocess.run(call, check=True, capture_output=True, text=True, env=env).stdout

    run(PREPARE, payments, mapping, MARKS)
    made = []
    for what, text in (("give", GIVE), ("receive", RECEIVE)):
        told = json.loads(run(text))
        made.append({"what": f"{what} a package of {rows:,} payments"} | told)
    made[0]["MB of the package"] = (folder / "package").stat().st_size / (1 << 20)
    return made


def people(case: object, marks: dict[str, object]) -> None:
    """Give some accounts of a case to victims and informants, in a source of their own."""
    from linkgraph.statements import Batch, EntityTable, LinkTable, link_id
    from linkgraph.statements.batch import RECORD_SCHEMA
    from linkgraph.statements.source import source_from

    accounts = next(case.ledger.tables(part="link", names=["PAID"])).frame["from_id"].unique()
    held = accounts.sort().head(VICTIMS + INFORMANTS).to_list()
    ids = [f"person:b{n}" for n in range(len(held))]
    number = pl.Series("record", range(len(held)), dtype=pl.Int32)
    person = pl.DataFrame({"record": number, "id": ids}).with_columns(
        pl.Series("names", [[f"Qelva Zortin{n:04d}"] for n in range(len(held))])
    )
    account = pl.DataFrame({"record": number, "id": held})
    files = pl.DataFrame({"record": number, "id": ["casefile:bench"] * len(held)})

    def links(type_: str, ends: list[str], rows: slice) -> pl.DataFrame:
        pairs = list(zip(ids[rows], ends[rows], strict=True))
        return pl.DataFrame(
            {"record": number[rows], "link_id": [link_id(type_, pair) for pair in pairs],
             "from_id": [one for one, _ in pairs], "to_id": [two for _, two in pairs]}
        )  # fmt: skip

    batch = Batch(
        read=len(held),
        records=pl.DataFrame({"record": number, "locator": [str(n + 2) for n in range(len(held))]}, schema=RECORD_SCHEMA),
        entities=[EntityTable("Person", person), EntityTable("BankAccount", account), EntityTable("CaseFile", files)],
        links=[
            LinkTable("HOLDS", "Person", "BankAccount", links("HOLDS", held, slice(None))),
            LinkTable("VICTIM_IN", "Person", "CaseFile", links("VICTIM_IN", files["id"].to_list(), slice(0, VICTIMS))),
            LinkTable("INFORMANT_IN", "Person", "CaseFile", links("INFORMANT_IN", files["id"].to_list(), slice(VICTIMS, None))),
        ],
    )  # fmt: skip
    source = source_from(dict(marks), sha256="b" * 64, file="people.csv", where="bench")
    case.ledger.append(source, [batch], who="bench")
