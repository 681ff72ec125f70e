"""Whatever file an account sends in is looked at for viruses before a page reads it (ASVS 5.4.3), where ClamAV stands on this
machine. What ClamAV has not looked at, or not to its end, is not taken either.

All files of a request have one deadline, which ends before the reverse proxy gives the request up: nobody is told that a file was
not taken which then is. A file larger than any page takes is left to the page, which refuses it by its size.
"""

import logging
import time
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse

from dingnan_sw.audit.denials import Denied, Handler
from dingnan_sw.lib import errors
from dingnan_sw.lib.antivirus import UNFINISHED, NoAnswer, virus_in
from dingnan_sw.lib.workbook import LIMITS

logger = logging.getLogger(__name__)

SECONDS = 60  # for all files of a request
NAMED = 5  # files with a virus
LONGEST = 60  # characters of a name that are told
AWAY = (
    "服务器上的查毒程序暂时不能用，没有查过的文件不收；不交文件的业务照常办理。"
    "请过几分钟再交，一次少交几个；仍不行时联系系统管理员。"
)


class NotTaken(Denied):
    """The words tell which file, and what to do."""

    def __init__(self, words: str, status: int) -> None:
        super().__init__(f"{words}这次交的文件都没有收下，数据没有改动。")
        self.status = status


class watch:
    """Middleware: behind those that ask who it is, before every page."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, view: object, args: object, kwargs: object) -> HttpResponse | None:
        if not settings.CLAMD_SOCKET or not request.user.is_authenticated:
            return None
        try:
            _refuse_viruses([file for _, files in request.FILES.lists() for file in files])
        except NotTaken as refused:
            return errors.page(request, "not_taken.html", refused.status, words=str(refused))
        return None


def _refuse_viruses(files: list[UploadedFile]) -> None:
    deadline = time.monotonic() + SECONDS
    looked = [(file, _virus_in(file, deadline)) for file in files if (file.size or 0) <= LIMITS.file]
    found = [_words(file.name or "", virus) for file, virus in looked if virus]
    if found:
        logger.warning("files with a virus: %s", "、".join(virus for _, virus in looked if virus))
        told = f"{'；'.join(found[:NAMED])}{f'；等 {len(found)} 个文件' if len(found) > NAMED else ''}。"
        raise NotTaken(f"{told}请先在自己的电脑上查杀，再用干净的文件重新提交。", HTTPStatus.UNPROCESSABLE_ENTITY)


def _words(name: str, virus: str) -> str:
    """The virus first: the record keeps the beginning."""
    short = name if len(name) <= LONGEST else f"{name[:LONGEST]}…"
    if virus.startswith(UNFINISHED):
        return f"内容太多，没有查完（请减少内容或分成几个）：“{short}”"
    return f"查出病毒 {virus}：“{short}”"


def _virus_in(file: UploadedFile, deadline: float) -> str:
    try:
        virus = virus_in(file.chunks(), settings.CLAMD_SOCKET, deadline)
    except NoAnswer as away:
        logger.error("a file could not be looked at for viruses: %s", away)
        raise NotTaken(AWAY, HTTPStatus.SERVICE_UNAVAILABLE) from away
    file.seek(0)
    return virus
