"""An uploaded scan, checked, and made into page images: all that opens it runs in confined processes."""

import json
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from dingnan_sw.lib import confined
from dingnan_sw.lib.scans.child import REFUSED
from dingnan_sw.lib.scans.guard import LIMITS, MEGABYTE, PHOTOGRAPH, STARTS, Kind, Limits, ScanRefused, damaged, kind_of
from dingnan_sw.lib.scans.names import safe_name

ROOT = Path(__file__).resolve().parents[3]
IN_A_PROCESS = (
    "import sys; sys.path.insert(0, sys.argv[1]); from dingnan_sw.lib.scans import child; "
    "sys.exit(child.main(*sys.argv[2:]))"
)
WHAT: dict[Kind, str] = {"jpg": "图片", "png": "图片", "pdf": "PDF 文件"}


@dataclass(frozen=True, slots=True)
class Scan:
    """original is a picture drawn anew, or a PDF as it was sent, to be handed out as an attachment only; pages are the
    images to show (of a picture, itself; of a PDF, JPEGs); name is safe and its extension the kind's."""

    kind: Kind
    original: bytes
    pages: tuple[bytes, ...]
    name: str = ""


def take(name: str, data: bytes, limits: Limits = LIMITS) -> Scan:
    """The scan in data, the name being only what the sender called it.

    Raises:
        ScanRefused
    """
    kind = kind_of(data, limits)
    with tempfile.TemporaryDirectory(prefix="scan-") as place:
        room = Path(place)
        (room / "sent").write_bytes(data)
        count = _examine(room, kind, limits)
        if kind == "pdf":
            return Scan(kind, data, _rendered(room, count, limits), safe_name(name, kind))
        drawn = (room / "drawn").read_bytes()
    return Scan(kind, drawn, (drawn,), safe_name(name, kind))


def _examine(room: Path, kind: Kind, limits: Limits) -> int:
    """How many pages the file has."""
    arguments = ["-c", IN_A_PROCESS, str(ROOT), kind, json.dumps(asdict(limits))]
    try:
        done = confined.run(arguments, limits, room=room)
    except confined.Exhausted as exhausted:
        raise _exhausted(exhausted.kind, limits) from exhausted
    if done.returncode == REFUSED:
        raise ScanRefused(*json.loads(done.stdout))
    if done.returncode != 0:
        raise damaged(WHAT[kind])
    return int(json.loads(done.stdout))


def _rendered(room: Path, count: int, limits: Limits) -> tuple[bytes, ...]:
    """Every page as a JPEG, made by poppler."""
    size = ["-cropbox", "-scale-to", str(limits.page_side), "-l", str(limits.pages)]
    command = ["pdftoppm", "-q", "-jpeg", "-jpegopt", "quality=85", *size, "sent", "page"]
    try:
        done = confined.run_program(command, limits, room=room)
    except FileNotFoundError as missing:
        raise ScanRefused(
            "unavailable", "服务器没有装 poppler-utils，暂时不能收 PDF：请改传 jpg，并告知管理员。"
        ) from missing
    except confined.Exhausted as exhausted:
        raise _exhausted(exhausted.kind, limits) from exhausted
    pages = tuple(path.read_bytes() for path in sorted(room.glob("page-*.jpg"), key=_number))
    if done.returncode != 0 or len(pages) != count or not all(page.startswith(STARTS["jpg"]) for page in pages):
        raise damaged(WHAT["pdf"])
    return pages


def _number(page: Path) -> int:
    return int(page.stem.removeprefix("page-"))


def _exhausted(kind: str, limits: Limits) -> ScanRefused:
    if kind == "wall":
        return ScanRefused("exhausted", f"处理这个文件超过 {limits.wall} 秒，已停止：请减少页数或降低分辨率后再上传。")
    return ScanRefused(
        "exhausted",
        f"处理这个文件要用的内存或时间超过上限（{limits.memory // MEGABYTE} MB、{limits.cpu} 秒），或者文件有害，已停止："
        f"请重新扫描，降低分辨率后再上传。{PHOTOGRAPH}",
    )
