"""An account's own notices; what is not yours does not exist."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from dingnan_sw.lib.pages import paginate
from dingnan_sw.notices.models import Notice


def notices(request: HttpRequest) -> HttpResponse:
    own = Notice.objects.filter(user=request.user.pk)
    return render(request, "notices/list.html", {"page": paginate(request, own), "unread": own.unread().count()})


@require_POST
def notice_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read and go where it leads."""
    found = get_object_or_404(Notice.objects.filter(user=request.user.pk), pk=pk)
    Notice.objects.filter(pk=found.pk).unread().update(read=timezone.now())
    return HttpResponseRedirect(found.url)


@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    Notice.objects.filter(user=request.user.pk).unread().update(read=timezone.now())
    return redirect("notices")
