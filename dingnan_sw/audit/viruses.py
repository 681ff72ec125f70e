"""Whatever file is sent in is looked at for viruses before a page reads it (ASVS 5.4.3), where ClamAV stands on this machine.

A file nobody has looked at is not taken either.
"""

import logging
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse

from dingnan_sw.audit.denials import Denied, Handler
from dingnan_sw.lib import errors
from dingnan_sw.lib.antivirus import NoAnswer, virus_in

logger = logging.getLogger(__name__)

NAMED = 5  # files with a virus


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
        try:
            _refuse_viruses([file for _, files in request.FILES.lists() for file in files])
        except NotTaken as refused:
            return errors.page(request, "422.html", refused.status, words=str(refused))
        return None


def _refuse_viruses(files: list[UploadedFile]) -> None:
    found = [f"“{file.name}”里有病毒（{virus}）" for file in files if (virus := _virus_in(file))]
    if found:
        told = f"{'、'.join(found[:NAMED])}{' 等' if len(found) > NAMED else ''}。"
        raise NotTaken(f"{told}请先在自己的电脑上查杀，再用干净的文件重新提交。", HTTPStatus.UNPROCESSABLE_ENTITY)


def _virus_in(file: UploadedFile) -> str:
    if not settings.CLAMD_SOCKET:
        return ""
    try:
        virus = virus_in(file.chunks(), settings.CLAMD_SOCKET)
    except NoAnswer as away:
        logger.error("a file could not be looked at for viruses: %s", away)
        words = "服务器上的查毒程序没有回答。请过几分钟再提交；仍不行时联系系统管理员。"
        raise NotTaken(words, HTTPStatus.SERVICE_UNAVAILABLE) from away
    file.seek(0)
    return virus
