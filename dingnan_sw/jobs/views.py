"""The pages of an account's own jobs; what is not yours does not exist, nor what you might no longer see."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from dingnan_sw.audit.bounds import AGAIN, exported
from dingnan_sw.jobs.models import Job, State
from dingnan_sw.lib.secrets import read_sealed


def jobs(request: HttpRequest) -> HttpResponse:
    own = Job.objects.filter(owner=request.user.pk)[:100]
    return render(request, "jobs/list.html", {"jobs": [_as_granted(request, job) for job in own]})


def _own(request: HttpRequest, pk: uuid.UUID) -> Job:
    return _as_granted(request, get_object_or_404(Job.objects.filter(owner=request.user.pk), pk=pk))


def _as_granted(request: Any, job: Job) -> Job:
    """The job, without its result when the account may see something else now than when it was started."""
    if job.grant and job.grant != request.scope.digest:
        job.result_name, job.message = "", "您的授权已有变化，这份结果不再提供。请重新生成。"
    return job


def job(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return render(request, "jobs/detail.html", {"job": _own(request, pk)})


def progress(request: HttpRequest, pk: uuid.UUID) -> JsonResponse:
    """What the page asks for every second while the job runs."""
    found = _own(request, pk)
    url = found.result_url if found.state == State.DONE and found.result_url else reverse("job", args=[found.pk])
    return JsonResponse(
        {"done": found.done, "total": found.total, "words": found.words, "over": found.over, "url": url}
    )


@require_safe
def result(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The file. Asking for it was entered into the record as the export; taking it once more is entered of its own."""
    found = _own(request, pk)
    if not found.result_name or not found.result_path.exists():
        raise Http404
    data = read_sealed(found.result_path)
    if request.method == "GET" and not Job.objects.filter(pk=found.pk, fetched=None).update(fetched=timezone.now()):
        exported(AGAIN, by=request.user, about=found, name=found.result_name)
    response = HttpResponse(data, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, found.result_name) or "attachment"
    return response
