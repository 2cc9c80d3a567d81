"""Icons of the kinds, drawn here: a plate by family, a sign by kind, a ring by role."""

from __future__ import annotations

from urllib.parse import quote

__all__ = ["KINDS", "ROLE_RINGS", "icon_key", "icon_shapes", "icon_uri", "plate_of"]

_CIRCLE = '<circle cx="44" cy="44" r="27"'
_SQUARE = '<rect x="18" y="18" width="52" height="52" rx="5"'
_PILL = '<rect x="18" y="18" width="52" height="52" rx="17"'
_HEXAGON = '<path d="M44 14l27 15v30L44 74 17 59V29z"'
_DIAMOND = '<path d="M44 11l33 33-33 33-33-33z"'
_SHEET = '<path d="M21 14h34l13 13v47H21z"'
_SHIELD = '<path d="M44 13l27 8v21c0 17-11 27-27 34-16-7-27-17-27-34V21z"'
_PLAIN = '<path d="M17 23h54v42H17z"'
_WIDE = '<path d="M28 17h32l15 27-15 27H28L13 44z"'

# Kind: plate, its colour (3:1 or more on white, told apart by the colour-blind; tints of
# the palette of Okabe and Ito), and a white sign drawn for a plate of 88 by 88.
KINDS: dict[str, tuple[str, str, str]] = {
    "Person": (
        _CIRCLE,
        "#0067a3",
        '<circle cx="44" cy="35" r="8.5"/><path d="M27 61c0-12 8-16 17-16s17 4 17 16z"/>',
    ),
    "Organization": (
        _SQUARE,
        "#9c4a7e",
        (
            '<path fill-rule="evenodd" d="M30 26h28v38H30zM35 31v6h6v-6zM47 31v6h6v-6z'
            'M35 42v6h6v-6zM47 42v6h6v-6zM40 54v10h8V54z"/>'
        ),
    ),
    "Syndicate": (
        _HEXAGON,
        "#c04f00",
        (
            '<path d="M44 29L30 54h28z" fill="none" stroke="#fff" stroke-width="4"/>'
            '<circle cx="44" cy="29" r="7"/><circle cx="30" cy="54" r="7"/>'
            '<circle cx="58" cy="54" r="7"/>'
        ),
    ),
    "Agency": (
        _SHIELD,
        "#4a4a4a",
        '<path d="M44 25l5 11 12 1-9 8 3 12-11-6-11 6 3-12-9-8 12-1z"/>',
    ),
    "Jurisdiction": (
        _PLAIN,
        "#6b6b6b",
        '<path d="M28 27h4v34h-4zM33 28h27l-6 9 6 9H33z"/>',
    ),
    "Location": (
        _DIAMOND,
        "#80660a",
        '<path d="M44 25L26 43h5v17h9V48h8v12h9V43h5z"/>',
    ),
    "Phone": (
        _PILL,
        "#00734f",
        (
            '<path fill-rule="evenodd" d="M37 24h14q4 0 4 4v32q0 4-4 4H37q-4 0-4-4V28q0-4 4-4z'
            'M37 30v24h14V30zM42 57v3h4v-3z"/>'
        ),
    ),
    "Email": (
        _PILL,
        "#00734f",
        '<path d="M26 32h36L44 47zM26 36l18 14 18-14v21H26z"/>',
    ),
    "UserAccount": (
        _PILL,
        "#00734f",
        '<path d="M30 27h28q4 0 4 4v19q0 4-4 4H45l-11 9v-9h-4q-4 0-4-4V31q0-4 4-4z"/>',
    ),
    "BankAccount": (
        _SQUARE,
        "#8a5a00",
        (
            '<path d="M44 24L26 35v4h36v-4zM29 42h6v13h-6zM41 42h6v13h-6zM53 42h6v13h-6z'
            'M26 58h36v5H26z"/>'
        ),
    ),
    "CryptoWallet": (
        _SQUARE,
        "#8a5a00",
        '<path d="M44 24l14 20-14 9-14-9zM30 48l14 9 14-9-14 17z"/>',
    ),
    "CashPoint": (
        _SQUARE,
        "#8a5a00",
        (
            '<path fill-rule="evenodd" d="M25 33h38v24H25zM44 37a8 8 0 1 0 .1 0zM29 37v3h3v-3z'
            'M56 50v3h3v-3z"/>'
        ),
    ),
    "IdentityDocument": (
        _SHEET,
        "#1f77ae",
        (
            '<circle cx="44" cy="38" r="7"/><path d="M32 56c0-9 6-11 12-11s12 2 12 11z'
            'M30 61h28v4H30z"/>'
        ),
    ),
    "Vehicle": (
        _WIDE,
        "#5a5aa8",
        '<path d="M25 47l7-12h22l7 12v8h-4a5 5 0 0 1-10 0h-8a5 5 0 0 1-10 0h-4z"/>',
    ),
    "Vessel": (
        _WIDE,
        "#5a5aa8",
        '<path d="M24 49h40l-6 12H30zM41 26h4v20h-4zM47 29l12 17H47z"/>',
    ),
    "Device": (
        _PILL,
        "#3f6b5c",
        (
            '<path fill-rule="evenodd" d="M33 33h22v22H33zM39 39v10h10V39z"/>'
            '<path d="M36 26h4v6h-4zM48 26h4v6h-4zM36 56h4v6h-4zM48 56h4v6h-4zM26 36h6v4h-6z'
            'M26 48h6v4h-6zM56 36h6v4h-6zM56 48h6v4h-6z"/>'
        ),
    ),
    "Advertisement": (
        _SHEET,
        "#9c4a7e",
        '<path d="M28 40v9h7l17 9V31l-17 9zM55 38q7 6.500 0 13z"/>',
    ),
    "Trip": (
        _DIAMOND,
        "#1f77ae",
        '<path d="M42 24h4l2 14 15 9v4l-15-4-1 9 5 4v3l-8-2-8 2v-3l5-4-1-9-15 4v-4l15-9z"/>',
    ),
    "CaseFile": (
        _PLAIN,
        "#4a4a4a",
        '<path d="M25 30h14l4 5h20v24H25z"/>',
    ),
    "Action": (
        _DIAMOND,
        "#a8480f",
        '<path fill-rule="evenodd" d="M44 24a20 20 0 1 0 .1 0zM44 31a13 13 0 1 1-.1 0zM44 38a6 6 0 1 0 .1 0z"/>',
    ),
    "Enquiry": (
        _PLAIN,
        "#2b5d8c",
        '<path d="M25 31h38l-19 15zM25 35l19 15 19-15v22H25z"/>',
    ),
}
_UNKNOWN = (_CIRCLE, "#6b6b6b", '<circle cx="44" cy="44" r="9"/>')

# A ring says the role by its form; its word stands under the label as well.
ROLE_RINGS: dict[str, str] = {
    "suspect": '<circle cx="44" cy="44" r="36" stroke="#b3261e" stroke-width="6"/>',
    "victim": '<circle cx="44" cy="44" r="41.500" stroke="#5b2a86" stroke-width="4.500"'
    ' stroke-dasharray="13 6"/>',
    "witness": '<circle cx="44" cy="44" r="41.500" stroke="#00594a" stroke-width="4"'
    ' stroke-dasharray="2.500 6"/>',
    "person_of_interest": '<circle cx="44" cy="44" r="36" stroke="#4a4a4a" stroke-width="2.500"/>',
}
# Their word says which; a ring of their own would tell it from afar.
_GUARDED = {"informant": "witness", "protected": "witness"}


_PLATES = {
    _CIRCLE: "circle", _SQUARE: "square", _PILL: "pill", _HEXAGON: "hexagon",
    _DIAMOND: "diamond", _SHEET: "sheet", _SHIELD: "shield", _PLAIN: "flat", _WIDE: "wide",
}  # fmt: skip


def plate_of(kind: str) -> tuple[str, str]:
    """Return the shape and colour that stand for a kind where its icon is too small to read.

    Examples:
        >>> plate_of("Syndicate")
        ('hexagon', '#c04f00')
    """
    plate, colour, _ = KINDS.get(kind, _UNKNOWN)
    return _PLATES[plate], colour


def icon_key(kind: str, roles: tuple[str, ...]) -> str:
    """Return what icons that look alike have in common.

    Examples:
        >>> icon_key("Person", ("suspect", "victim"))
        'Person suspect victim'
    """
    return " ".join([kind if kind in KINDS else "?", *_rings(roles)])


def icon_uri(kind: str, roles: tuple[str, ...]) -> str:
    """Return the icon of an entity as a ``data:`` address.

    Args:
        kind: Kind of the schema; one without a sign gets a plain dot.
        roles: Its roles; those without a ring are left to the words beside it.
    """
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="176" height="176" viewBox="0 0 88 88">'
        f"{icon_shapes(kind, roles)}</svg>"
    )
    return f"data:image/svg+xml,{quote(svg, safe=' =:/,')}"


def icon_shapes(kind: str, roles: tuple[str, ...]) -> str:
    """Return what an icon is drawn of, in a square of 88 by 88."""
    plate, colour, sign = KINDS.get(kind, _UNKNOWN)
    rings = "".join(ROLE_RINGS[role] for role in _rings(roles))
    return (
        f'<g fill="none">{rings}</g>'
        f'{plate} fill="{colour}" stroke="#1a1a1a" stroke-width="1.500"/>'
        f'<g fill="#fff">{sign}</g>'
    )


def _rings(roles: tuple[str, ...]) -> list[str]:
    shown = {_GUARDED.get(role, role) for role in roles}
    return [role for role in ROLE_RINGS if role in shown]
