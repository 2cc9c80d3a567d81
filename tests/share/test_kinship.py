"""Words by which files say that people are family, and those by which they say whom somebody serves."""

import unicodedata

import pytest

from linkgraph.share.kinship import is_kin
from tests.builders import fill, new_ledger
from tests.partners import CHAIN, OPEN, basis, readable
from tests.share.releases import release

VICTIM = ("VICTIM_IN", "person:v", "casefile:c", {})
KIN = {
    "English": "wives brothers in-laws husbands lover girl-friend godmother hubby mama papa daddy engaged",
    "Malay and Indonesian": "isteri suami ibu bapak mak adik pacar",
    "Vietnamese": "vợ chồng mẹ bà ông chị con cô",
    "Thai": "แม่ พ่อ น้องสาว ลูกสาว แฟน ภรรยา หลาน",
    "Lao": "ເມຍ ແມ່ ນ້ອງ ລູກ",
    "Khmer": "ប្រពន្ធ ប្ដី ម្តាយ ប្អូន",
    "Burmese": "ဇနီး ခင်ပွန်း အမေ သမီး",
    "Chinese": "妻子 丈夫 夫 母亲 儿子 女兒 姐姐 弟弟 妈妈 家人 亲戚 女友 子女",
    "Bengali": "স্ত্রী স্বামী মা ভাই মেয়ে",
    "Hindi and Nepali": "पत्नी पति भाई बेटी दिदी",
    "Tamil": "மனைவி கணவன் அம்மா மகள்",
    "Sinhala": "බිරිඳ සැමියා අම්මා දුව",
    "Arabic, Persian and Urdu": "زوجة الأم همسر مادر بیوی بھائی بیٹی",
}
# Who keeps a brothel, leads, serves, buys or owes.
SERVED = [
    "driver", "boss", "business partner", "mama-san", "papa san", "mamasan", "sugar daddy", "godown",
    "ibu ayam", "bapak ayam", "mak ayam", "tú bà", "bà chủ", "bà trùm", "ông trùm", "ông chủ", "cô chủ",
    "con nợ", "con buôn", "แม่เล้า", "พ่อเล้า", "พ่อค้า", "ลูกน้อง", "ลูกค้า", "ลูกหนี้", "ລູກຄ້າ", "ລູກນ້ອງ",
    "人贩子", "头子", "骗子", "马夫", "船夫", "妈咪", "妈妈桑", "鸨母", "小姐", "大姐大", "小弟", "买家", "上家", "亲信",
    "মামলা", "",
]  # fmt: skip


@pytest.mark.parametrize("language", KIN)
def test_every_word_of_a_language_for_family_is_known(language):
    assert [word for word in KIN[language].split() if not is_kin(word)] == []


@pytest.mark.parametrize("word", SERVED)
def test_whom_somebody_serves_or_leads_is_no_family_though_called_so(word):
    assert not is_kin(word)


@pytest.mark.parametrize("word", ["মেয়ে", "ម្តាយ", "vợ"])
def test_a_word_is_known_however_its_signs_are_put_together(word):
    assert all(is_kin(unicodedata.normalize(form, word)) for form in ("NFC", "NFD"))


@pytest.mark.parametrize(("word", "told"), [("স্বামী", False), ("brothers", False), ("แม่เล้า", True)])
def test_a_tie_to_a_victim_goes_where_it_tells_no_family(tmp_path, word, told):
    ledger = new_ledger(tmp_path)
    tie = ("ASSOCIATE_OF", "person:s2", "person:v", {"relationship": word})
    fill(ledger, "A", links=[*CHAIN, VICTIM, tie], **OPEN)

    assert ("ASSOCIATE_OF" in repr(release(ledger, "MY"))) == told
    assert ("ASSOCIATE_OF" in readable(ledger, plan=basis("person:s1", "person:v"))) == told
