"""Made-up person records of several countries, the same ones on every run.

About two records a person, as different agencies would write the one: letters typed
wrong, names in another order or shortened, a day and month changed over, a year only,
a document or phone that one of them lacks. Nobody in it is real.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["make_people", "write_people"]

GIVEN = {
    "VN": (
        "Van An|Van Binh|Duc Anh|Minh Tuan|Quang Huy|Van Hung|Huu Phuoc|Xuan Truong|Dinh Phong|Cong Vinh|Thanh Tung|Ngoc Son|Van Long|Tien Dung|Hoang Nam",
        "Thi Hoa|Thi Lan|Thi Mai|Thu Trang|Ngoc Anh|Thi Huong|Bich Ngoc|Thanh Thao|Kim Oanh|Thi Thuy|Phuong Linh|Thi Nga|Minh Chau|Thi Hong|Khanh Vy",
    ),
    "ID": (
        "Agus|Budi|Bambang|Eko|Dwi|Rudi|Hendra|Joko|Slamet|Wahyu|Andi|Rizky|Fajar|Dedi|Yusuf|Iwan|Arif|Surya|Teguh|Imam",
        "Siti|Dewi|Sri|Ratna|Wati|Fitri|Nur|Ayu|Indah|Lestari|Putri|Rina|Yuni|Maya|Endang|Kartika|Wulan|Sari|Intan|Mega",
    ),
    "MY": (
        "Ahmad|Muhammad Hafiz|Mohd Amir|Azman|Faizal|Ismail|Kamarul|Rosli|Shahrul|Zulkifli|Hakim|Iskandar|Nazri|Razak|Syafiq|Farid|Hamzah|Idris",
        "Nurul Ain|Siti Aminah|Noraini|Rohana|Zaleha|Farah|Hasnah|Aishah|Mariam|Salmah|Nadia|Rosnah|Zainab|Haslinda|Azizah|Latifah",
    ),
    "TH": (
        "Somchai|Somsak|Prasert|Anan|Wichai|Chaiwat|Kittisak|Narong|Surachai|Thanakorn|Niran|Preecha|Sombat|Apichart|Boonmee|Chatchai|Wirat|Sakda",
        "Sunee|Malee|Siriporn|Kanya|Ratana|Nittaya|Pimchanok|Supaporn|Wanida|Araya|Chanida|Duangjai|Jintana|Lamai|Orawan|Pranee|Somjai|Urai",
    ),
    "LK": (
        "Nimal|Sunil|Kamal|Ajith|Chaminda|Roshan|Ruwan|Saman|Tharindu|Vignesh|Rajan|Suresh|Kumaran|Selvam|Mahesh|Dinesh|Pradeep|Asanka",
        "Kumari|Nilmini|Chandani|Dilani|Priyanka|Sanduni|Thilini|Rani|Priya|Kavitha|Lakshmi|Meena|Shanthi|Vasuki|Iresha|Nadeesha|Malini|Anoma",
    ),
    "AF": (
        "Ahmad Zia|Mohammad Karim|Abdul Rahman|Ghulam Hassan|Najibullah|Hamidullah|Rahmatullah|Sayed Jawad|Mirwais|Farhad|Zabihullah|Noor Ahmad|Wahidullah|Esmatullah",
        "Zahra|Fatima|Maryam|Parwana|Shabnam|Laila|Nargis|Roya|Sahar|Freshta|Zarghuna|Nilofar|Hosna|Mursal|Palwasha|Gulsoom",
    ),
    "CN": (
        "Wei|Qiang|Lei|Jun|Yong|Jie|Tao|Ming|Chao|Xiaofeng|Jianhua|Guoqiang|Zhigang|Haitao|Wenbin|Zhiyuan|Yifan|Bo",
        "Fang|Na|Min|Jing|Li|Yan|Juan|Xia|Xiuying|Xiaohong|Meiling|Yufen|Guiying|Lihua|Shufen|Yuting|Xinyi|Ling",
    ),
    "NZ": (
        "James|Oliver|Jack|William|Liam|Noah|Thomas|Daniel|Samuel|George|Hemi|Tane|Wiremu|Matthew|Joshua|Benjamin|Peter|Andrew|Mark|Simon",
        "Charlotte|Olivia|Isla|Amelia|Emily|Sophie|Grace|Hannah|Lucy|Aroha|Mere|Anahera|Sarah|Rebecca|Claire|Helen|Karen|Rachel|Emma|Kate",
    ),
}
FAMILY = {
    "VN": "Nguyen|Nguyen|Nguyen|Tran|Tran|Le|Pham|Hoang|Huynh|Phan|Vu|Vo|Dang|Bui|Do|Ho|Ngo|Duong|Ly|Dinh|Truong|Mai|Cao|Luong",
    "CN": "Wang|Li|Zhang|Liu|Chen|Yang|Huang|Zhao|Wu|Zhou|Xu|Sun|Ma|Zhu|Hu|Guo|He|Lin|Gao|Luo|Zheng|Liang|Xie|Tang|Deng|Feng",
    "NZ": "Smith|Wilson|Williams|Brown|Taylor|Jones|Singh|Anderson|Thompson|Walker|White|Harris|Martin|Clark|Robinson|King|Wright|Tamihana|Ngata|Parata|Henare|Campbell|Stewart|Reid|Ross|Mitchell",
}
SYLLABLES = {
    "ID": (
        "Su|Pra|Wi|Har|Ku|Set|Nu|Gu|Wa|Hi|Mul|Ra|San|Dar|Fir",
        "ha|ta|to|bo|na|di|ri|wa|ya|ma|go|ka",
        "rto|wan|tono|diansyah|putra|saputra|wijaya|kusuma|hidayat|yono|santoso|lestari|ningsih|man|jaya|nto",
    ),
    "TH": (
        "Cha|Thong|Kit|Sri|Suk|Wong|Bun|Rat|Phon|Kaew|In|Nak|San|Jan|Yod|Mee|Pra|Rung",
        "ti|na|cha|wat|di|prom|kan|sa|pra|rat|ka|ya|mon|tha|la",
        "wong|suk|dee|chai|sri|kul|rat|phong|porn|sombat|mongkol|thong|anan|siri|sak|panya|wattana|chot",
    ),
    "LK": (
        "Wick|Jaya|Guna|Raja|Sena|Dissa|Bala|Suntha|Siva|Kuma|Rana|Weera|Abey|Herath|Nada|Tenna",
        "ra|wa|na|ma|sing|ka|pa|tha",
        "singhe|wardena|sekara|pakse|ratne|nayake|tilaka|lingam|rajah|nathan|gam|kumar|pathi|moorthy|soma|koon",
    ),
    "AF": (
        "Ah|Kar|Ha|Ra|Sha|Na|Za|Mo|Yu|Sa|Wa|Da|Fa|Gha|Ba",
        "ma|hi|ri|mi|ka|so|li|za|wa",
        "di|mi|zai|zada|ri|yar|khil|wal|ni|si|bi|zi",
    ),
}
WEIGHTS = {"VN": 5, "ID": 6, "MY": 3, "TH": 4, "LK": 3, "AF": 3, "CN": 4, "NZ": 2}
DIAL = {
    "VN": "84",
    "ID": "62",
    "MY": "60",
    "TH": "66",
    "LK": "94",
    "AF": "93",
    "CN": "86",
    "NZ": "64",
}
PLACES = "Jalan Merdeka|Main Street|Sukhumvit Road|Nguyen Trai|Galle Road|Queen Street|Jalan Ampang|Tran Hung Dao|Negombo Road|Rama IV Road|Temple Road|Station Road"
_LIKE = {
    "i": "y",
    "y": "i",
    "v": "w",
    "w": "v",
    "ph": "f",
    "th": "t",
    "oo": "u",
    "ee": "i",
    "c": "k",
}


def write_people(path: Path, records: int, seed: int = 11) -> None:
    """Write that many records to a Parquet file."""
    make_people(records, seed).write_parquet(path)


def make_people(records: int, seed: int = 11) -> pl.DataFrame:
    """Return records, in no order that tells who is who.

    Columns: ``unique_id``, ``kind``, lists of text ``names``, ``birth_dates``, ``sex``,
    ``nationalities``, ``documents``, ``phones``, ``emails``, ``accounts``,
    ``addresses``, and ``cluster``, the person.
    """
    rng = random.Random(seed)
    rows: list[dict[str, object]] = []
    person = 0
    while len(rows) < records:
        true = _person(rng, person)
        times = rng.choices((1, 2, 3, 4), (35, 40, 17, 8))[0]
        rows += [_written(rng, true) for _ in range(times)]
        person += 1
    del rows[records:]
    rng.shuffle(rows)
    for number, row in enumerate(rows):
        row["unique_id"] = f"r{number:07d}"
    lists = dict.fromkeys(
        ("names", "birth_dates", "sex", "nationalities", "documents", "phones", "emails",
         "accounts", "addresses"),
        pl.List(pl.String),
    )  # fmt: skip
    schema = {"unique_id": pl.String, "kind": pl.String, **lists, "cluster": pl.String}
    return pl.DataFrame(rows, schema=schema)


def _person(rng: random.Random, number: int) -> dict[str, object]:
    country = rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    female = rng.random() < 0.4
    year, month, day = rng.randint(1950, 2008), rng.randint(1, 12), rng.randint(1, 28)
    documents = [f"passport:{rng.choice('ABCEGKN')}{rng.randrange(10**7, 10**8)}"]
    if rng.random() < 0.6:
        documents.append(f"national_id:{rng.randrange(10**11, 10**13)}")
    return {
        "cluster": f"p{number:07d}",
        "country": country,
        "given": rng.choice(GIVEN[country][female].split("|")),
        "family": _family(rng, country, female=female),
        "sex": "female" if female else "male",
        "date": (year, month, day),
        "documents": documents,
        "phones": [
            f"+{DIAL[country]}{rng.randrange(10**8, 10**9)}" for _ in range(rng.randint(1, 2))
        ],
        "address": f"{rng.randint(1, 400)} {rng.choice(PLACES.split('|'))}",
    }


def _family(rng: random.Random, country: str, *, female: bool) -> str:
    if country == "MY":
        father = rng.choice(GIVEN["MY"][0].split("|"))
        return f"{'binti' if female else 'bin'} {father}"
    if country in FAMILY:
        return rng.choice(FAMILY[country].split("|"))
    return "".join(rng.choice(part.split("|")) for part in SYLLABLES[country])


def _written(rng: random.Random, true: dict[str, object]) -> dict[str, object]:
    """Return one agency's record of a person."""
    sex = [true["sex"]] if rng.random() < 0.8 else []
    return {
        "kind": "person",
        "names": [_name(rng, true)],
        "birth_dates": _dates(rng, true["date"]),
        "sex": sex,
        "nationalities": [true["country"]] if rng.random() < 0.7 else [],
        "documents": [_digits(rng, d) for d in true["documents"] if rng.random() < 0.45],
        "phones": [p for p in true["phones"] if rng.random() < 0.35],
        "emails": [],
        "accounts": [],
        "addresses": [true["address"]] if rng.random() < 0.25 else [],
        "cluster": true["cluster"],
    }


def _name(rng: random.Random, true: dict[str, object]) -> str:
    given, family = true["given"], true["family"]
    if rng.random() < 0.2:
        given = _typed(rng, given)
    if rng.random() < 0.2:
        family = _typed(rng, family)
    if " " in given and rng.random() < 0.15:
        given = given.split(" ")[rng.randrange(2)]
    first = true["country"] in ("VN", "CN")
    if rng.random() < 0.15:
        first = not first
    name = f"{family} {given}" if first else f"{given} {family}"
    style = rng.random()
    if style < 0.25:
        return name.upper()
    return f"{family}, {given}" if style > 0.9 else name


def _typed(rng: random.Random, word: str) -> str:
    """Return a word with one letter or sound written another way."""
    heard = [s for s in _LIKE if s in word.lower()]
    if heard and rng.random() < 0.5:
        sound = rng.choice(heard)
        return word.lower().replace(sound, _LIKE[sound], 1).title()
    at = rng.randrange(len(word))
    kind = rng.randrange(3)
    if kind == 0 and len(word) > 3:
        return word[:at] + word[at + 1 :]
    if kind == 1 and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + rng.choice("aeiounrstlk") + word[at + 1 :]


def _dates(rng: random.Random, date: tuple[int, int, int]) -> list[str]:
    year, month, day = date
    chance = rng.random()
    if chance < 0.12:
        return []
    if chance < 0.18:
        return [f"{year}"]
    if chance < 0.22 and day <= 12:
        month, day = day, month
    elif chance < 0.26:
        day = min(28, day + 1)
    elif chance < 0.29:
        year += rng.choice((-1, 1, 10))
    return [f"{year:04d}-{month:02d}-{day:02d}"]


def _digits(rng: random.Random, number: str) -> str:
    if rng.random() > 0.04:
        return number
    at = rng.randrange(len(number) - 4, len(number))
    return number[:at] + str(rng.randrange(10)) + number[at + 1 :]
