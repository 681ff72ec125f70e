"""The pages of an account's own jobs; what is not yours does not exist."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from dingnan_sw.jobs.models import Job, State
from dingnan_sw.lib.secrets import read_sealed


def jobs(request: HttpRequest) -> HttpResponse:
    return render(request, "jobs/list.html", {"jobs": Job.objects.filter(owner=request.user.pk)[:100]})


def _own(request: HttpRequest, pk: uuid.UUID) -> Job:
    return get_object_or_404(Job.objects.filter(owner=request.user.pk), pk=pk)


def job(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return render(request, "jobs/detail.html", {"job": _own(request, pk)})


def progress(request: HttpRequest, pk: uuid.UUID) -> JsonResponse:
    """What the page asks for every second while the job runs."""
    found = _own(request, pk)
    words = f"{found.done} / {found.total}" if found.total else found.get_state_display()
    url = found.result_url if found.state == State.DONE and found.result_url else reverse("job", args=[found.pk])
    return JsonResponse({"done": found.done, "total": found.total, "words": words, "over": found.over, "url": url})


def result(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = _own(request, pk)
    if not found.result_name or not found.result_path.exists():
        raise Http404
    response = HttpResponse(read_sealed(found.result_path), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, found.result_name) or "attachment"
    return response
