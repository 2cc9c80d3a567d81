"""Letters that are drawn as Latin ones, or hold one in a box: after UTS 39 and the Unicode charts.

Cyrillic, Greek, Armenian, Cherokee, Lisu, a few Hebrew ones and Latin small capitals. Of each, what
a reader takes it for.
"""

from __future__ import annotations

import re
from string import ascii_lowercase
from types import MappingProxyType

__all__ = ["DRAWN_OTHERWISE", "LATIN"]

# fmt: off
_DRAWN_AS = {
    "a": "\u0430\u03b1\u0251\u0410\u0391\u1d00\u13aa\ua4ee",
    "b": "\u044c\u0184\u0412\u0392\u0432\u0299\u13f4\ua4d0",
    "c": "\u0441\u03f2\u0421\u03f9\u0188\u1d04\u13df\ua4da",
    "d": "\u0501\u0257\u217e\u0256\u1d05\u13a0\ua4d3",
    "e": "\u0435\u0451\u0415\u0395\u0401\u212e\u04bd\u1d07\u13ac\ua4f0",
    "f": "\u03dc\u0192\u0584\ua730\ua4dd",
    "g": "\u0261\u050d\u0581\u050c\u0262\u13c0\ua4d6",
    "h": "\u04bb\u0570\u041d\u0397\u04ba\u043d\u029c\u13bb\ua4e7",
    "i": "\u0456\u0457\u03b9\u0406\u0399\u0407\u0131\u04cf\u04c0\u0269\u026a\u13a5\ua4f2\u05d5",
    "j": "\u0458\u0408\u03f3\u037f\u1d0a\u13ab\ua4d9",
    "k": "\u043a\u03ba\u041a\u039a\u049a\u049b\u1d0b\u13e6\ua4d7",
    "l": "\u04cf\u04c0\u0578\u217c\u029f\u13de\ua4e1\u05df",
    "m": "\u041c\u039c\u043c\u03fa\u1d0d\u13b7\ua4df",
    "n": "\u0578\u03b7\u0576\u039d\u0572\u0273\u0274\ua4e0\u05ea",
    "o": "\u043e\u03bf\u03c3\u0585\u041e\u039f\u0555\u00f8\u00d8\u1d0f\ua4f3\u05e1\u05dd",
    "p": "\u0440\u03c1\u0420\u03a1\u03f8\u1d18\u13e2\ua4d1",
    "q": "\u051b\u0563\u0566\u051a",
    "r": "\u0433\u0280\u044f\u13a1\u13d2\ua4e3",
    "s": "\u0455\u0405\u054f\u0282\ua731\u13da\u13d5\ua4e2",
    "t": "\u0442\u03c4\u0422\u03a4\u01ad\u1d1b\u13a2\ua4d4",
    "u": "\u057d\u03c5\u028b\u0265\u054d\u1d1c\ua4f4",
    "v": "\u03bd\u0475\u0474\u2174\u1d20\u13d9\ua4e6",
    "w": "\u0461\u051d\u0561\u03c9\u051c\u0460\u1d21\u13b3\u13d4\ua4ea\u05e9",
    "x": "\u0445\u03c7\u0425\u03a7\u04b3\ua4eb\u05d0",
    "y": "\u0443\u04af\u0423\u04ae\u03b3\u03a5\u04b0\u028f\u13bd\ua4ec\u05e5",
    "z": "\u0396\u0290\u1d22\u13c3\ua4dc",
}
# fmt: on
# In a black circle, in a black box, as half a flag.
_BOXED = (0x1F150, 0x1F170, 0x1F1E6)
# Signs that nobody sees, one for each sign of ASCII.
_TAGS = range(0xE0020, 0xE007F)

LATIN = MappingProxyType(
    {ord(sign): letter for letter, signs in _DRAWN_AS.items() for sign in signs}
    | {start + n: letter for start in _BOXED for n, letter in enumerate(ascii_lowercase)}
    | {tag: chr(tag - 0xE0000) for tag in _TAGS}
)
DRAWN_OTHERWISE = re.compile("[" + "".join(map(chr, sorted(LATIN))) + "]")
