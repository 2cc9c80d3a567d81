"""A mapping's parts applied to small tables: what each cell becomes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkgraph.errors import MappingError, SourceError
from linkgraph.schema import load_schema
from linkgraph.statements import keyed_id
from tests.readers.taking import mapping, persons, take, write


def one(folder, spec, cell, kind="Person", name="birth_dates"):
    """Read one cell as a property; return its value or the code of its rejection."""
    entity = {"schema": kind, "keys": "id", "properties": {name: spec}}
    text = f'id;x\n1;"{cell}"\n'
    taken = take(write(folder, text), mapping(entities={"one": entity}))
    values = taken.values(kind, name)
    return values[0] if values else taken.rejected[0].code


@pytest.mark.parametrize(
    ("cell", "how", "found"),
    [
        ("20/03/2517", {"order": "dmy", "calendar": "buddhist"}, ["1974-03-20"]),
        ("2517", {"calendar": "buddhist"}, ["1974"]),
        ("15/05/1995", {"order": "dmy", "calendar": "buddhist"}, ["1995-05-15"]),
        ("03/04/1996", {"order": "dmy"}, ["1996-04-03"]),
        ("03/04/1996", {"order": "mdy"}, ["1996-03-04"]),
        ("24-09-2005", {"order": "dmy"}, ["2005-09-24"]),
        ("19-Jan-2019", {}, ["2019-01-19"]),
        ("1996", {}, ["1996"]),
        ("1996-05", {}, ["1996-05"]),
        ("2000/01/29", {}, ["2000-01-29"]),
        ("1996-09-11T00:00:00", {}, ["1996-09-11"]),
        ("", {}, None),
        ("null", {}, None),
        ("N/A", {}, None),
        (" - ", {}, None),
        ("\u200b", {}, None),
        ("03/04/1996", {}, "bad_date"),
        ("31/02/1990", {"order": "dmy"}, "bad_date"),
        ("unknown", {}, "bad_date"),
        ("0000-00-00", {}, "bad_date"),
    ],
)
def test_a_date_is_read_as_its_source_writes_it(tmp_path, cell, how, found):
    assert one(tmp_path, {"column": "x"} | how, cell) == found


@pytest.mark.parametrize(
    ("kind", "name", "cell", "found"),
    [
        ("Person", "names", "  Nguyễn  Thị Đào ", ["Nguyễn Thị Đào"]),
        ("Person", "names", "<script>alert(1)</script>", ["<script>alert(1)</script>"]),
        ("Person", "names", "=cmd|' /C calc'!A0", ["=cmd|' /C calc'!A0"]),
        ("Person", "names", "\u202eevil\u202c", ["\u202eevil\u202c"]),
        ("Person", "names", "Null", ["Null"]),
        ("Person", "sex", "หญิง", "female"),
        ("Person", "sex", "Nam", "male"),
        ("Person", "sex", "7", "bad_value"),
        ("Person", "nationalities", "Viet Nam", ["VN"]),
        ("Person", "nationalities", "Atlantis", "bad_value"),
        ("Trip", "mode", "AIR", "air"),
        ("Trip", "mode", "balloon", "bad_value"),
        ("Location", "latitude", "0", 0.0),
        ("Location", "latitude", "-7.145000", -7.145),
        ("Location", "latitude", "91", "bad_value"),
        ("Location", "latitude", "north", "broken_number"),
        ("Location", "longitude", "181", "bad_value"),
    ],
)
def test_a_value_is_cleaned_by_the_rule_of_its_kind(tmp_path, kind, name, cell, found):
    if kind == "Location":
        spec = {"schema": "Location", "properties": {"address": "id", name: "x"}}
        taken = take(write(tmp_path, f"id;x\nA 1;{cell}\n"), mapping(entities={"one": spec}))
        assert (taken.values(kind, name) or [taken.rejected[0].code])[0] == found
    else:
        assert one(tmp_path, {"column": "x"}, cell, kind, name) == found


CALLS = {
    "caller": {"schema": "Phone", "properties": {"number": "a"}},
    "called": {"schema": "Phone", "properties": {"number": "b"}},
}
CALLED = {
    "schema": "CALLED",
    "from": "caller",
    "to": "called",
    "reference": "ref",
    "properties": {"at": "at", "duration_s": "s", "reference": "ref"},
}
CALL_HEAD = "ref;a;b;at;s\n"


def calls(folder, *lines, **parts):
    how = {"defaults": {"country": "ID", "zone": "Asia/Jakarta", "order": "dmy"}} | parts
    text = CALL_HEAD + "".join(f"{line}\n" for line in lines)
    return take(write(folder, text), mapping(entities=CALLS, links=[CALLED], **how))


@pytest.mark.parametrize(
    ("at", "zone", "found"),
    [
        ("01/09/2025 09:15:38", "Asia/Jakarta", ("2025-09-01T02:15:38Z", "Asia/Jakarta")),
        ("01/09/2025 09:15:38", "+08:00", ("2025-09-01T01:15:38Z", "+08:00")),
        ("2025-09-01T09:43:33+08:00", "Asia/Jakarta", ("2025-09-01T01:43:33Z", "+08:00")),
        ("2025-09-01T09:43:33Z", "Asia/Jakarta", ("2025-09-01T09:43:33Z", "UTC")),
        ("2025-09-04T01:50Z", "UTC", ("2025-09-04T01:50:00Z", "UTC")),
        ("2025-09-01 09:43 +0700", "UTC", ("2025-09-01T02:43:00Z", "+0700")),
    ],
)
def test_an_instant_is_in_utc_with_its_zone_kept(tmp_path, at, zone, found):
    how = {"zone": zone, "country": "ID", "order": "dmy"}

    taken = calls(tmp_path, f"1;0812345678;0812345679;{at};5", defaults=how)

    (link,) = taken.links["CALLED"]
    assert (link["at"], link["zone"]) == found
    assert link["at_s"] > 1_700_000_000


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        ("1;tidak diketahui;0812345679;01/09/2025 09:15:38;5", "a", "broken_number"),
        ("1;08A2-??;0812345679;01/09/2025 09:15:38;5", "a", "broken_number"),
        ("1;0812345678;0812345679;31/02/2026 10:00:00;5", "at", "bad_date"),
        ("1;0812345678;0812345679;12/05/2026 27:10:00;5", "at", "bad_date"),
        ("1;0812345678;0812345679;12/05/2026;5", "at", "bad_date"),
        ("1;0812345678;0812345679;01/09/2025 09:15:38;soon", "s", "broken_number"),
        ("1;0812345678;0812345679;01/09/2025 09:15:38;-5", "s", "broken_number"),
        ("1;0812345678;0812345679;01/09/2025 09:15:38;5.5", "s", "broken_number"),
        (";0812345678;0812345679;01/09/2025 09:15:38;5", "ref", "missing_id"),
        ("  ;0812345678;0812345679;01/09/2025 09:15:38;5", "ref", "missing_id"),
        ("null;0812345678;0812345679;01/09/2025 09:15:38;5", "ref", "missing_id"),
        ("\u200b;0812345678;0812345679;01/09/2025 09:15:38;5", "ref", "missing_id"),
        ("1;;0812345679;01/09/2025 09:15:38;5", "a", "missing_id"),
        ("1;-;0812345679;01/09/2025 09:15:38;5", "a", "missing_id"),
        ("1;0812345678;0812345679;;5", "at", "missing_value"),
        (";broken;0812345679;31/02/2026 10:00:00;x", "ref", "missing_id"),
    ],
)
def test_a_fault_names_its_column_and_its_rule(tmp_path, line, column, code):
    good = "2;0812345678;0812345679;01/09/2025 09:15:38;0"

    taken = calls(tmp_path, line, good, required=["ref", "a", "b", "at"])

    (fault,) = taken.rejected
    assert (fault.locator, fault.column, fault.code) == ("2", column, code)
    assert fault.raw == line
    assert taken.locators == ["3"]


def test_nought_is_a_value(tmp_path):
    taken = calls(tmp_path, "2;0812345678;0812345679;01/09/2025 09:15:38;0")

    assert taken.told("CALLED", "duration_s") == [0]


def test_local_times_of_nobody_knows_where_are_refused(tmp_path):
    line = "1;0812345678;0812345679;2025-09-01 09:15;5"

    with pytest.raises(SourceError, match="no zone") as caught:
        calls(tmp_path, line, line, defaults={"country": "ID"})

    assert caught.value.remedy
    assert "at" in caught.value.where


def test_one_local_time_among_many_sets_its_line_aside(tmp_path):
    good = [f"{n};0812345678;0812345679;2025-09-01T09:15Z;5" for n in range(4)]

    taken = calls(
        tmp_path, *good, "9;0812345678;0812345679;2025-09-01 09:15;5", defaults={"country": "ID"}
    )

    assert taken.codes == {"6": "bad_value"}


PAYMENT = {
    "payer": {"schema": "BankAccount", "properties": {"number": "a"}},
    "payee": {"schema": "BankAccount", "properties": {"number": "b"}},
}


def payments(folder, *lines, **link):
    paid = {
        "schema": "PAID",
        "from": "payer",
        "to": "payee",
        "properties": {"amount_minor": {"column": "sum", "currency": "{cur}"}, "currency": "cur"},
    }
    text = "ref;a;b;sum;cur\n" + "".join(f"{line}\n" for line in lines)
    return take(write(folder, text), mapping(entities=PAYMENT, links=[paid | link]))


@pytest.mark.parametrize(
    ("sum_", "currency", "minor"),
    [
        ("807.36", "MYR", 80736),
        ("16,500.00", "LKR", 1650000),
        ("473,100.00", "VND", 473100),
        ("1.5", "KWD", 1500),
        ("USD 5", "USD", 500),
        ("5", "usd", 500),
        ("0", "USD", 0),
        ("999999999999999.99", "USD", 99999999999999999),
    ],
)
def test_an_amount_is_in_minor_units_of_its_currency(tmp_path, sum_, currency, minor):
    taken = payments(tmp_path, f"1;1412-9126-9030;6075-1933-7858;{sum_};{currency}")

    (link,) = taken.links["PAID"]
    assert (link["amount_minor"], link["currency"]) == (minor, currency.upper())


@pytest.mark.parametrize(
    ("sum_", "currency", "fault"),
    [
        ("1,2O4.50", "MYR", ("sum", "broken_number")),
        ("12.34.56", "MYR", ("sum", "broken_number")),
        ("-5.00", "MYR", ("sum", "broken_number")),
        ("5.001", "MYR", ("sum", "broken_number")),
        ("5.50", "VND", ("sum", "broken_number")),
        ("5.00", "XXQ", ("cur", "bad_value")),
        ("5.00", "", ("sum", "missing_value")),
    ],
)
def test_a_broken_amount_names_what_is_at_fault(tmp_path, sum_, currency, fault):
    (one,) = payments(tmp_path, f"1;1412-9126-9030;6075-1933-7858;{sum_};{currency}").rejected

    assert (one.column, one.code) == fault
    assert not sum_ or sum_ not in one.reason


def test_payments_of_one_reference_are_one_link(tmp_path):
    line = "T1;1412-9126-9030;6075-1933-7858;5.00;MYR"

    taken = payments(tmp_path, line, line, reference="ref")

    assert len(set(taken.told("PAID", "link_id"))) == 1
    assert taken.told("PAID", "record") == [0, 1]


def test_payments_without_a_reference_are_never_one(tmp_path):
    line = ";1412-9126-9030;6075-1933-7858;5.00;MYR"

    both = [payments(tmp_path, line, line), payments(tmp_path, line, line, reference="ref")]

    assert [len(set(taken.told("PAID", "link_id"))) for taken in both] == [2, 2]


def test_references_hold_within_an_originator_or_a_shared_word(tmp_path):
    path = write(tmp_path, "ref;a;b\nT1;1412-9126-9030;6075-1933-7858\n")
    link = {"schema": "PAID", "from": "payer", "to": "payee", "reference": "ref"}

    def link_id(originator, **more):
        made = mapping(entities=PAYMENT, links=[link | more])
        return take(path, made, {"originator": originator}).told("PAID", "link_id")[0]

    assert link_id("NZ") != link_id("MY")
    assert link_id("NZ", reference_scope="swift") == link_id("MY", reference_scope="swift")


def test_several_links_of_one_type_in_a_record_are_told_apart(tmp_path):
    link = {"schema": "PAID", "from": "payer", "to": "payee", "reference": "ref"}
    made = mapping(entities=PAYMENT, links=[link, link | {"from": "payee", "to": "payer"}])

    taken = take(write(tmp_path, "ref;a;b\nT1;1412-9126-9030;6075-1933-7858\n"), made)

    assert len(set(taken.told("PAID", "link_id"))) == 2


def test_keys_hold_within_their_scope(tmp_path):
    path = write(tmp_path, "id,name\n1,An\n")
    person = {
        "schema": "Person",
        "keys": "id",
        "key_literal": "client",
        "properties": {"names": "name"},
    }

    def person_id(scope, originator="NZ", name="person"):
        made = mapping(entities={name: person | {"scope": scope}})
        return take(path, made, {"originator": originator}).values("Person", "id")[0]

    assert person_id("originator") == person_id("originator", name="other")
    assert person_id("originator") != person_id("originator", "MY")
    assert person_id("file") == person_id("file", "MY")
    assert person_id("shared") == person_id("shared", "MY") != person_id("file")
    assert person_id("originator") == keyed_id(load_schema().kind("Person"), "NZ/client", ["1"])


def test_without_keys_each_record_has_somebody_of_its_own_if_it_says_so(tmp_path):
    guest = {"schema": "Person", "properties": {"names": "name", "sex": {"literal": "male"}}}

    taken = take(write(tmp_path, "no,name\n1,An\n2,An\n3,\n"), mapping(entities={"guest": guest}))

    assert len(set(taken.values("Person", "id"))) == len(taken.values("Person", "id")) == 2
    assert taken.locators == ["2", "3", "4"]


def test_a_condition_decides_whom_a_record_speaks_of(tmp_path):
    when = {
        "equals": {"column": "kind", "equals": ["p", "x"]},
        "not": {"column": "kind", "not": "p"},
        "matches": {"column": "kind", "matches": "^[PC]$"},
        "not_matches": {"column": "kind", "not_matches": ["^P", "^C"]},
        "ahead": {"column": "kind", "matches": "(?=P)P"},
        "filled": {"column": "kind", "filled": True},
        "empty": {"column": "kind", "empty": True},
        "both": [{"column": "kind", "filled": True}, {"column": "name", "matches": "^B"}],
    }
    entities = {
        name: {
            "schema": "Person",
            "keys": "name",
            "properties": {"notes": {"literal": name}},
            "when": test,
        }
        for name, test in when.items()
    }

    taken = take(write(tmp_path, "name,kind\nAn, P \nBinh,C\nChi,\n"), mapping(entities=entities))

    met = {}
    for note, record in zip(
        taken.values("Person", "notes"), taken.values("Person", "record"), strict=True
    ):
        met.setdefault(note[0], []).append(record)
    assert met == {
        "equals": [0],
        "not": [1, 2],
        "matches": [0, 1],
        "not_matches": [2],
        "ahead": [0],
        "filled": [0, 1],
        "empty": [2],
        "both": [1],
    }


def test_a_fault_of_what_does_not_apply_is_none(tmp_path):
    passport = {
        "schema": "IdentityDocument",
        "when": {"column": "kind", "equals": "P"},
        "properties": {"number": "no", "document_kind": {"literal": "passport"}},
    }

    taken = take(
        write(tmp_path, "kind,no\nP,N4738320\nX,??\nP,??\n"), mapping(entities={"p": passport})
    )

    assert taken.codes == {"4": "broken_number"}
    assert taken.values("IdentityDocument", "id") == ["passport:N4738320"]


@pytest.mark.parametrize(
    ("spec", "cells", "found"),
    [
        ({"columns": ["x", "y"], "join": " "}, ("An", "Le"), ["An Le"]),
        ({"columns": ["x", "y"], "join": " "}, ("An", ""), ["An"]),
        ({"columns": ["x", "y"]}, ("An", "Le"), ["An", "Le"]),
        ({"columns": ["x", "y"]}, ("An", "An"), ["An"]),
        ({"template": "{x} of {y}"}, ("An", "Hue"), ["An of Hue"]),
        ({"template": "{x}, {y}"}, ("An", ""), ["An"]),
        ({"template": "{x}, {y}"}, ("", " "), None),
        ({"column": "x", "split": "/"}, ("An / Le /", ""), ["An", "Le"]),
        ({"column": "x", "lookup": {"a  N": "Chi"}}, ("A n", ""), ["Chi"]),
        ({"column": "x", "lookup": {"b": "Chi"}}, ("An", ""), ["An"]),
        ({"column": "x", "lookup": {"b": "Chi"}, "otherwise": "drop"}, ("An", ""), None),
        ({"column": "x", "lookup": {"b": "Chi"}, "otherwise": "reject"}, ("An", ""), "bad_value"),
        ({"literal": "An"}, ("", ""), ["An"]),
    ],
)
def test_a_value_may_come_from_more_than_one_cell(tmp_path, spec, cells, found):
    text = "id|x|y\n1|" + "|".join(cells) + "\n"

    taken = take(write(tmp_path, text), persons(properties={"names": spec}))

    assert (taken.values("Person", "names") or [taken.rejected[0].code])[0] == found


def test_a_value_that_may_be_dropped_costs_nobody(tmp_path):
    people = persons(properties={"names": "name", "sex": {"column": "s", "invalid": "drop"}})

    taken = take(write(tmp_path, "id,name,s\n1,An,?\n2,Binh,F\n"), people)

    assert taken.values("Person", "sex") == [None, "female"]


def test_one_broken_value_of_several_costs_the_record_unless_it_may_be_dropped(tmp_path):
    path = write(tmp_path, "id,tel\n1,+6421123456/what\n")

    def phones(**more):
        number = {"column": "tel", "split": "/"} | more
        return mapping(entities={"phone": {"schema": "Phone", "properties": {"number": number}}})

    assert take(path, phones()).codes == {"2": "broken_number"}
    assert take(path, phones(invalid="drop")).values("Phone", "id") == ["phone:+6421123456"]


def test_the_country_of_a_number_may_stand_beside_it(tmp_path):
    number = {"column": "tel", "country": "{land}"}
    phone = mapping(entities={"phone": {"schema": "Phone", "properties": {"number": number}}})

    taken = take(write(tmp_path, "tel,land\n0812345678,ID\n0812345678,TH\n+64211234567,?\n"), phone)

    assert taken.values("Phone", "id") == [
        "phone:+62812345678",
        "phone:+66812345678",
        "phone:+64211234567",
    ]


def test_each_of_several_places_has_its_own_address(tmp_path):
    places = {"column": "at", "split": ";"}
    made = mapping(
        delimiter="|",
        entities={
            "person": {"schema": "Person", "keys": "id"},
            "place": {
                "schema": "Location",
                "properties": {"address": places, "place_kind": {"literal": "hotel"}},
            },
        },
        links=[{"schema": "LOCATED_AT", "from": "person", "to": "place"}],
    )

    taken = take(write(tmp_path, "id|at\n1|Jetty; Guest house\n2|Jetty\n"), made)

    assert taken.values("Location", "address") == ["Jetty", "Guest house", "Jetty"]
    assert taken.values("Location", "place_kind") == ["hotel"] * 3
    assert len(set(taken.values("Location", "id"))) == 2
    assert len(set(taken.told("LOCATED_AT", "link_id"))) == 3


def test_links_are_made_between_all_that_a_record_has(tmp_path):
    entities = {
        "one": {"schema": "Person", "keys": "a", "when": {"column": "a", "filled": True}},
        "firm": {"schema": "Organization", "keys": "b"},
        "account": {"schema": "BankAccount", "properties": {"number": "no"}},
    }
    links = [{"schema": "HOLDS", "from": ["one", "firm"], "to": "account"}]

    taken = take(
        write(tmp_path, "a,b,no\n1,,12345\n,2,12345\n1,2,\n"),
        mapping(entities=entities, links=links),
    )

    assert taken.told("HOLDS", "start") == ["Person", "Organization"]
    assert set(taken.told("HOLDS", "to_id")) == {"account:12345"}


def test_roles_are_links_to_the_list_itself_or_to_a_case(tmp_path):
    people = persons(title="List of suspects", roles=[{"of": "person", "column": "role"}])
    text = "id,name,role\n1,An,Perekrut\n2,Binh,korban\n3,Chi,\n4,Dao,masyarakat umum\n5,Em,korban/saksi\n"

    taken = take(write(tmp_path, text), people)

    assert taken.told("SUSPECT_IN", "role_in_process") == ["RecruiterOrIntermediary"]
    assert taken.told("SUSPECT_IN", "role_text") == ["Perekrut"]
    assert taken.told("VICTIM_IN", "role_text") == ["korban", "korban/saksi"]
    assert taken.told("WITNESS_IN", "record") == [4]
    assert set(taken.values("CaseFile", "titles")[0]) == {"List of suspects"}
    assert len(set(taken.values("CaseFile", "id"))) == 1
    assert len(taken.values("CaseFile", "id")) == 3


def test_a_role_in_a_named_case_is_a_link_to_it(tmp_path):
    entities = {
        "person": {"schema": "Person", "keys": "id"},
        "case": {"schema": "CaseFile", "keys": "case", "properties": {"native_ids": "case"}},
    }
    roles = [{"of": "person", "literal": "witness", "case_file": "case"}]

    taken = take(
        write(tmp_path, "id,case\n1,C1\n2,C2\n3,\n"), mapping(entities=entities, roles=roles)
    )

    assert taken.told("WITNESS_IN", "to_id") == taken.values("CaseFile", "id")
    assert len(set(taken.told("WITNESS_IN", "to_id"))) == 2


TABLES = st.lists(
    st.tuples(
        st.sampled_from(["1", "2", "", "  ", "null", "x\x00"]),
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6),
        st.sampled_from(["1996-05-12", "", "31/02/1990", "2517"]),
    ),
    max_size=12,
)


@given(TABLES)
def test_numbers_of_records_match_their_places_whatever_is_set_aside(tmp_path_factory, rows):
    cells = [[cell.replace('"', "").replace("|", "") for cell in row] for row in rows]
    text = "id|name|born\n9|first|\n" + "".join("|".join(row) + "\n" for row in cells)
    people = persons(properties={"names": "name", "birth_dates": "born"}, delimiter="|")

    taken = take(write(tmp_path_factory.mktemp("any"), text), people)

    assert taken.read == len(taken.locators) + len(taken.rejected)
    assert taken.values("Person", "record") == list(range(len(taken.locators)))
    places = [int(place) for place in taken.locators]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("kind", "name"),
    [("UserAccount", "account_name"), ("CryptoWallet", "address"), ("Vehicle", "registration"), ("Vessel", "number")],
)  # fmt: skip
def test_what_is_too_long_to_tell_a_thing_apart_is_set_aside_so_that_the_rest_can_be_given(
    tmp_path, kind, name
):
    entity = {"schema": kind, "properties": {name: "x"}}
    rows = ["A1", "x" * 512, "x" * 513, "\u0e01" * 171, "\u0e01" * 170]
    text = "id;x\n" + "".join(f"{n};{row}\n" for n, row in enumerate(rows))
    taken = take(write(tmp_path, text), mapping(entities={"one": entity}))

    faults = [(one.locator, one.column, one.code) for one in taken.rejected]
    assert faults == [("4", "x", "too_long"), ("5", "x", "too_long")]


def boats(**spec):
    boat = {"schema": "Vessel", "properties": {"number": "reg", "names": "boat", "ports": "port"}}
    return mapping(
        optional=["reg"],
        entities={
            "person": {"schema": "Person", "keys": "id", "properties": {"native_ids": "id"}},
            "boat": boat | spec,
        },
        links=[{"schema": "OWNS", "from": "person", "to": "boat"}],
    )


wooden = st.sampled_from(["Chok Anan", "Sinar Laut", "โชคอนันต์", ""])


@given(rows=st.lists(st.tuples(wooden, st.sampled_from(["Tegal", "Songkhla", ""])), min_size=1))
def test_boats_without_a_number_are_never_one_by_name_and_port(tmp_path_factory, rows):
    lines = "".join(f"{n},,{name},{port}\n" for n, (name, port) in enumerate(rows))
    path = write(tmp_path_factory.mktemp("boats"), f"id,reg,boat,port\n{lines}")

    taken = take(path, boats())

    ids = [one["id"] for one in taken.entities.get("Vessel", [])]
    told = sum(bool(name or port) for name, port in rows)
    assert len(ids) == len(set(ids)) == told
    assert not taken.rejected
    assert len(taken.links.get("OWNS", [])) == told


def test_boats_with_a_number_are_one_and_those_without_go_by_their_key(tmp_path):
    text = "id,reg,boat,port\n1,KM77,A,x\n2,KM77,B,x\n3,,A,x\n4,,A,y\n3,,C,z\n"

    taken = take(write(tmp_path, text), boats(keys="id"))

    ids = [one["id"] for one in taken.entities["Vessel"]]
    assert ids[:2] == ["vessel:KM77"] * 2
    assert ids[2] == ids[4]
    assert len(set(ids)) == 3


def test_a_list_of_boats_needs_no_column_of_numbers(tmp_path):
    named = {"schema": "Vessel", "properties": {"names": "boat"}}

    taken = take(write(tmp_path, "id,boat\n1,A\n2,A\n"), mapping(entities={"boat": named}))

    assert len({one["id"] for one in taken.entities["Vessel"]}) == 2


def test_a_vehicle_still_needs_its_registration():
    with pytest.raises(MappingError, match="registration"):
        mapping(entities={"car": {"schema": "Vehicle", "properties": {"countries": "x"}}})
