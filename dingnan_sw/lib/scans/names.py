"""The name a scan is shown and handed out under; where it is stored never depends on it."""

import re
import unicodedata

from dingnan_sw.lib.identity import masked_within

LONGEST = 100
NAMELESS = "扫描件"
EXTENSION = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}\Z")
ALIKE = {"jpg": {".jpg", ".jpeg", ".jpe", ".jfif"}, "png": {".png"}, "pdf": {".pdf"}}
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|\Z)", re.IGNORECASE)
FORBIDDEN = re.compile(r'[<>:"|?*%;]')
UNSEEN = {
    "Cc",
    "Cf",
    "Cs",
    "Co",
    "Cn",
    "Zl",
    "Zp",
}  # control, direction, halves, private, unassigned, line and paragraph


def safe_name(name: str, kind: str = "") -> str:
    """The last part of name, without what hides, steers or escapes; at most 100 characters, never empty.

    Numbers of persons in it are masked: it is shown, and kept as it is shown.
    With a kind (jpg, png, pdf) the extension becomes that kind's, whatever it was.
    """
    stem, extension = _parted(_plain(name))
    if kind:
        extension = extension if extension.lower() in ALIKE[kind] else f".{kind}"
    stem = stem[: LONGEST - len(extension)].rstrip(". ") or NAMELESS
    return stem + extension


def _plain(name: str) -> str:
    seen = "".join(letter for letter in name if unicodedata.category(letter) not in UNSEEN or letter.isspace())
    last = re.split(r"[/\\]", unicodedata.normalize("NFKC", seen))[-1]
    words = " ".join(FORBIDDEN.sub("_", last).split()).strip(". ")
    return masked_within(f"_{words}" if RESERVED.match(words) else words)


def _parted(name: str) -> tuple[str, str]:
    found = EXTENSION.search(name)
    if not found:
        return name, ""
    return name[: found.start()], found[0]
