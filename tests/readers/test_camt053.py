import pytest

from linkgraph.errors import SourceError
from linkgraph.readers import camt053, find_mapping
from linkgraph.readers.base import ReadOptions
from linkgraph.readers.camt053 import Camt053
from tests.readers.taking import take, write

OURS, THEIRS = "GB82WEST12345698765432", "DE89370400440532013000"
STATEMENT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>M1</MsgId></GrpHdr>{}</BkToCstmrStmt></Document>"""
ACCOUNT = "<Acct><Id><IBAN>{}</IBAN></Id><Ownr><Pty><Nm>Lotus Travel</Nm></Pty></Ownr></Acct>"
BOOKED = "<BookgDt><DtTm>2026-01-02T10:00:00+08:00</DtTm></BookgDt>"


def stmt(*entries, number="S1", account=OURS):
    return f"<Stmt><Id>{number}</Id>{ACCOUNT.format(account)}{''.join(entries)}</Stmt>"


def amount(value, currency="MYR"):
    return f'<Amt Ccy="{currency}">{value}</Amt>'


def party(side, account=THEIRS, name="Someone"):
    number = f"<Id><IBAN>{account}</IBAN></Id>"
    return f"<{side}><Nm>{name}</Nm></{side}><{side}Acct>{number}</{side}Acct>"


def detail(inside="", parties=""):
    return f"<TxDtls>{inside}<RltdPties>{parties}</RltdPties></TxDtls>"


def entry(details="", direction="CRDT", status="<Sts><Cd>BOOK</Cd></Sts>", **parts):
    body = {
        "sum": amount("45880.95"),
        "direction": f"<CdtDbtInd>{direction}</CdtDbtInd>",
        "status": status,
        "booked": BOOKED,
        "reference": "<AcctSvcrRef>T1</AcctSvcrRef>",
        "code": "<BkTxCd><Prtry><Cd>TT</Cd></Prtry></BkTxCd>",
        "details": f"<NtryDtls>{details}</NtryDtls>",
    }
    return f"<Ntry>{''.join((body | parts).values())}</Ntry>"


def read(folder, *statements, frame=STATEMENT):
    path = write(folder, frame.format("".join(statements)), "camt053.xml")
    (batch,) = Camt053().read(path, ReadOptions())
    return batch


def paid(folder, *entries, **how):
    path = write(folder, STATEMENT.format(stmt(*entries)), "camt053.xml")
    return take(path, find_mapping("common/camt053"), **how)


def test_a_credit_is_paid_by_the_other_side(tmp_path):
    taken = paid(tmp_path, entry(detail(parties=party("Dbtr")), "CRDT"))

    (link,) = taken.links["PAID"]
    assert (link["from_id"], link["to_id"]) == (f"account:{THEIRS}", f"account:{OURS}")
    assert (link["amount_minor"], link["currency"]) == (4588095, "MYR")
    assert (link["at"], link["zone"]) == ("2026-01-02T02:00:00Z", "+08:00")
    assert link["reference"] == "T1"


def test_a_debit_is_paid_to_the_other_side(tmp_path):
    taken = paid(tmp_path, entry(detail(parties=party("Cdtr")), "DBIT"))

    (link,) = taken.links["PAID"]
    assert (link["from_id"], link["to_id"]) == (f"account:{OURS}", f"account:{THEIRS}")


def test_what_was_paid_and_what_was_booked_may_differ_in_currency(tmp_path):
    told = f"<AmtDtls><InstdAmt>{amount('16975.95', 'NZD')}</InstdAmt></AmtDtls>"

    (link,) = paid(tmp_path, entry(detail(told, party("Dbtr")))).links["PAID"]

    assert (link["amount_minor"], link["currency"]) == (1697595, "NZD")
    assert (link["booked_minor"], link["booked_currency"]) == (4588095, "MYR")


def test_each_detail_of_a_batch_is_a_payment_of_its_own(tmp_path):
    details = [
        detail(f"<Refs><AcctSvcrRef>B{n}</AcctSvcrRef></Refs>{amount(f'{n}.00')}", party("Cdtr"))
        for n in (1, 2)
    ]

    taken = paid(tmp_path, entry("".join(details), "DBIT"))

    assert taken.locators == ["Ntry[1]/TxDtls[1]", "Ntry[1]/TxDtls[2]"]
    assert taken.told("PAID", "amount_minor") == [100, 200]
    assert len(set(taken.told("PAID", "link_id"))) == 2


def test_the_older_place_of_a_details_amount_is_read_too(tmp_path):
    own = f"<AmtDtls><TxAmt>{amount('7.00')}</TxAmt></AmtDtls>"

    taken = paid(tmp_path, entry(detail(own, party("Dbtr")) * 2))

    assert taken.told("PAID", "amount_minor") == [700, 700]


def test_a_detail_without_an_amount_does_not_get_the_whole_batchs(tmp_path):
    taken = paid(tmp_path, entry(detail(parties=party("Dbtr")) * 2))

    assert set(taken.codes.values()) == {"missing_value"}
    assert taken.read == 2


def test_a_reversal_sends_the_money_back(tmp_path):
    back = entry(
        detail(parties=party("Cdtr") + party("Dbtr", OURS)), reversal="<RvslInd>true</RvslInd>"
    )
    there = entry(detail(parties=party("Cdtr")), "DBIT")

    out, back = paid(tmp_path, there, back).links["PAID"]

    assert (out["from_id"], out["to_id"]) == (back["to_id"], back["from_id"])
    assert out["link_id"] != back["link_id"]


@pytest.mark.parametrize("status", ["<Sts>PDNG</Sts>", "<Sts><Cd>INFO</Cd></Sts>"])
def test_what_the_bank_has_not_booked_is_set_aside(tmp_path, status):
    taken = paid(tmp_path, entry(detail(), status=status), entry(detail(parties=party("Dbtr"))))

    assert taken.codes == {"Ntry[1]": "not_booked"}
    assert taken.locators == ["Ntry[2]"]


@pytest.mark.parametrize("status", ["<Sts>BOOK</Sts>", ""])
def test_what_is_booked_says_so_in_either_form_or_not_at_all(tmp_path, status):
    assert paid(tmp_path, entry(detail(parties=party("Dbtr")), status=status)).codes == {}


def test_a_day_without_a_time_counts_from_its_midnight(tmp_path):
    day = entry(detail(parties=party("Dbtr")), booked="<BookgDt><Dt>2026-01-02</Dt></BookgDt>")

    (link,) = paid(tmp_path, day, reading={"zone": "Asia/Kuala_Lumpur"}).links["PAID"]

    assert (link["at"], link["zone"]) == ("2026-01-01T16:00:00Z", "Asia/Kuala_Lumpur")


def test_days_of_a_bank_nobody_knows_where_are_refused(tmp_path):
    day = entry(detail(parties=party("Dbtr")), booked="<BookgDt><Dt>2026-01-02</Dt></BookgDt>")

    with pytest.raises(SourceError, match="no zone") as caught:
        paid(tmp_path, day)

    assert "booked_at" in caught.value.where


def test_a_fee_without_another_side_is_a_record_and_no_payment(tmp_path):
    taken = paid(tmp_path, entry(details="", direction="DBIT"))

    assert taken.locators == ["Ntry[1]"]
    assert "PAID" not in taken.links
    assert taken.codes == {}


@pytest.mark.parametrize(
    "code",
    [
        "<Prtry><Cd>ATM</Cd></Prtry>",
        "<Domn><Cd>PMNT</Cd><Fmly><Cd>CCRD</Cd><SubFmlyCd>CWDL</SubFmlyCd></Fmly></Domn>",
    ],
)
def test_cash_without_another_side_comes_from_a_counter_of_the_account(tmp_path, code):
    taken = paid(tmp_path, entry(direction="DBIT", code=f"<BkTxCd>{code}</BkTxCd>"))

    (link,) = taken.links["PAID"]
    assert (link["start"], link["end"]) == ("BankAccount", "CashPoint")


def test_entries_are_counted_through_all_statements(tmp_path):
    batch = read(tmp_path, stmt(entry(), entry()), stmt(entry(), number="S2", account=THEIRS))

    assert batch.locators == ["Ntry[1]", "Ntry[2]", "Ntry[3]"]
    assert batch.columns["statement"] == ["S1", "S1", "S2"]
    assert batch.columns["account"] == [OURS, OURS, THEIRS]
    assert batch.columns["owner"] == ["Lotus Travel"] * 3


@pytest.mark.parametrize(
    ("message", "report"), [("BkToCstmrAcctRpt", "Rpt"), ("BkToCstmrDbtCdtNtfctn", "Ntfctn")]
)
def test_reports_and_notices_have_the_same_entries(tmp_path, message, report):
    frame = STATEMENT.replace("BkToCstmrStmt", message)
    body = stmt(entry()).replace("Stmt>", f"{report}>")

    assert read(tmp_path, body, frame=frame).columns["account"] == [OURS]


def test_a_control_character_sets_an_entry_aside(tmp_path):
    text = detail("<RmtInf><Ustrd>re&#133;nt</Ustrd></RmtInf>")

    assert {one.code for one in read(tmp_path, stmt(entry(text))).rejected} == {"control_char"}


def test_an_entry_that_is_neither_in_nor_out_is_set_aside(tmp_path):
    (one,) = read(tmp_path, stmt(entry(direction="WHAT"))).rejected

    assert (one.locator, one.column, one.code) == ("Ntry[1]", "direction", "bad_value")


BOMB = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
<Document>&b;</Document>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<Document>&x;</Document>"""


@pytest.mark.parametrize("text", [BOMB, OUTSIDE, '<!DOCTYPE Document SYSTEM "x.dtd"><Document/>'])
def test_entities_and_document_types_are_refused(tmp_path, text):
    with pytest.raises(SourceError, match="attack") as caught:
        read(tmp_path, frame=text)

    assert caught.value.remedy


@pytest.mark.parametrize(
    "text",
    [
        STATEMENT.format(stmt(entry()))[:-40],
        "no xml",
        '<?xml version="1.0" encoding="klingon"?><Document/>',
        "<a><b></a>",
    ],
)
def test_damaged_xml_is_refused_before_anything_is_taken(tmp_path, text):
    with pytest.raises(SourceError, match="damaged or cut short"):
        list(Camt053().read(write(tmp_path, text), ReadOptions()))


def test_other_xml_is_no_statement(tmp_path):
    with pytest.raises(SourceError, match=r"no camt\.053"):
        list(Camt053().read(write(tmp_path, "<rss><channel/></rss>"), ReadOptions()))


def test_a_text_of_many_megabytes_is_refused_at_once(tmp_path):
    text = detail(f"<RmtInf><Ustrd>{'x' * (4 << 20)}</Ustrd></RmtInf>")

    with pytest.raises(SourceError, match="over a mebibyte"):
        read(tmp_path, stmt(entry(text)))


def test_batches_are_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(camt053, "BATCH_RECORDS", 2)
    path = write(tmp_path, STATEMENT.format(stmt(*[entry()] * 5)))

    batches = list(Camt053().read(path, ReadOptions()))

    assert [len(batch.locators) for batch in batches] == [2, 2, 1]


def test_a_statement_without_an_account_does_not_get_the_one_before(tmp_path):
    bare = f"<Stmt>{entry()}</Stmt>"

    batch = read(tmp_path, stmt(entry()), bare)

    assert batch.columns["account"] == [OURS, ""]
