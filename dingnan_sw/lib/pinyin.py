"""Names as people type them: initials and full pinyin, with every reading of every character."""

from itertools import islice, product

from pypinyin import Style, pinyin

MOST_READINGS = 24
# Characters that are read otherwise as a surname than elsewhere.
SURNAMES = {
    "曾": "zeng", "单": "shan", "解": "xie", "区": "ou", "仇": "qiu", "缪": "miao", "查": "zha", "朴": "piao", "盖": "ge",
    "任": "ren", "华": "hua", "燕": "yan", "乐": "yue", "种": "chong", "覃": "qin", "冼": "xian", "员": "yun", "纪": "ji",
    "葛": "ge", "翟": "zhai", "宁": "ning", "尉": "wei", "秘": "bi", "那": "na", "召": "shao", "折": "she", "哈": "ha",
}  # fmt: skip


def search_keys(name: str) -> str:
    """Full pinyin and initials of name, each preceded by a space so that a prefix can be looked up as " zs".

    曾单 gives " zengshan … cengdan … zs … cd": a surname's reading is not always its commonest one. The reading as a
    surname comes first, so that names sorted by their keys stand as in a Chinese directory.
    """
    keys: dict[str, None] = {}
    for style in (Style.NORMAL, Style.FIRST_LETTER):
        readings = _surname_first(name, pinyin(name, style=style, heteronym=True, errors="ignore"))
        for combination in islice(product(*readings), MOST_READINGS):
            keys["".join(combination).lower()] = None
    return "".join(f" {key}" for key in keys if key)


def _surname_first(name: str, readings: list[list[str]]) -> list[list[str]]:
    own = SURNAMES.get(name[:1])
    if own is None or not readings:
        return readings
    wanted = own if own in readings[0] else own[0]
    return [[wanted, *(reading for reading in readings[0] if reading != wanted)], *readings[1:]]
