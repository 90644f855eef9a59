"""One's own account: details, roles, how one signs in."""

from django.contrib import messages
from django.contrib.auth import logout
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from swip.accounts import actions, permissions, queries
from swip.accounts.forms import DetailsForm
from swip.core import history, history_words

ENTRIES_ON_A_PAGE = 50


@require_safe
def account(request):
    return render(
        request,
        "accounts/account.html",
        {
            "appointments": list(queries.appointments_of(request.user)),
            "has_two_steps": queries.has_two_steps(request.user),
            "sign_ins": queries.open_sign_ins(request.user, request.session.session_key),
            "organisations": list(permissions.staffed_by(request.user)),
        },
    )


def details(request):
    form = DetailsForm(request.POST if request.method == "POST" else None, person=request.user)
    if form.is_valid():
        number = form.cleaned_data.get("register_number", request.user.register_number)
        actions.change_details(
            request.user, by=request.user, name=form.cleaned_data["name"], register_number=number
        )
        messages.success(request, "Your details have been changed")
        return redirect("accounts:account")
    return render(request, "accounts/details.html", {"form": form})


@require_safe
def sign_ins(request):
    here = queries.open_sign_ins(request.user, request.session.session_key)
    return render(request, "accounts/sign_ins.html", {"sign_ins": here})


@require_safe
def account_history(request):
    """When one signed in, and what was changed about one's account."""
    entries = history.of_chain(request.user.history_chain).reverse()
    page = Paginator(entries, ENTRIES_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "told": history_words.told(page.object_list)}
    return render(request, "accounts/account_history.html", context)


@require_POST
def end_sign_in(request, pk):
    """Sign out of one browser. Of this very one: the ordinary way out."""
    sign_in = get_object_or_404(permissions.sign_ins_of(request.user), pk=pk)
    if sign_in.session_key == request.session.session_key:
        return redirect("account_logout")
    actions.end_sign_in(sign_in, by=request.user)
    messages.success(request, "You have signed out there")
    return redirect("accounts:sign_ins")


@require_POST
def sign_out_everywhere(request):
    actions.sign_out_everywhere(request.user, by=request.user)
    logout(request)
    messages.success(request, "You have signed out everywhere")
    return redirect("account_request_login_code")
