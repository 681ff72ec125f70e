"""A PDF looked through to the last object, also those no page uses: nothing in it may act. Runs in the confined child.

Three looks: the bytes between the streams, every object of every revision parsed by itself, the contents of every object
stream. What one reader overlooks another finds.
"""

import re
import zipfile
from collections.abc import Container, Iterable, Iterator
from io import BytesIO
from typing import Any, cast

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    PdfObject,
    StreamObject,
    read_object,
)

from dingnan_sw.lib.scans.guard import PHOTOGRAPH, Limits, ScanRefused, damaged

WHAT = "PDF 文件"
PRINT = f"请打开它，用“打印”另存为 PDF（Microsoft Print to PDF 或 WPS“输出为 PDF”）后再上传。{PHOTOGRAPH}"
SCRIPT, PROGRAM, ATTACHMENT, MEDIA = "JavaScript 脚本", "启动程序的动作", "附件", "音频、视频或三维内容"
SENDING, ELSEWHERE, AT_ONCE = "提交或导入数据的动作", "指向别的文件的动作", "打开时自动执行的动作"
LINK = "指向本机文件或脚本的链接"
ACTIVE = {
    "/JavaScript": SCRIPT, "/JS": SCRIPT, "/Launch": PROGRAM, "/SubmitForm": SENDING, "/ImportData": SENDING,
    "/EmbeddedFile": ATTACHMENT, "/EmbeddedFiles": ATTACHMENT, "/FileAttachment": ATTACHMENT, "/Filespec": ATTACHMENT,
    "/EF": ATTACHMENT, "/GoToR": ELSEWHERE, "/GoToE": ELSEWHERE, "/XFA": "XFA 动态表单", "/RichMedia": MEDIA,
    "/Rendition": MEDIA, "/Movie": MEDIA, "/Sound": MEDIA, "/3D": MEDIA, "/U3D": MEDIA, "/PRC": MEDIA,
}  # fmt: skip
LONG = 6  # letters of a name that bytes of a picture do not spell by chance
ACTING_LINK = re.compile(r"[\s\0]*((javascript|vbscript|data|file)\s*:|\\\\)", re.IGNORECASE)
NAME = re.compile(rb"/[^\s\0()<>\[\]{}/%]+")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
OBJECT = re.compile(rb"(?<![0-9])([0-9]{1,10})[\s\0]+([0-9]{1,5})[\s\0]+obj(?![A-Za-z])[\s\0]*")
ROW = re.compile(rb"(?<![0-9])([0-9]{10}) [0-9]{5} n(?![A-Za-z])")
STREAM = re.compile(rb"((?<!end)stream\r?\n|endstream)")
START = re.compile(rb"startxref\s+([0-9]{1,10})\s*%%EOF")
TABLE = re.compile(rb"[\s\0]*(xref|[0-9]+[\s\0]+[0-9]+[\s\0]+obj)")
FOREIGN = re.compile(
    rb"<script|<html|<!doctype|<svg|<\?php|PK\x03\x04|PK\x05\x06|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c", re.I
)
BLANK = b"\0\r\n\t \x0c"


def pages_of(data: bytes, limits: Limits) -> int:
    """How many pages the PDF has.

    Raises:
        ScanRefused
        Exception: whatever the parser says of a broken file; the process ends by it.
    """
    _check_frame(data)
    _check_bytes(data)
    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        raise _encrypted()
    reader.strict = True  # or it would pass over what it cannot read, and over keys that stand twice
    _check_objects(data, reader, limits)
    return _count_pages(reader, limits)


def _encrypted() -> ScanRefused:
    return ScanRefused("encrypted", f"PDF 已加密或设有权限密码，系统读不了。{PRINT}")


def _active(what: str) -> ScanRefused:
    return ScanRefused("active_content", f"PDF 里有“{what}”，为安全起见没有收下：{PRINT}")


def _polyglot() -> ScanRefused:
    return ScanRefused("polyglot", f"PDF 里夹带了别的内容（例如压缩包或网页），为安全起见没有收下：{PRINT}")


# The bytes -----------------------------------------------------------------------------------------------------------


def _check_frame(data: bytes) -> None:
    """It ends where it says it ends, and begins reading where there is something to read."""
    _, mark, tail = data.rpartition(b"%%EOF")
    starts = START.findall(data)
    if not mark or not starts or not TABLE.match(data, int(starts[-1])):
        raise damaged(WHAT)
    if tail.strip(BLANK) or zipfile.is_zipfile(BytesIO(data)):
        raise _polyglot()


def _check_bytes(data: bytes) -> None:
    between = _between_streams(data)
    if FOREIGN.search(between):
        raise _polyglot()
    if b"/Encrypt" in _names(between):
        raise _encrypted()
    _check_names(_names(between))
    _check_names(name for name in _names(data) if len(name) > LONG)


def _between_streams(data: bytes) -> bytes:
    parts = STREAM.split(data)
    outside = [
        part for opener, part in zip([b"", *parts[1::2]], parts[::2], strict=True) if opener in {b"", b"endstream"}
    ]
    return b"\n".join(outside)


def _names(data: bytes) -> set[bytes]:
    return set(NAME.findall(ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), data)))


def _check_names(names: Iterable[bytes]) -> None:
    for name in names:
        if what := ACTIVE.get(name.decode(errors="replace")):
            raise _active(what)


# The objects ---------------------------------------------------------------------------------------------------------


def _check_objects(data: bytes, reader: PdfReader, limits: Limits) -> None:
    places = {found.start(): found for found in OBJECT.finditer(data)}
    if len(places) > limits.objects:
        raise ScanRefused(
            "too_large", f"PDF 内部有 {len(places)} 个部分，不像扫描件，超过 {limits.objects} 个：{PRINT}"
        )
    _check_table(data, reader, places)
    _check_value(reader.trailer)
    for found in places.values():
        reader.stream.seek(found.end())
        value = read_object(reader.stream, reader)
        _check_value(value)
        for inner in _packed(value, reader):
            _check_value(inner)


def _check_table(data: bytes, reader: PdfReader, places: Container[int]) -> None:
    """Every entry of the cross-reference table leads to the object it names; of those that do not the reader says nothing."""
    for row in ROW.finditer(data):
        if int(row[1]) and _ahead(data, int(row[1])) not in places:
            raise damaged(WHAT)
    for generation, entries in reader.xref.items():
        for number, place in entries.items():
            if place == 0 or reader.xref_free_entry.get(generation, {}).get(number):
                continue
            found = OBJECT.match(data, _ahead(data, place))
            if not found or int(found[1]) != number:
                raise damaged(WHAT)


def _ahead(data: bytes, place: int) -> int:
    """The first place from there on that is not blank, within four bytes."""
    near = data[place : place + 4]
    return place + len(near) - len(near.lstrip(BLANK))


def _packed(value: PdfObject | None, reader: PdfReader) -> Iterator[PdfObject | None]:
    """The objects within an object stream."""
    if not isinstance(value, StreamObject) or not {"/N", "/First"} <= value.keys():
        return
    content = value.get_data()
    _check_names(_names(content))
    first = int(cast(int, value["/First"]))
    numbers = [int(word) for word in content[:first].split()]
    for place in numbers[1::2]:
        file = BytesIO(content)
        file.seek(first + place)
        yield read_object(file, reader)


def _check_value(value: Any) -> None:
    """The value and what stands directly in it; what it refers to is looked at as an object of its own."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        match value:
            case NameObject() if value in ACTIVE:
                raise _active(ACTIVE[value])
            case ArrayObject():
                waiting.extend(list.__iter__(value))
            case DictionaryObject():
                _check_entries(value)
                waiting.extend(item for pair in dict.items(value) for item in pair)
            case _:
                continue


def _check_entries(value: DictionaryObject) -> None:
    if isinstance(value, StreamObject) and "/F" in value:
        raise _active(ELSEWHERE)
    if "/OpenAction" in value:
        _check_action(value["/OpenAction"])
    if "/AA" in value:
        _check_additional(value["/AA"])
    link = value.get("/URI")
    if isinstance(link, str | bytes) and ACTING_LINK.match(str(link)):
        raise _active(LINK)


def _check_additional(actions: Any) -> None:
    if not isinstance(actions, DictionaryObject):
        raise _active(AT_ONCE)
    for event in actions:
        _check_action(actions[event])


def _check_action(action: Any) -> None:
    """A view to begin with is fine: a destination, its name, or going there and nothing after it."""
    if isinstance(action, DictionaryObject) and (action.get("/S") != "/GoTo" or "/Next" in action):
        raise _active(AT_ONCE)


# The pages -----------------------------------------------------------------------------------------------------------


def _count_pages(reader: PdfReader, limits: Limits) -> int:
    """Leaves of the page tree; a branch met twice is a trap."""
    pages, seen = 0, set[int]()
    waiting = [(reader.root_object.raw_get("/Pages"), None)]
    while waiting:
        reference, inherited = waiting.pop()
        if not isinstance(reference, IndirectObject) or reference.idnum in seen:
            raise damaged(WHAT)
        seen.add(reference.idnum)
        node: Any = reference.get_object()
        box = node.get("/MediaBox", inherited)
        if "/Kids" in node:
            waiting.extend((kid, box) for kid in list.__iter__(node["/Kids"]))
            continue
        pages += 1
        _check_page(box, node.get("/UserUnit", 1), pages, limits)
    if not pages:
        raise damaged(WHAT)
    return pages


def _check_page(box: Any, unit: Any, pages: int, limits: Limits) -> None:
    if pages > limits.pages:
        raise ScanRefused("too_many_pages", f"PDF 超过 {limits.pages} 页：请只留下证书的页，或分成几个文件上传。")
    if box is None:
        return
    left, bottom, right, top = (float(side.get_object()) * float(unit) for side in box)
    for side in (abs(right - left), abs(top - bottom)):
        if not 10 <= side <= limits.sheet:
            raise ScanRefused("page_size", f"PDF 的页面大小不正常（约 {side / 72:.0f} 英寸）：{PRINT}")
