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
        link(
            1,
            "account-1",
            "account-2",
            at="2024-03-01T10:00:00Z",
            amount="1,234.56 MYR",
            grade="A1",
        ),
        link(
            2, "account-1", "account-2", at="2024-05-01T10:00:00Z", amount="99.00 MYR", grade="C3"
        ),
        link(3, "account-2", "account-1", at="2023-12", amount="10.00 THB"),
        link(4, "person-0001", "account-1", "HOLDS", grade="B2"),
        link(5, "person-0002", "account-2", "HOLDS", grade="B2"),
        link(6, "person-0001", "phone-1", "USES"),
        link(7, "person-0004", "phone-1", "USES", properties={"start": "2024-01-01"}),
        link(8, "person-0001", "syndicate-1", "MEMBER_OF"),
        link(9, "person-0002", "victim-3", "RECRUITED", at="2024", grade="X4"),
    ]
    return release(people + things, links)


CARRIED = {
    "Phone": ("USES", 0.8),
    "BankAccount": ("HOLDS", 0.6),
    "IdentityDocument": ("HOLDS", 0.3),
}
SOME_ROLES = [(), (), (), ("suspect",), ("witness",), ("victim",), ("suspect", "victim")]


class Maker:
    """Makes up a case: cells of people with phones, accounts and trips, and what passes between."""

    def __init__(self, seed):
        self.rng = random.Random(seed)  # noqa: S311 - made-up data
        self.entities, self.links = [], []

    def add(self, one):
        self.entities.append(one)
        return one.id

    def tie(self, start, end, link_type, **more):
        grade = self.rng.choice(GRADES)
        self.links.append(link(len(self.links), start, end, link_type, grade=grade, **more))

    def day(self):
        return f"2024-{self.rng.randint(1, 12):02}-{self.rng.randint(1, 28):02}T10:15:00Z"

    def somebody(self):
        number = len(self.entities)
        roles = self.rng.choice(SOME_ROLES)
        if {"victim", "witness"} & set(roles):
            stand_in = f"{roles[-1]}-{number}"
            return self.add(person(number, *roles, id=stand_in, caption=stand_in, hidden=True))
        known = {"birth_dates": ("1980-01-02",), "nationalities": ("MY", "TH")}
        return self.add(
            person(number, *roles, countries=(self.rng.choice(COUNTRIES),), properties=known)
        )

    def cell(self):
        people = []
        for _ in range(self.rng.choice((2, 3, 5, 8, 14))):
            one = self.somebody()
            if people:
                self.tie(one, self.rng.choice(people), "ASSOCIATE_OF")
            people.append(one)
            for kind, (tied, chance) in CARRIED.items():
                if self.rng.random() < chance:
                    number = len(self.entities)
                    caption = f"+60 12 {number:07}" if kind == "Phone" else f"{kind[0]}{number:08}"
                    thing = entity(f"{kind.lower()}-{number:05}", kind, caption=caption)
                    self.tie(one, self.add(thing), tied)
        if self.rng.random() < 0.35:
            trip = self.add(entity(f"trip-{len(self.entities)}", "Trip"))
            for one in people:
                self.tie(one, trip, "TRAVELLED_ON", at=self.day())
        if len(people) > 7:
            self.tie(
                people[0], self.add(entity(f"syndicate-{len(self.entities)}", "Syndicate")), "LEADS"
            )

    def traffic(self, count):
        phones = [one.id for one in self.entities if one.kind == "Phone"]
        accounts = [one.id for one in self.entities if one.kind == "BankAccount"]
        while len(self.links) < count:
            pool = self.rng.choice((phones, accounts, accounts))
            first = self.rng.randrange(len(pool))
            near = min(len(pool) - 1, max(0, first + round(self.rng.gauss(0, 4))))
            if self.rng.random() < 0.03:
                near = self.rng.randrange(len(pool))
            for _ in range(self.rng.choice((1, 1, 1, 2, 3, 9))):
                if pool is phones:
                    self.tie(pool[first], pool[near], "CALLED", at=self.day())
                else:
                    amount = (
                        f"{self.rng.randint(10, 90_000):,}.00 {self.rng.choice(('MYR', 'THB'))}"
                    )
                    self.tie(pool[first], pool[near], "PAID", at=self.day(), amount=amount)


def case_of(size, *, seed=1, links_per_entity=2.4):
    """A release of this many entities that looks like a case; some have no link."""
    made = Maker(seed)
    loners = size // 20
    while len(made.entities) < size - loners:
        made.cell()
    kept = made.entities[: size - loners]
    known = {one.id for one in kept}
    made.entities = kept
    made.links = [one for one in made.links if {one.start, one.end} <= known]
    made.traffic(size * links_per_entity)
    lone = [entity(f"phone-9{n:05}", "Phone", caption=f"+94 77 {n:07}") for n in range(loners)]
    return release(kept + lone, made.links, total_entities=size)
