"""Names as people type them: initials and full pinyin, with every reading of every character."""

from itertools import islice, product

from pypinyin import Style, pinyin

MOST_READINGS = 24


def search_keys(name: str) -> str:
    """Initials and full pinyin of name, each preceded by a space so that a prefix can be looked up as " zs".

    曾单 gives " zs zengshan … cs cengshan …": a surname's reading is not always its commonest one.
    """
    keys: dict[str, None] = {}
    for style in (Style.FIRST_LETTER, Style.NORMAL):
        readings = pinyin(name, style=style, heteronym=True, errors="ignore")
        for combination in islice(product(*readings), MOST_READINGS):
            keys["".join(combination).lower()] = None
    return "".join(f" {key}" for key in keys if key)
