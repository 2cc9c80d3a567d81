"""Releases for tests: small ones by hand, large ones that look like a case."""

import random

from linkgraph.share.model import Release, ReleasedEntity, ReleasedLink

MADE = "2026-03-01T00:00:00Z"
HOSTILE = (
    "<img src=x onerror=\"window.ran='img'\">",
    "</script><script>window.ran='script'</script>",
    "<!--<script>window.ran='comment'</script>",
    "<a href=\"javascript:window.ran='link'\">href</a>",
    "javascript:window.ran='url'",
    "<svg/onload=\"window.ran='svg'\">",
    "{{constructor.constructor('window.ran=1')()}} ${window.ran='template'}",
    "annual\u202egnp.exe",
    "line\u2028one\u2029two ]]> <![CDATA[",
    '"><iframe srcdoc="<script>parent.ran=1</script>"></iframe>',
)
GRADES = ("A1", "B2", "B2", "C3", "D4", "", "X4", "B1")
COUNTRIES = ("ID", "LK", "MY", "NZ", "TH", "VN")
NAMES = (
    "Somchai Prasert",
    "Nguyễn Văn Hùng",
    "محمد رضا کریمی",
    "Siti Nurhaliza binti Ahmad",
    "ප්‍රියන්ත සිල්වා",
    "สมชาย ใจดี",
    "Daniel O'Connor",
    "Rohan Perera",
    "李伟",
)


def person(number, *roles, **more):
    more.setdefault("caption", f"{NAMES[number % len(NAMES)]} {number}")
    return ReleasedEntity(
        id=more.pop("id", f"person-{number:04}"),
        kind=more.pop("kind", "Person"),
        roles=roles,
        **more,
    )


def entity(entity_id, kind="BankAccount", **more):
    return ReleasedEntity(id=entity_id, kind=kind, caption=more.pop("caption", entity_id), **more)


def link(number, start, end, link_type="PAID", **more):
    return ReleasedLink(id=f"link-{number:05}", type=link_type, start=start, end=end, **more)


def release(entities=(), links=(), **more):
    given = {
        "case_name": "Operation Kestrel",
        "audience": "NZ/INZ",
        "own": True,
        "made": MADE,
        "ledger_version": 7,
        "handling": "H2 AMBER",
        "originators": ("MY/RMP", "NZ/INZ"),
        "cautions": ("A link shows that somebody said so, not that it is so.",),
        **more,
    }
    return Release(entities=tuple(entities), links=tuple(links), **given)


def small():
    """Two suspects, a hidden victim, their phones and accounts, and payments."""
    people = [
        person(
            1,
            "suspect",
            countries=("MY",),
            originators=("MY/RMP",),
            handling="H2 AMBER",
            properties={"names": ("Somchai Prasert", "สมชาย ประเสริฐ"), "romanised": ("somchai",)},
        ),
        person(2, "suspect", "victim", caption="Nguyễn Văn Hùng"),
        person(3, "victim", id="victim-3", caption="victim-3", hidden=True),
        person(4, caption="محمد رضا کریمی", properties={"romanised": ("muhammad rida karimi",)}),
    ]
    things = [
        entity("account-1", caption="MY12 3456", properties={"banks": ("Bank One",)}),
        entity("account-2", caption="TH98 7654"),
        entity("phone-1", "Phone", caption="+60 12 345 6789"),
        entity("syndicate-1", "Syndicate", caption="North Route"),
    ]
    links = [
        link(1, "account-1", "account-2", at="2024-03-01T10:00:00Z", amount="1,234.56 MYR", grade="A1"),
        link(2, "account-1", "account-2", at="2024-05-01T10:00:00Z", amount="99.00 MYR", grade="C3"),
        link(3, "account-2", "account-1", at="2023-12", amount="10.00 THB"),
        link(4, "person-0001", "account-1", "HOLDS", grade="B2"),
        link(5, "person-0002", "account-2", "HOLDS", grade="B2"),
        link(6, "person-0001", "phone-1", "USES"),
        link(7, "person-0004", "phone-1", "USES", properties={"start": "2024-01-01"}),
        link(8, "person-0001", "syndicate-1", "MEMBER_OF"),
        link(9, "person-0002", "victim-3", "RECRUITED", at="2024", grade="X4"),
    ]
    return release(people + things, links)


def case_of(size, *, seed=1, links_per_entity=2.4):
    """A release that looks like a case: cells of people with phones, accounts and trips."""
    rng = random.Random(seed)
    entities, links = [], []

    def tie(start, end, link_type, **more):
        links.append(link(len(links), start, end, link_type, grade=rng.choice(GRADES), **more))

    def day():
        return f"2024-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}T{rng.randint(0, 23):02}:15:00Z"

    cells, loners, number = [], [], 0
    while len(entities) < size * 0.94:
        cell, boss = [], None
        for _ in range(rng.choice((2, 3, 5, 8, 14))):
            number += 1
            roles = rng.choice((("suspect",), (), (), ("witness",), ("victim",), ("suspect", "victim")) )
            roles = roles if rng.random() < 0.6 else ()
            hidden = bool({"victim", "witness"} & set(roles))
            one = person(
                number, *roles, hidden=hidden, countries=(rng.choice(COUNTRIES),),
                **({"id": f"{roles[-1]}-{number}", "caption": f"{roles[-1]}-{number}"} if hidden else {}),
                properties={} if hidden else {"birth_dates": ("1980-01-02",), "nationalities": ("MY", "TH")},
            )
            entities.append(one)
            boss = boss or one.id
            if one.id != boss:
                tie(one.id, rng.choice([boss, *[c for c in cell if c.startswith("person")]]), rng.choice(("ASSOCIATE_OF", "FAMILY_OF")))
            cell.append(one.id)
            for kind, tied in (("Phone", "USES"), ("BankAccount", "HOLDS"), ("IdentityDocument", "HOLDS"), ("Vehicle", "USES")):
                if rng.random() < {"Phone": 0.8, "BankAccount": 0.6, "IdentityDocument": 0.3, "Vehicle": 0.1}[kind]:
                    number += 1
                    caption = f"+60 12 {number:07}" if kind == "Phone" else f"{kind[:2].upper()}{number:08}"
                    entities.append(entity(f"{kind.lower()}-{number:05}", kind, caption=caption))
                    tie(one.id, entities[-1].id, tied)
                    cell.append(entities[-1].id)
        if rng.random() < 0.35:
            number += 1
            trip = entity(f"trip-{number:05}", "Trip", caption=f"MH{number} 2024-05-0{rng.randint(1, 9)}")
            entities.append(trip)
            for who in [c for c in cell if c.split("-")[0] in {"person", "victim", "witness"}]:
                tie(who, trip.id, "TRAVELLED_ON", at=day())
        if len(cell) > 12 and rng.random() < 0.6:
            number += 1
            entities.append(entity(f"syndicate-{number:05}", "Syndicate", caption=f"Syndicate {number}"))
            tie(boss, entities[-1].id, "LEADS")
        cells.append(cell)
    for _ in range(size - len(entities)):
        number += 1
        entities.append(entity(f"phone-9{number:05}", "Phone", caption=f"+94 77 {number:07}"))
    phones = [e.id for e in entities if e.kind == "Phone" and not e.id.startswith("phone-9")]
    accounts = [e.id for e in entities if e.kind == "BankAccount"]
    while len(links) < size * links_per_entity and len(phones) > 1 and len(accounts) > 1:
        pool = rng.choice((phones, accounts, accounts))
        first = rng.randrange(len(pool))
        near = min(len(pool) - 1, max(0, first + round(rng.gauss(0, 4)))) if rng.random() < 0.97 else rng.randrange(len(pool))
        for _ in range(rng.choice((1, 1, 1, 2, 3, 9))):
            if pool is phones:
                tie(pool[first], pool[near], "CALLED", at=day())
            else:
                tie(pool[first], pool[near], "PAID", at=day(), amount=f"{rng.randint(10, 90000):,}.00 {rng.choice(('MYR', 'THB', 'NZD'))}")
    return release(entities, links, total_entities=len(entities))
