"""Values of which there are only a few."""

from __future__ import annotations

import unicodedata
from typing import Literal

from linkgraph.errors import ValueRejected
from linkgraph.values.text import clean_text

__all__ = ["Sex", "clean_sex"]

Sex = Literal["male", "female", "other"]

_WORDS: dict[Sex, str] = {
    "male": """
        m male man boy mr laki-laki laki lelaki pria l nam ชาย เพศชาย ผู้ชาย ຊາຍ ប្រុស ကျား
        පුරුෂ පිරිමි ஆண் ஆண்பால் पुरुष পুরুষ 男 男性 남 남성 ذكر муж мужской
    """,
    "female": """
        f female woman girl mrs ms miss perempuan wanita p nữ หญิง เพศหญิง ผู้หญิง ຍິງ ស្រី မ
        ස්ත්‍රී ස්ත්රී ගැහැණු ගැහැනු කාන්තා பெண் பெண்பால் महिला স্ত্রী মহিলা নারী 女 女性 여 여성 أنثى
        жен женский
    """,
    "other": "x other diverse indeterminate nonbinary non-binary",
}
_SEXES: dict[str, Sex] = {
    unicodedata.normalize("NFC", word): sex
    for sex, words in _WORDS.items()
    for word in words.split()
}


def clean_sex(text: str) -> Sex:
    """Return a person's sex as a document states it: male, female or other.

    Args:
        text: A passport's M, F or X, or the word for it in English, Malay,
            Indonesian (also L and P), Vietnamese, Thai, Lao, Khmer, Burmese,
            Sinhala, Tamil and some others.

    Raises:
        ValueRejected: ``missing`` if the text is empty, ``bad_value`` for any
            other word; numbers too, for every system counts sexes its own way.

    Examples:
        >>> clean_sex("F"), clean_sex("Laki-laki"), clean_sex("Nam")
        ('female', 'male', 'male')
    """
    word = clean_text(text).casefold().rstrip(".")
    sex = _SEXES.get(word)
    if sex:
        return sex
    if not word:
        raise ValueRejected("a sex is missing", code="missing")
    raise ValueRejected("not a word for a sex that linkgraph knows")
