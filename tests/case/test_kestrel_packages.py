"""A package of the worked case of six countries: all of it arrives, and nobody hidden is in it."""

import base64
import hashlib
import json
from pathlib import Path

import pytest

from linkgraph.resolve.applied import make_entities
from linkgraph.share.guard import roles_in
from linkgraph.share.pseudonyms import NAMES
from tests.partners import (
    EXPIRES,
    MADE,
    TODAY,
    acquaint,
    agency,
    basis,
    columns_of,
    plain_of,
    taken_apart,
)

EXPORTS = Path(__file__).resolve().parent.parent.parent / "examples/kestrel/exports"
OPEN = {"handling": "H0", "tlp": "CLEAR", "releasable_to": ["MY"]}


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    """Both cases and the package's text, with what it must not hold."""
    folder = tmp_path_factory.mktemp("kestrel")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LINKGRAPH_KEYS", str(folder / "keys"))
        nz, my = agency(folder, "NZ/Cell"), agency(folder, "MY/PDRM")
        acquaint(nz, my)
        acquaint(my, nz)
        for path in sorted(EXPORTS.glob("*/*")):
            if not path.name.endswith(".source.json"):
                nz.import_file(path, told=OPEN)
        everybody = {one for table in nz.ledger.tables(part="entity") for one in table.frame["id"]}
        nz.share_release(
            "MY", basis(*everybody), folder / "p", expires=EXPIRES, accept="test", made=MADE
        )
        yield nz, my, folder / "p"
        nz.close()
        my.close()


def text_of(path, my):
    manifest, parts = taken_apart(plain_of(path, my))
    return json.dumps([manifest, [columns_of(part) for part in parts]], ensure_ascii=False)


def secrets_of(case):
    """Return names, ids and numbers of people whom a role hides, that nobody else shares."""
    judged = case.ledger.judgements()
    hidden = set(roles_in(case.ledger, judged, make_entities(case.ledger, judged)).all_hidden())
    theirs, others = set(), set()
    for table in case.ledger.tables(part="entity", names=["Person"]):
        spoken = [name for name in NAMES if name in table.frame.columns]
        for row in table.frame.select("id", *spoken).iter_rows(named=True):
            told = {text for name in spoken for text in row[name] or ()}
            (theirs if row["id"] in hidden else others).update(told)
    return {text for text in theirs - others if len(text) > 7}, hidden


def test_nobody_hidden_is_in_the_package_raw_encoded_or_hashed(sent):
    nz, my, path = sent
    text = text_of(path, my)
    names, ids = secrets_of(nz)

    assert len(names) > 50
    for secret in names | ids:
        raw = secret.encode()
        assert f'"{secret}"' not in text
        for trace in (
            raw.hex(),
            base64.b64encode(raw).decode().rstrip("="),
            hashlib.sha256(raw).hexdigest(),
            hashlib.md5(raw, usedforsecurity=False).hexdigest(),
            hashlib.blake2b(raw, digest_size=10).hexdigest(),
        ):
            assert trace not in text


@pytest.fixture(scope="module")
def arrived(sent):
    """What came of the package at its receiver."""
    _, my, path = sent
    return my.share_receive(path, today=TODAY)


def test_all_of_it_arrives_as_it_was_read(sent, arrived):
    nz, my, _ = sent

    assert {one.state for one in arrived.taken} == {"new"}
    assert len(arrived.taken) == len(nz.ledger.sources())
    told = [str(row.source.originator) for row in nz.ledger.sources()]
    assert [str(row.source.originator) for row in my.ledger.sources()] == told
    assert my.ledger.check() == []


@pytest.mark.usefixtures("arrived")
def test_questions_on_money_and_calls_give_the_same_on_both_sides(sent):
    nz, my, _ = sent

    def answered(case, name, params):
        answer = case.answer(name, params)
        aside = {"sources", "handling", "caption", "name"}
        kept = [n for n, column in enumerate(answer.columns) if column not in aside]
        # Of payments and calls of hidden people the day alone goes.
        return [
            [row[n][:10] if answer.columns[n].endswith("_at") else row[n] for n in kept]
            for row in answer.rows
        ]

    for name, params in (
        ("money/paid_by_many", {"min_payers": 3}),
        ("calls/pattern", {"ids": "phone:+60112386404", "moment": "2026-01-01"}),
    ):
        # Namesakes of hidden people are left out where what tells them apart is not known; it
        # is not the same on both sides, since hidden people's names and birth dates do not go.
        ours, theirs = answered(nz, name, params), answered(my, name, params)
        assert ours
        assert [row for row in theirs if row in ours] == [row for row in ours if row in theirs]
        assert sum(row not in theirs for row in ours) + sum(row not in ours for row in theirs) <= 4
