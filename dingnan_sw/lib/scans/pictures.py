"""A photograph or scan, drawn anew from its pixels: nothing else of the file sent survives. Runs in the confined child."""

import re
import struct
import zlib
from io import BytesIO

from PIL import Image

from dingnan_sw.lib.scans.guard import STARTS, Kind, Limits, ScanRefused, damaged

FORMATS = {"jpg": "JPEG", "png": "PNG"}
WHAT = "图片"
MARKER = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])")  # neither a stuffed byte of pixels nor a restart
END, PIXELS = b"\xd9", b"\xda"
PADDING = b"\0\r\n\t "
MOST_PICTURES = 10
PHONE_MARK = 64  # bytes some telephones write after the video of a moving photograph
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip


def drawn_anew(data: bytes, kind: Kind, limits: Limits) -> bytes:
    """The same picture in the same format: upright, grey or RGB, no side longer than limits.side, no metadata.

    Raises:
        ScanRefused
        Exception: whatever the decoder says of a broken file; the process ends by it.
    """
    end = _end_of_jpeg(data, limits) if kind == "jpg" else _end_of_png(data)
    _check_tail(data[end:], limits)
    Image.MAX_IMAGE_PIXELS = None  # judged here, with words
    with Image.open(BytesIO(data), formats=[FORMATS[kind]]) as picture:
        _check_size(picture.size, limits)
        return _encoded(_upright(picture, limits.side), kind)


def _check_size(size: tuple[int, int], limits: Limits) -> None:
    wide, high = size
    if wide * high > limits.pixels:
        raise ScanRefused(
            "too_many_pixels",
            f"图片有 {wide}×{high} 像素，超过 {limits.pixels // 10_000} 万像素：请降低分辨率（A4 用 200 dpi 足够）后再上传。",
        )


def _end_of_jpeg(data: bytes, limits: Limits) -> int:
    """Where the JPEG at the beginning of data ends."""
    place, scans = 2, 0
    while found := MARKER.search(data, place):
        place = found.end()
        if found[1] == END:
            return place
        scans += found[1] == PIXELS
        length = int.from_bytes(data[place : place + 2], "big")
        if length < 2 or scans > limits.scans:
            break
        place += length
    raise damaged(WHAT)


def _end_of_png(data: bytes) -> int:
    place, name = len(STARTS["png"]), b""
    while name != b"IEND":
        if len(data) < place + 12:
            raise damaged(WHAT)
        length, name = struct.unpack_from(">I4s", data, place)
        content = data[place + 4 : place + 8 + length]
        place += length + 12
        if data[place - 4 : place] != zlib.crc32(content).to_bytes(4, "big"):
            raise damaged(WHAT)
    return place


def _check_tail(tail: bytes, limits: Limits) -> None:
    """After a picture may follow what telephones write there: padding, more JPEGs, one video. All of it is dropped."""
    for _ in range(MOST_PICTURES):
        more = tail.lstrip(PADDING)
        if not more or _is_video(tail):
            return
        if not more.startswith(STARTS["jpg"]):
            break
        tail = more[_end_of_jpeg(more, limits) :]
    raise ScanRefused("polyglot", POLYGLOT)


def _is_video(tail: bytes) -> bool:
    start = tail.find(b"ftyp") - 4  # before it the length of this box, whose zeros look like padding
    return start >= 0 and not tail[:start].strip(PADDING) and len(_after_video(tail[start:])) <= PHONE_MARK


POLYGLOT = (
    "图片后面附带了别的内容（例如压缩包或网页），为安全起见没有收下：请用看图软件打开，另存为新的 jpg 或 png 后再上传。"
)


def _after_video(data: bytes) -> bytes:
    """What is left behind the boxes of an MP4."""
    place = 0
    while data[place + 4 : place + 8].isalnum():
        size = int.from_bytes(data[place : place + 4], "big")
        if size < 8 or place + size > len(data):
            break
        place += size
    return data[place:]


def _upright(picture: Image.Image, side: int) -> Image.Image:
    picture.draft(None, (side, side))
    picture.load()  # first of all: a second try after a failure would find an empty picture
    turn = TURNS.get(_orientation(picture))
    plain = _on_paper(picture)
    plain.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return plain.transpose(turn) if turn is not None else plain


def _orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(ORIENTATION, 1))
    except Exception:  # a picture is not refused for its broken EXIF, which is dropped anyway
        return 1


def _on_paper(picture: Image.Image) -> Image.Image:
    """Grey stays grey, what is transparent turns white, all else RGB."""
    if picture.mode.startswith("I"):  # 16 bits of grey, which convert() would clip
        return picture.point(lambda value: value * (1 / 256)).convert("L")
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        paper = Image.new("RGB", layer.size, "white")
        paper.paste(layer, mask=layer.getchannel("A"))
        return paper
    return picture.convert("L" if picture.mode in {"1", "L"} else "RGB")


def _encoded(picture: Image.Image, kind: Kind) -> bytes:
    clean = Image.new(picture.mode, picture.size)  # without the comments and profiles a decoded picture carries along
    clean.paste(picture)
    file = BytesIO()
    clean.save(file, FORMATS[kind], quality=90, optimize=kind == "jpg")
    return file.getvalue()
