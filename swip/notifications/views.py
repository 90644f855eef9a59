"""What the service has told somebody, to read again."""

from django.contrib import messages as banners
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from swip.notifications import actions, permissions

ON_A_PAGE = 25


@require_safe
def messages(request):
    received = permissions.received_by(request.user)
    page = Paginator(received, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "notifications/messages.html", {"page": page})


@require_safe
def message(request, pk):
    shown = get_object_or_404(permissions.received_by(request.user), pk=pk)
    return render(request, "notifications/message.html", {"message": shown})


@require_POST
def send_again(request, pk):
    failed = get_object_or_404(permissions.received_by(request.user), pk=pk)
    actions.send_again(failed, by=request.user)
    banners.success(request, "We are sending the message again")
    return redirect(failed)
