"""Lines that tell of outcomes, written as data."""

from itertools import count

from linkgraph.period.outcomes import OutcomeRow

_PLACES = count(2)


def line(kind="arrests", **told):
    """Return one line; each stands in a place of its own unless told otherwise."""
    place = next(_PLACES)
    originator = told.get("originator", "NZ/Police")
    defaults = {
        "id": f"outcome:{originator}-{told.get('reference') or place}",
        "kind": kind,
        "reference": "",
        "count": 1,
        "amount_minor": None,
        "currency": "",
        "day": "2015-10-05",
        "countries": (originator.partition("/")[0],),
        "agency": "",
        "period": "JPA",
        "plan": "",
        "evidence": "",
        "subjects": (),
        "originator": originator,
        "source": f"src-{originator}",
        "order": sum(map(ord, originator)),
        "file": f"{originator.replace('/', '_')}.csv",
        "locator": str(place),
        "handling": "H1 GREEN",
    }
    made = defaults | told
    made["countries"] = tuple(sorted(made["countries"]))
    made["subjects"] = tuple(sorted(made["subjects"]))
    return OutcomeRow(**made)
