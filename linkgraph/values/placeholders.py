"""What people write where they know nothing: it looks like a value, and tells of nobody."""

from __future__ import annotations

import re
import string
import unicodedata

__all__ = ["is_stock_date", "is_stock_email", "is_stock_number", "known_name"]

# Where software keeps no date it shows the day on which its calendar begins.
_EPOCHS = {
    "1601-01-01", "1753-01-01", "1899-12-30", "1899-12-31", "1900-01-01", "1901-01-01",
    "1904-01-01", "1970-01-01",
}  # fmt: skip
_NO_NAME = {
    "john doe", "jane doe", "baby doe", "joe bloggs", "mr x", "mrs x",
    "anonim", "belum diketahui", "tak diketahui", "tanpa nama", "tiada nama", "tidak ada",
    "tidak ada nama", "tidak diketahui", "tidak dikenal", "tidak jelas",
    "chua biet", "chua ro", "chua xac dinh", "khong biet", "khong co", "khong ro", "khong ten",
    "khong xac dinh", "vo danh",
    "นิรนาม", "ไม่ทราบ", "ไม่ทราบชื่อ", "ไม่ปรากฏชื่อ", "ไม่มีชื่อ", "ไม่ระบุ", "ไม่ระบุชื่อ",
    "不明", "不詳", "不详", "佚名", "匿名", "姓名不详", "无名", "无名氏", "未知", "無名", "無名氏",
    "غير معروف", "غير معروفة", "مجهول", "مجهولة", "مجهول الهوية", "بدون اسم",
    "بدون نام", "بی نام", "نامشخص", "نامعلوم", "ناشناس",
    "தெரியவில்லை", "தெரியாது", "பெயர் தெரியவில்லை", "பெயரில்லை", "නොදනී", "නම නොදනී",
    "अज्ञात", "অজ্ঞাত", "অজানা", "အမည်မသိ", "មិនស្គាល់", "ບໍ່ຮູ້ຊື່",
}  # fmt: skip
# First name unknown, last name unknown, nomen nescio: words that stand for a part of a name.
_NO_PART = {
    "anonymous", "fnu", "lnu", "nfn", "nln", "nn", "tba", "tbc", "tbd", "unidentified", "unk",
    "unknown", "unnamed", "xx", "xxx", "xxxx",
}  # fmt: skip
_BESIDE_IT = {
    "adult", "boy", "child", "family", "female", "first", "girl", "given", "last", "male", "man",
    "middle", "minor", "name", "names", "person", "suspect", "surname", "victim", "witness",
    "woman",
}  # fmt: skip
# A form's box for the title, in the place of the name.
_TITLES = {
    "bin", "binte", "binti", "bt", "bte", "cik", "dato", "datin", "datuk", "dr", "encik", "haji",
    "hajjah", "hj", "khun", "madam", "miss", "mister", "mr", "mrs", "ms", "nai", "nang", "nangsao",
    "prof", "puan", "คุณ", "นาง", "นางสาว", "นาย",
}  # fmt: skip
_NOT_KNOWN = {
    "n n", "name not known", "no name", "noname", "not available", "not given", "not known",
    "not provided", "not stated",
}  # fmt: skip
_MAILBOXES = {
    "email", "mail", "n/a", "na", "nil", "no", "no-email", "no-reply", "noemail", "nomail", "none",
    "noreply", "null", "test", "unknown", "x", "xx", "xxx",
}  # fmt: skip
_RISING, _FALLING = "01234567890", "09876543210"
_FEWEST = 5
_PUNCTUATION = str.maketrans(dict.fromkeys(string.punctuation, " "))
_VIETNAMESE = str.maketrans("đ", "d")
_LATIN = re.compile(r"[a-z0-9 ]*")


def known_name(name: str) -> str:
    """Return what of a name is known; empty where nothing is.

    "Unknown", "FNU LNU", "Tidak diketahui", "Không rõ" and the like are no names, and
    "FNU Karimi" is Karimi. Nor are titles alone, or signs that are no letters. A name that has no such word comes back as it is.

    Note:
        Somebody may be called John Doe. That he is never joined by himself harms him
        less than being joined with all who were entered so.

    Examples:
        >>> known_name("Tidak Diketahui")
        ''
        >>> known_name("FNU Karimi")
        'Karimi'
    """
    plain = _plain(name)
    if plain in _NO_NAME or plain in _NOT_KNOWN:
        return ""
    words = plain.split()
    if not any(map(str.isalpha, plain)) or _TITLES.issuperset(words):
        return ""
    if _NO_PART.isdisjoint(words):
        return name
    if all(word in _NO_PART or word in _BESIDE_IT or word.isdecimal() for word in words):
        return ""
    kept = (part for part in name.split() if _plain(part) not in _NO_PART)
    return " ".join(kept)


def is_stock_date(text: str) -> bool:
    """Say whether a date is one that software shows where it has none.

    Examples:
        >>> is_stock_date("1900-01-01")
        True
    """
    return text in _EPOCHS


def is_stock_number(text: str) -> bool:
    """Say whether a number was made up to fill a field: one digit, or digits in their order.

    Only the digits count; fewer than five tell nothing.

    Examples:
        >>> is_stock_number("A0000000"), is_stock_number("123456789"), is_stock_number("X7672034")
        (True, True, False)
    """
    digits = "".join(filter(str.isdecimal, text))
    if len(digits) < _FEWEST:
        return False
    return len(set(digits)) == 1 or digits in _RISING or digits in _FALLING


def is_stock_email(text: str) -> bool:
    """Say whether an e-mail address was made up to fill a field.

    Examples:
        >>> is_stock_email("none@none.com"), is_stock_email("noy@mail.example")
        (True, False)
    """
    return text.partition("@")[0].casefold() in _MAILBOXES


def _plain(name: str) -> str:
    """Return a name in lower case, without punctuation; in Latin letters without their marks."""
    folded = " ".join(name.translate(_PUNCTUATION).casefold().split())
    bare = "".join(
        sign for sign in unicodedata.normalize("NFD", folded) if not unicodedata.combining(sign)
    ).translate(_VIETNAMESE)
    return bare if _LATIN.fullmatch(bare) else folded
