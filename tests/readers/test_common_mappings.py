"""The mappings of common shapes, each on a file as its comment describes it."""

import datetime as dt
import re
from pathlib import Path

import openpyxl
import pytest

from linkgraph.readers import find_mapping, list_mappings
from tests.readers.taking import take, write


def common(folder, name, text):
    return take(write(folder, text), find_mapping(f"common/{name}"))


def test_persons(tmp_path):
    head = "person_id,given_names,family_name,aliases,birth_date,sex,nationality,passport_no"
    head += ",national_id,phone,email,address,role,notes\n"
    line = "P1,Thi Dao,Nguyen,Chi Dao; Dao,1996-05-12,F,VN,B8728617,031305716729,+84957864017,"
    line += 'dao@example.example,"12 Beach Road, Hue",victim,seen at the border\n'

    taken = common(tmp_path, "persons", head + line)

    (person,) = taken.entities["Person"]
    assert person["names"] == ["Thi Dao Nguyen"]
    assert person["aliases"] == ["Chi Dao", "Dao"]
    assert person["birth_dates"] == ["1996-05-12"]
    assert person["nationalities"] == ["VN"]
    assert sorted(taken.told("HOLDS", "to_id")) == [
        "national_id:031305716729",
        "passport:B8728617",
    ]
    assert sorted(taken.told("USES", "to_id")) == [
        "email:dao@example.example",
        "phone:+84957864017",
    ]
    assert len(taken.links["VICTIM_IN"]) == len(taken.links["LOCATED_AT"]) == 1


def test_persons_need_no_more_than_an_id_and_what_there_is(tmp_path):
    taken = common(tmp_path, "persons", "Person_ID\tName\n7\tปรีชา ศรีสุข\n")

    assert taken.values("Person", "names") == [["ปรีชา ศรีสุข"]]
    assert taken.links == {}


def test_accounts(tmp_path):
    head = "account_no,bank,country,currency,opened,holder_id,holder_name,holder_kind,phone\n"
    lines = [
        "386-8-78470-6,Doi Luang,TH,THB,2019-01-19,,An,person,082-714-0726",
        "477-388-1095,Doi Luang,TH,THB,,H1,Binh,,",
        "597-742-5814,Doi Luang,TH,THB,,H1,Binh,,",
        "222-644-9182,Doi Luang,TH,THB,,,Lotus Travel,company,",
    ]

    taken = common(tmp_path, "accounts", head + "\n".join(lines))

    assert taken.values("BankAccount", "currencies") == [["THB"]] * 4
    assert taken.values("Phone", "id") == ["phone:+66827140726"]
    assert len(set(taken.values("Person", "id"))) == 2
    assert len(taken.links["HOLDS"]) == 4
    assert [row["start"] for row in taken.links["HOLDS"]].count("Organization") == 1


HEAD = "txn_id,from_account,to_account,amount,currency,timestamp,channel,remark\n"


@pytest.mark.parametrize(
    ("ends", "kinds"),
    [
        ("1412-9126-9030,6075-1933-7858", ("BankAccount", "BankAccount")),
        ("1412-9126-9030,ATM-0336", ("BankAccount", "CashPoint")),
        ("1412-9126-9030,CASH", ("BankAccount", "CashPoint")),
        ("1412-9126-9030,cash deposit", ("BankAccount", "CashPoint")),
        ("Counter 12,1412-9126-9030", ("CashPoint", "BankAccount")),
    ],
)
def test_transactions(tmp_path, ends, kinds):
    line = f"T1,{ends},807.36,MYR,2025-09-01T09:43:33+08:00,IBG,gaji\n"

    (link,) = common(tmp_path, "transactions", HEAD + line).links["PAID"]

    assert (link["start"], link["end"]) == kinds
    assert (link["amount_minor"], link["at"]) == (80736, "2025-09-01T01:43:33Z")
    assert (link["channel"], link["remark"]) == ("IBG", "gaji")


def test_an_unnamed_counter_is_one_for_each_account(tmp_path):
    lines = [f"T{n},{n}412-9126-9030,CASH,5.00,MYR,2025-09-01T09:43:33Z,,\n" for n in (1, 2, 1)]

    taken = common(tmp_path, "transactions", HEAD + "".join(lines))

    assert len(set(taken.values("CashPoint", "id"))) == 2


def test_transactions_need_no_remark(tmp_path):
    head = "txn_id;from_account;to_account;amount;currency;timestamp\n"

    taken = common(tmp_path, "transactions", head + "T1;12345;67890;5;USD;2025-09-01T09:43:33Z\n")

    assert taken.told("PAID", "amount_minor") == [500]


def test_call_records(tmp_path):
    head = "call_id,caller,called,start,kind,duration_s,imei,cell,latitude,longitude\n"
    lines = [
        "1,+62812345678,+62812345679,2025-09-01T09:15:38+07:00,voice,193,354625250004369,SBY016,-7.145,112.745",
        "2,+62812345678,+62812345679,2025-09-01T09:16:38+07:00,SMS,,,,,",
    ]

    taken = common(tmp_path, "call_records", head + "\n".join(lines))

    (call,) = taken.links["CALLED"]
    assert (call["duration_s"], call["cell"], call["latitude"]) == (193, "SBY016", -7.145)
    assert taken.told("MESSAGED", "at") == ["2025-09-01T02:16:38Z"]
    assert taken.told("USED_IN", "to_id") == ["imei:354625250004369"]


def test_travel(tmp_path):
    head = "passenger_id,carrier_number,departed,name,nationality,passport_no,origin,destination,arrived,booking_ref,paid_by_account\n"
    lines = [
        "C1,LQ544,2025-09-04T01:50Z,An,VN,B8728617,CMB,SIN,2025-09-04T06:00Z,3NLAZE,7355966388",
        "C2,LQ544,2025-09-04T01:50Z,Binh,VN,,CMB,SIN,2025-09-04T06:00Z,3NLAZE,",
    ]

    taken = common(tmp_path, "travel", head + "\n".join(lines))

    assert len(set(taken.values("Trip", "id"))) == 1
    assert taken.told("TRAVELLED_ON", "booking") == ["3NLAZE", "3NLAZE"]
    assert taken.told("PAID_FOR", "from_id") == ["account:7355966388"]
    assert taken.values("Trip", "departed") == ["2025-09-04T01:50:00Z"] * 2


def test_a_list_is_read_alike_from_a_workbook_and_from_csv(tmp_path):
    rows = [
        ["Person_ID", "name", "birth_date", "nationality", "phone", "role"],
        [17, "Ruwan J.", dt.date(1984, 7, 19), "LK", 94771234502, "recruiter"],
        ["18", "Nadeesha", "1988-11-30", "LK", None, "victim"],
    ]
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "persons.xlsx")
    text = "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in rows)

    told = [
        take(path, find_mapping("common/persons"), reading={"country": "LK"})
        for path in (tmp_path / "persons.xlsx", write(tmp_path, text))
    ]

    assert told[0].locators == told[1].locators
    assert told[0].values("Person", "birth_dates") == [["1984-07-19"], ["1988-11-30"]]
    assert told[0].values("Person", "names") == told[1].values("Person", "names")
    assert told[0].told("USES", "to_id") == told[1].told("USES", "to_id") != []
    assert len(told[0].links["SUSPECT_IN"]) == len(told[0].links["VICTIM_IN"]) == 1


def test_the_page_on_imports_names_every_column_that_is_read():
    page = (Path(__file__).parents[2] / "docs/how-to/import.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in page.splitlines() if line.startswith("| `")]
    told = {re.findall(r"`(\w+)`", files)[0]: columns for _, files, columns, _ in rows}
    lists = [
        one
        for name, one in list_mappings().items()
        if name.startswith("common/") and one.format == "csv"
    ]

    assert len(told) == len(lists)
    for one in lists:
        needed, _, optional = told[one.fits[0].removesuffix(".csv")].partition("[")
        assert re.findall(r"\w+", needed) == list(one.columns())
        assert re.findall(r"\w+", optional) == list(one.optional)
