"""Texts that would run, turn, hide or break something where a text is taken for more than text."""

from dataclasses import replace

from tests.views.releases import HOSTILE, entity, link, person, release

__all__ = ["CORPUS", "hostile_release"]

CORPUS = (
    *HOSTILE,
    "<script>window.ran='plain'</script>",
    "<img/src/onerror=window.ran='slashes'>",
    "<iframe src=javascript:window.ran='frame'></iframe>",
    "<svg><animate onbegin=window.ran='animate' attributeName=x dur=1s></svg>",
    "<details open ontoggle=window.ran='toggle'>",
    "<math><mi xlink:href=\"data:x,<script>window.ran='math'</script>\">",
    "<style>*{background:url(https://example.test/css)}</style>",
    "<base href=https://example.test/>",
    "<meta http-equiv=refresh content='0;url=https://example.test/'>",
    "<link rel=stylesheet href=https://example.test/style>",
    "' onfocus='window.ran=1' autofocus='",
    '" onmouseover="window.ran=2" x="',
    "`${alert(1)}`",
    "%3Cscript%3Ewindow.ran='encoded'%3C/script%3E",
    "&lt;script&gt;window.ran='entities'&lt;/script&gt;",
    "&#60;img src=x onerror=window.ran='numbers'&#62;",
    "\\u003cscript\\u003ewindow.ran='escaped'\\u003c/script\\u003e",
    '=HYPERLINK("https://example.test/","x")',
    "=cmd|' /C calc'!A0",
    "+SUM(1,2)",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "\t=1+1",
    "\u2066isolate\u2069 \u202bembed\u202c \u200erun\u200f",
    "null\u0000byte \u0007bell",
    "half \ud800 pair \udfff",
    "combining Z\u0351\u036b\u0343\u0342\u030d\u0352",
    "\ufeffmark \u200b zero \u00ad soft",
    "__proto__",
    "constructor",
    "toString",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f3f4\U000e0067\U000e007f",
    "a" * 600,
    "",
)  # fmt: skip


def hostile_release():
    """Each of these texts in each place where a text can stand."""
    entities = [
        entity(
            f"{number}:{text}",
            text,
            caption=text,
            roles=(text, "suspect"),
            countries=(text,),
            originators=(text,),
            handling=text,
            properties={text: (text, text), "romanised": (text,), "latitude": text},
        )
        for number, text in enumerate(CORPUS)
    ]
    entities += [
        person(1, "suspect", caption="href", countries=("MY",)),
        person(2, id="__proto__", kind="constructor"),
    ]
    links = [
        replace(
            link(n, one.id, "__proto__", text, at=text, amount=text, grade=text, handling=text),
            id=f"{n}-{text}",
            properties={text: text, "end": text},
        )
        for n, (one, text) in enumerate(zip(entities, CORPUS, strict=False))
    ]
    links += [
        replace(link(900 + n, one.id, "__proto__", "PAID", amount="1.00 MYR"), at="2024-01-01")
        for n, one in enumerate(entities[:12])
    ]
    every = " ".join(CORPUS)
    return release(
        entities,
        links,
        case_name=every,
        audience=every,
        made=every,
        handling=every,
        originators=CORPUS,
        cautions=CORPUS,
    )
