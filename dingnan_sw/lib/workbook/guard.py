"""What a file must be before anything parses it: a plain .xlsx of a sane size, without anything that acts."""

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds; ratio is unzipped to zipped, judged for members over a megabyte."""

    file: int = 20 * MEGABYTE
    unzipped: int = 150 * MEGABYTE
    ratio: int = 250
    members: int = 500
    rows: int = 60_000
    columns: int = 300
    memory: int = 512 * MEGABYTE
    cpu: int = 25
    wall: int = 30


LIMITS = Limits()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
SAVE_AS = "请在 Excel 或 WPS 中打开它，用“另存为”选“Excel 工作簿（*.xlsx）”，再上传。"


class WorkbookRefused(Exception):
    """The file is not read at all: code is not_a_workbook or too_large, message says why and how to mend it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def no_workbook(message: str) -> WorkbookRefused:
    return WorkbookRefused("not_a_workbook", message)


def too_large(message: str) -> WorkbookRefused:
    return WorkbookRefused("too_large", message)


def check(path: Path, limits: Limits = LIMITS) -> None:
    """Let the file pass, or say why not.

    Raises:
        WorkbookRefused
    """
    size = path.stat().st_size
    if size == 0:
        raise no_workbook("文件是空的（0 字节），可能没有保存成功，请重新保存后上传。")
    if size > limits.file:
        raise too_large(
            f"文件有 {size / MEGABYTE:.1f} MB，最多 {limits.file // MEGABYTE} MB：请删去图片和无关的表，或分成几个文件上传。"
        )
    _check_kind(path)
    try:
        with zipfile.ZipFile(path) as archive:
            _check_members(archive, limits)
            _check_content(archive, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise no_workbook("文件已损坏，打不开：请在 Excel 或 WPS 中确认能打开，重新保存后上传。") from error


def _check_kind(path: Path) -> None:
    with path.open("rb") as file:
        start = file.read(8)
    if start == OLE:
        raise _ole(path)
    if not start.startswith(b"PK"):
        raise no_workbook("这不是 .xlsx 工作簿（可能是 CSV、网页或 PDF 改了扩展名）。" + SAVE_AS)


def _ole(path: Path) -> WorkbookRefused:
    if ENCRYPTED_STREAM in path.read_bytes():
        return no_workbook("文件已加密（设有打开密码），系统读不了：请在 Excel 或 WPS 中去掉密码，保存后再上传。")
    return no_workbook("这是旧格式的 .xls（或 .et）文件。" + SAVE_AS)


def _check_members(archive: zipfile.ZipFile, limits: Limits) -> None:
    members = archive.infolist()
    if len(members) > limits.members:
        raise too_large(
            f"文件内部有 {len(members)} 个部分，超过 {limits.members} 个，不像普通的工作簿，请用模板重新填写。"
        )
    if any(member.flag_bits & 1 for member in members):
        raise no_workbook("文件已加密，系统读不了：请去掉密码，保存后再上传。")
    if any(_escapes(member.filename) for member in members):
        raise no_workbook("文件内部的路径不正常，为安全起见没有读取，请用模板重新填写。")
    _check_workbook_kind({member.filename.lstrip("/").lower() for member in members}, archive)


def _escapes(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or name.startswith(("/", "\\")) or ":" in name


def _check_workbook_kind(names: set[str], archive: zipfile.ZipFile) -> None:
    if "xl/workbook.bin" in names:
        raise no_workbook("这是二进制格式的 .xlsb 文件。" + SAVE_AS)
    if "xl/workbook.xml" not in names or "[content_types].xml" not in names:
        raise no_workbook("这个文件不是 Excel 工作簿（可能是 .docx、.ods 或普通压缩包）。" + SAVE_AS)
    if "xl/vbaproject.bin" in names or b"macroEnabled" in archive.read("[Content_Types].xml")[:MEGABYTE]:
        raise no_workbook("这是带宏的工作簿（.xlsm），为安全起见不读取。" + SAVE_AS)


def _check_content(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Count the bytes that really come out (what the archive says of itself may lie) and look for DTDs."""
    total = 0
    for member in archive.infolist():
        size = 0
        with archive.open(member) as stream:
            part, before = stream.read(262144), b""
            while part:
                _check_markup(member.filename, before + part)
                before = part[-64:]
                size += len(part)
                if total + size > limits.unzipped:
                    raise too_large(
                        f"文件解压后超过 {limits.unzipped // MEGABYTE} MB：请删去多余的表、空行的格式和图片，或分成几个文件上传。"
                    )
                if size > MEGABYTE and size > limits.ratio * max(member.compress_size, 1):
                    raise too_large(
                        "文件的压缩比不正常（可能有大量只设了格式的空行）：请把数据复制到新的模板里再上传。"
                    )
                part = stream.read(262144)
        total += size


def _check_markup(name: str, part: bytes) -> None:
    if not name.lower().endswith((".xml", ".rels", ".vml")):
        return
    plain = part.replace(b"\0", b"")  # UTF-16 markup shows without its zero bytes
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise no_workbook("文件里含有不允许的 XML 定义（DTD），为安全起见没有读取：请用模板重新填写。")
