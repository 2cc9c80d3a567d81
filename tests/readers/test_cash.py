"""Cash: a counter that is named, one that is not, and one event told both ways."""

from linkgraph.graph.projection import project
from linkgraph.ledger import Ledger
from linkgraph.readers import find_mapping, open_intake

LEDGER = """txn_id,from_account,to_account,amount,currency,timestamp,channel,remark
T1,5724-1748-0932,ATM-0336,200.00,MYR,2026-05-05T05:43:06+08:00,ATM,ATM
T2,CASH,5724-1748-0932,90.00,MYR,2026-05-06T05:43:06+08:00,CASH,
T3,CASH,1111-2222-3333,90.00,MYR,2026-05-06T05:43:06+08:00,CASH,
"""
STATEMENT = """<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<Stmt><Id>S1</Id><Acct><Id><Othr><Id>5724-1748-0932</Id></Othr></Id><Ccy>MYR</Ccy></Acct>
<Ntry><NtryRef>1</NtryRef><Amt Ccy="MYR">200.00</Amt><CdtDbtInd>DBIT</CdtDbtInd>
<Sts><Cd>BOOK</Cd></Sts><BookgDt><DtTm>2026-05-05T05:43:06+08:00</DtTm></BookgDt>
<AcctSvcrRef>T1</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><CdtrAcct><Id><Othr><Id>ATM</Id></Othr>
</Id></CdtrAcct></RltdPties></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>
"""


def take_in(ledger, folder, name, text, mapping):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    intake = open_intake(path, find_mapping(mapping), {"originator": "MY/FIU"})
    ledger.append(intake.source, intake.batches(), who="tester")


def test_one_withdrawal_told_by_ledger_and_statement_goes_to_the_named_machine(tmp_path):
    ends = []
    for order in ((0, 1), (1, 0)):
        folder = tmp_path / str(order[0])
        folder.mkdir()
        ledger = Ledger(folder / "ledger.sqlite", create=True)
        told = [
            ("my_transactions.csv", LEDGER, "kestrel/my_transactions"),
            ("my_statement.xml", STATEMENT, "kestrel/my_statement"),
        ]
        for number in order:
            take_in(ledger, folder, *told[number])
        made = project(ledger)
        links = [row for f in made.links.values() for row in f.iter_rows(named=True)]
        taken = [row for row in links if row["link_id"].endswith("-T1")]
        names = dict(made.nodes["CashPoint"].select("id", "caption").iter_rows())
        assert [(row["records"], row["amount_minor"]) for row in taken] == [(2, 20_000)]
        ends.append(names[taken[0]["to_id"]])
        ledger.close()

    assert ends == ["ATM-0336", "ATM-0336"]


def test_unnamed_cash_links_no_two_accounts(tmp_path):
    ledger = Ledger(tmp_path / "ledger.sqlite", create=True)
    take_in(ledger, tmp_path, "my_transactions.csv", LEDGER, "kestrel/my_transactions")

    counters = [
        row["from_id"]
        for shape, frame in project(ledger).links.items()
        if shape.start == "CashPoint"
        for row in frame.iter_rows(named=True)
    ]

    assert len(set(counters)) == 2
    assert all(":unnamed-" in one for one in counters)
