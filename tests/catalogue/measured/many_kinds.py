"""A small case in which every measured question finds something, told by many sources."""

PEOPLE = ["s1", "s2", "a", "b", "c", "d", "v", "m", "w"]
PHONE = {one: f"phone:+6010{number}" for number, one in enumerate(PEOPLE)}
# Payer, payee, minor units: in order of time, a day apart.
PAID = [("v", "c", 900_000), ("m", "c", 500_000), ("c", "s1", 1_300_000), ("s1", "s2", 1_250_000),
        ("s2", "a", 1_200_000), ("a", "b", 1_150_000), ("b", "d", 1_100_000),
        ("d", "s1", 1_050_000), ("w", "c", 400_000)]  # fmt: skip
CALLED = ["s1 s2", "s1 a", "s1 b", "s2 a", "a c", "b c", "v s1", "m s1", "w s2", "a b"]


def _day(day, hour=0):
    return f"2026-01-{day:02d}T{hour:02d}:00:00Z"


def _paid(number):
    payer, payee, amount = PAID[number]
    told = {"at": _day(2 + number, 5), "amount_minor": amount, "currency": "USD"}
    return ("PAID", f"account:{payer}", f"account:{payee}", told | {"reference": f"T{number}"})


def _called(number):
    one, other = (PHONE[end] for end in CALLED[number].split())
    return [("CALLED", one, other, {"at": _day(day + number), "cell": "cell A"}) for day in (1, 3)]


def _trip(name, start, end, day):
    told = {"carrier_number": name.upper(), "mode": "air", "origin_country": start,
            "destination_country": end, "departed": _day(day), "arrived": _day(day, 3)}  # fmt: skip
    return (f"trip:{name}", told)


def _source(name, *links, entities=(), **marks):
    return {"name": name, "links": list(links), "entities": list(entities)} | marks


SOURCES = [
    _source("names", entities=[(f"person:{one}", {"names": [f"Name {one}"]}) for one in PEOPLE]),
    _source("phones", *[("USES", f"person:{one}", PHONE[one], {}) for one in PEOPLE]),
    _source("accounts", *[("HOLDS", f"person:{one}", f"account:{one}", {}) for one in PEOPLE]),
    _source("suspects", ("SUSPECT_IN", "person:s1", "casefile:1", {"role_in_process": "Exploiter"}),
            ("SUSPECT_IN", "person:s2", "casefile:1", {"role_in_process": "Recruiter"})),
    _source("file", entities=[("casefile:1", {"native_ids": ["C-1"]})]),
    _source("victim", ("VICTIM_IN", "person:v", "casefile:1", {})),
    _source("witness", ("WITNESS_IN", "person:w", "casefile:1", {})),
    _source("family", ("FAMILY_OF", "person:m", "person:v", {})),
    _source("friends", *[("ASSOCIATE_OF", f"person:{one}", f"person:{other}", {})
                         for one in "ab" for other in ("s1", "s2")]),
    _source("countries", ("NATIONAL_OF", "person:s1", "country:MY", {}),
            ("NATIONAL_OF", "person:a", "country:TH", {}),
            ("NATIONAL_OF", "person:b", "country:NZ", {})),
    _source("calls", *[link for number in (0, 1, 2, 3, 4) for link in _called(number)]),
    _source("more calls", *[link for number in (5, 6, 7, 8, 9) for link in _called(number)]),
    _source("rates", entities=[("rate:1", {"base": "MYR", "quote": "USD", "rate": 0.25,
                                           "as_of": "2026-01-01"})]),
    _source("paid", *[_paid(number) for number in (0, 2, 4, 6, 8)]),
    _source("more paid", *[_paid(number) for number in (1, 3, 5, 7)]),
    _source("first trip", *[("TRAVELLED_ON", f"person:{one}", "trip:t1", {"booking": "B1"})
                            for one in "vma"], entities=[_trip("t1", "SG", "MY", 5)]),
    _source("next trip", *[("TRAVELLED_ON", f"person:{one}", "trip:t2", {"booking": "B2"})
                           for one in "vma"], entities=[_trip("t2", "MY", "TH", 7)]),
    _source("tickets", *[("PAID_FOR", "person:s1", f"person:{one}", {"booking": "B1"})
                         for one in "vma"]),
    _source("stays", *[("STAYED_AT", "person:a", f"location:{n}", {
        "since": f"2026-01-{3 * n + 1:02d}", "until": f"2026-01-{3 * n + 2:02d}"})
        for n in range(3)]),
    _source("passport", ("HOLDS", "person:c", "passport:K1", {}),
            entities=[("passport:K1", {"document_kind": "passport"})]),
    _source("same passport", ("HOLDS", "person:d", "passport:K1", {})),
    _source("births", entities=[("person:c", {"birth_dates": ["1990-01-02"]}),
                                ("person:d", {"birth_dates": ["1985"]})]),
    _source("other births", entities=[("person:c", {"birth_dates": ["1991-01-02"]})]),
    _source("action", ("CONCERNS", "action:1", PHONE["a"], {}),
            entities=[("action:1", {"at": _day(20)})]),
    _source("other action", ("CONCERNS", "action:2", "person:a", {}),
            entities=[("action:2", {"at": _day(21)})], originator="TH/Police"),
    _source("enquiry", ("CONCERNS", "enquiry:1", "person:a", {}),
            entities=[("enquiry:1", {"from_country": "NZ", "to_country": "MY", "sent": "2026-01-01"})]),
    _source("homes", *[("LOCATED_AT", f"person:{one}", "location:home", {}) for one in "abc"]),
    _source("acts", ("EXPLOITED", "person:s1", "person:v", {}),
            ("RECRUITED", "person:s2", "person:v", {})),
    _source("abroad", *[("IN_JURISDICTION", f"account:{one}", f"country:{place}", {})
                        for one, place in (("c", "NZ"), ("s1", "MY"), ("s2", "TH"))],
            originator="MY/Police"),
]  # fmt: skip
# Parameters with which each finds something in so little.
WIDE = {
    "action/simultaneous_set": {"ids": "person:s1,person:s2,person:a", "within_hours": 8766},
    "enquiry/open": {"on": "2026-02-01"},
    "border/cross_border_links": {"min_links": 1},
    "calls/pattern": {"ids": "person:s1,person:a", "moment": "2026-01-06"},
    "calls/shared_cell": {"min_times": 1},
    "calls/successors": {"least_score": 0, "least_shared": 1, "overlap_days": 30},
    "evidence/weak_links": {"min_weak": 1},
    "money/paid_by_many": {"min_payers": 1},
    "money/pays_many": {"min_payees": 1},
    "money/pass_through": {"min_times": 1},
    "money/patterns": {"fan": 2, "many": 2, "strands": 2, "within_days": 20},
    "money/schemes": {"hops": 2},
    "money/trace": {"account": "account:v"},
    "network/common_contacts": {"ids": "person:a,person:b"},
    "network/hubs": {"least_others": 1},
    "network/linked": {"id": "person:s1", "depth": 3},
    "network/path": {"from": "person:s1", "to": "person:d"},
    "network/cells": {"least_size": 2},
    "network/delta": {"first": "2026-01-04", "second": "2026-01-20"},
    "person/red_flags": {"min_signs": 1, "sharers": 2, "tickets": 2},
    "people/exposed": {"min_suspects": 1},
}
