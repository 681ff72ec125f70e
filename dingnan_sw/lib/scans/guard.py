"""What may be uploaded as a scan, told by its first bytes, and the refusal of everything else."""

import math
from dataclasses import dataclass
from typing import Literal

MEGABYTE = 1024 * 1024

Kind = Literal["jpg", "png", "pdf"]


@dataclass(frozen=True, slots=True)
class Limits:
    """file in bytes; pixels and scans (passes of a progressive JPEG) of the picture sent; side and page_side in pixels, of
    the pictures made; pages, sheet (longest side in points) and objects of a PDF; memory, cpu and wall of each process."""

    file: int = 10 * MEGABYTE
    pixels: int = 50_000_000
    scans: int = 100
    side: int = 3000
    pages: int = 20
    page_side: int = 2000
    sheet: int = 14_400
    objects: int = 50_000
    memory: int = 768 * MEGABYTE
    cpu: int = 20
    wall: int = 25


LIMITS = Limits()
STARTS: dict[Kind, bytes] = {"jpg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n", "pdf": b"%PDF-"}
SAVE_AS = "请另存为 jpg、png 或 pdf 后再上传。"
PHOTOGRAPH = "也可以把证书拍成照片（jpg）上传。"
OTHERS = {
    b"GIF8": "GIF 动图", b"BM": "BMP 图片", b"II*\0": "TIFF 图片", b"MM\0*": "TIFF 图片", b"8BPS": "Photoshop 文件",
    b"\0\0\x01\0": "图标文件", b"PK": "压缩包或 Office、OFD 文件", b"\xd0\xcf\x11\xe0": "旧版 Office 文件",
    b"Rar!": "压缩包", b"7z\xbc\xaf": "压缩包", b"\x1f\x8b": "压缩包", b"MZ": "Windows 程序", b"\x7fELF": "程序",
    b"#!": "脚本", b"%!PS": "PostScript 文件", b"{\\rtf": "RTF 文档",
}  # fmt: skip
MARKUP = {b"<svg": "SVG 图片", b"<html": "网页", b"<!doctype": "网页", b"<?php": "脚本", b"<script": "网页"}
PHONE = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}


class ScanRefused(Exception):
    """The file is not taken. message says what is wrong, why and how to mend it; code is one of empty, too_large,
    wrong_kind, damaged, polyglot, too_many_pixels, encrypted, active_content, too_many_pages, page_size, exhausted,
    unavailable."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def kind_of(data: bytes, limits: Limits = LIMITS) -> Kind:
    """What the file is by its content.

    Raises:
        ScanRefused
    """
    if not data:
        raise ScanRefused("empty", "文件是空的（0 字节），可能没有保存或传完，请重新扫描或拍照后上传。")
    if len(data) > limits.file:
        raise ScanRefused("too_large", _too_large(len(data), limits))
    for kind, start in STARTS.items():
        if data.startswith(start):
            return kind
    raise ScanRefused("wrong_kind", _wrong_kind(data))


def _too_large(size: int, limits: Limits) -> str:
    most = limits.file // MEGABYTE
    return f"文件有 {math.ceil(size / MEGABYTE * 100) / 100:.2f} MB，最多 {most} MB：请降低拍照或扫描的分辨率（彩色 150 dpi 足够），再上传。"


def _wrong_kind(data: bytes) -> str:
    if b"%PDF-" in data[:1024]:
        return "文件开头有不属于 PDF 的内容，为安全起见没有收下：请打开它，用“打印”另存为 PDF 后再上传。"
    other = _other_kind(data)
    if not other:
        return f"这不是 jpg、png 或 pdf 文件，改扩展名不会改变内容：{SAVE_AS}"
    return f"这是{other}，系统只收 jpg、png 和 pdf（看内容，不看扩展名）：{SAVE_AS}"


def _other_kind(data: bytes) -> str:
    """The name of a kind that is not taken, or nothing."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return " WebP 图片"
    if data[4:8] == b"ftyp":
        return "苹果手机的 HEIC 照片" if data[8:12] in PHONE else "视频或 AVIF 图片"
    words = data[:1024].lower()
    named = {start: name for start, name in OTHERS.items() if data.startswith(start)}
    named = named or {start: name for start, name in MARKUP.items() if start in words}
    name = next(iter(named.values()), "")
    return f" {name}" if name and name[0].isascii() else name


def damaged(what: str) -> ScanRefused:
    """what is the picture or the PDF, in words."""
    return ScanRefused("damaged", f"{what}已损坏或没有传完，打不开：请确认能正常打开，重新保存后再上传。{PHOTOGRAPH}")
