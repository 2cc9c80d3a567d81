"""Words by which a file says that two people are family, in the languages that files come with most."""

from __future__ import annotations

import re

from linkgraph.values.text import plain_ascii

__all__ = ["is_kin"]

_SPOKEN = re.compile(
    r"(?i)\b(?:kin|kinsman|famil\w*|relative|next of kin|guardian|ward|spouse|husband|wife|widow(?:er)?|fianc\u00e9?e?|married"
    r"|(?<!business )partner|boyfriend|girlfriend|parents?|mother|father|mum|mom|dad|children|child|son|daughter|baby|siblings?|brother|sister"
    r"|twin|uncle|aunt|aunty|auntie|cousin|nephew|niece|grand\w+|step\w+|foster\w*|\w+-in-law|in-laws?"
    r"|keluarga|saudara|suami|isteri|istri|bini|laki|pacar|tunang\w*|anak|adik|kakak|abang|bapak|bapa|ayah|mak|emak|ibu|pakcik"
    r"|makcik|paman|bibi|keponakan|sepupu|ipar|mertua|menantu|datuk|nenek|cucu|wali|penjaga"
    r"|ng\u01b0\u1eddi th\u00e2n|gia \u0111\u00ecnh|h\u1ecd h\u00e0ng|ch\u1ed3ng|v\u1ee3|con|cha|b\u1ed1|m\u1eb9|anh trai|anh em|em|ch\u1ecb|\u00f4ng|b\u00e0|ch\u00e1u|ch\u00fa|c\u00f4|d\u00ec"
    r"|pamilya|asawa|nobyo|nobya|kapatid|anak|nanay|tatay|magulang|pinsan|tiyo|tiya|lola|lolo"
    r"|familia\w*|espos[oa]|marido|mujer|novi[oa]|herman[oa]|padre|madre|hij[oa]|ti[oa]|prim[oa]|abuel[oa]|suegr[oa]|cu\u00f1ad[oa]"
    r"|famille|mari|femme|\u00e9pou(?:x|se)|p\u00e8re|m\u00e8re|fr\u00e8re|s\u0153ur|fils|fille|oncle|tante|cousine"
    # Arabic and Persian, also with the article.
    r"|(?:\u0627\u0644)?(?:\u0632\u0648\u062c|\u0632\u0648\u062c\u0629|\u0623\u0645|\u0623\u0628|\u0648\u0627\u0644\u062f|\u0648\u0627\u0644\u062f\u0629|\u0623\u062e\u062a|\u0623\u062e|\u0623\u062e\u0648|\u0634\u0642\u064a\u0642|\u0634\u0642\u064a\u0642\u0629|\u0627\u0628\u0646|\u0628\u0646\u062a|\u0627\u0628\u0646\u0629|\u0639\u0645|\u062e\u0627\u0644|\u0642\u0631\u064a\u0628|\u062e\u0637\u064a\u0628|\u062e\u0637\u064a\u0628\u0629"
    r"|\u0634\u0648\u0647\u0631|\u0647\u0645\u0633\u0631|\u0645\u0627\u062f\u0631|\u067e\u062f\u0631|\u062e\u0648\u0627\u0647\u0631|\u0628\u0631\u0627\u062f\u0631|\u067e\u0633\u0631|\u062f\u062e\u062a\u0631))\b"
)
# Scripts that put no space between words: Thai, then Chinese.
_SOLID = re.compile(
    "\u0e0d\u0e32\u0e15\u0e34|\u0e04\u0e23\u0e2d\u0e1a\u0e04\u0e23\u0e31\u0e27|\u0e2a\u0e32\u0e21\u0e35|\u0e1c\u0e31\u0e27|\u0e20\u0e23\u0e23\u0e22\u0e32|\u0e40\u0e21\u0e35\u0e22|\u0e41\u0e1f\u0e19|\u0e41\u0e21\u0e48|\u0e1e\u0e48\u0e2d|\u0e1e\u0e35\u0e48|\u0e19\u0e49\u0e2d\u0e07|\u0e25\u0e39\u0e01|\u0e1a\u0e38\u0e15\u0e23|\u0e25\u0e38\u0e07|\u0e1b\u0e49\u0e32|\u0e22\u0e32\u0e22"
    "|[\u592b\u59bb\u7236\u6bcd\u7238\u5988\u5abd\u513f\u5152\u5973\u5b50\u5144\u5f1f\u59d0\u59b9\u5bb6\u4eb2\u89aa\u5a46\u53d4\u4f2f\u8205\u59e8\u59d1]|\u8001\u516c|\u914d\u5076"
)


def is_kin(text: str) -> bool:
    """Tell whether a word for what people are to each other says that they are family, or a couple.

    Args:
        text: As a file has it (``wife``, ``isteri``, ``v\u1ee3``).

    Returns:
        False for none, and for what is no family (``driver``, ``boss``).

    Examples:
        >>> is_kin("sister-in-law"), is_kin("driver")
        (True, False)
    """
    plain = plain_ascii(text)
    return any(of.search(one) for of in (_SPOKEN, _SOLID) for one in (text, plain))
