"""Invitations: sending them, and what the link in them opens."""

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from swip.accounts import actions, permissions, queries
from swip.accounts.forms import AcceptForm, InviteForm, SetUpForm
from swip.accounts.models import Invitation, Role
from swip.accounts.set_up import is_set_up_token
from swip.accounts.views.organisations import ON_A_PAGE, frame


@require_safe
def invitations(request, pk):
    here = get_object_or_404(permissions.staffed_by(request.user), pk=pk)
    shown = permissions.invitations_shown_to(request.user).filter(organisation=here)
    page = Paginator(shown.select_related("team", "invited_by"), ON_A_PAGE).get_page(request.GET.get("page"))
    kept = permissions.invitations_kept_by(request.user).filter(pk__in=[each.pk for each in page])
    vouched_for = permissions.vouched_for().filter(pk__in=[each.pk for each in page])
    context = {
        "page": page,
        "can_keep": set(kept.values_list("pk", flat=True)),
        "vouched_for": set(vouched_for.values_list("pk", flat=True)),
    }
    return render(request, "accounts/invitations.html", frame(request, here, "invitations") | context)


def invite(request, pk):
    here = get_object_or_404(permissions.staffed_by(request.user), pk=pk)
    roles = permissions.roles_filled_by(request.user, here)
    return invite_to(request, here, roles, reverse("accounts:invitations", args=[here.pk]))


def invite_administrator(request, pk):
    """The national programme, for an organisation that nobody administers yet."""
    here = get_object_or_404(permissions.awaiting_administrator(request.user), pk=pk)
    return invite_to(request, here, [Role.ADMINISTRATOR], reverse("accounts:organisations"))


def invite_to(request, organisation, roles, back):
    data = request.POST if request.method == "POST" else None
    form = InviteForm(data, organisation=organisation, roles=roles)
    if form.is_valid():
        name, email = form.cleaned_data["name"], form.cleaned_data["email"]
        invitation = actions.invite(organisation, **form.appointment, name=name, email=email, by=request.user)
        messages.success(request, f"We are sending {invitation.name} an invitation")
        return redirect(back)
    context = {"form": form, "organisation": organisation, "back": back}
    return render(request, "accounts/invite.html", context | {"invitation_days": settings.INVITATION_DAYS})


def back_to(request, invitation):
    """To the organisation's invitations; the national programme, which does not look in, to its list."""
    if permissions.staffed_by(request.user).contains(invitation.organisation):
        return reverse("accounts:invitations", args=[invitation.organisation_id])
    return reverse("accounts:organisations")


@require_POST
def send_again(request, pk):
    invitation = get_object_or_404(permissions.invitations_kept_by(request.user), pk=pk)
    actions.send_again(invitation, by=request.user)
    messages.success(request, f"We are sending {invitation.name} a new link. Older links no longer work.")
    return redirect(back_to(request, invitation))


def withdraw(request, pk):
    invitation = get_object_or_404(permissions.invitations_kept_by(request.user), pk=pk)
    if request.method == "POST":
        actions.withdraw(invitation, by=request.user)
        messages.success(request, f"The invitation to {invitation.name} has been withdrawn")
        return redirect(back_to(request, invitation))
    context = {"invitation": invitation, "back": back_to(request, invitation)}
    return render(request, "accounts/withdraw.html", context)


@login_not_required
@never_cache
def invitation(request, token):
    """What the link in the letter opens. Opening it uses nothing up: scanners of email open links, too."""
    found = queries.invitation_with(token)
    if found is None:
        return render(request, "accounts/invitation_unknown.html", status=404)
    if found.status != Invitation.Status.SENT or found.is_expired:
        return render(request, "accounts/invitation_over.html", {"invitation": found}, status=410)
    if not permissions.vouched_for().contains(found):
        return not_vouched_for(request, found)
    known = queries.person_with_address(found.email)
    if request.user.is_authenticated and request.user != known:
        return render(request, "accounts/invitation_for_another.html", {"invitation": found}, status=409)
    if known and not request.user.is_authenticated:
        # Their own way of signing in stands before their account, whatever link somebody holds.
        sign_in = f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': request.path})}"
        context = {"invitation": found, "sign_in": sign_in}
        return render(request, "accounts/invitation_sign_in_first.html", context)
    return accept(request, found, known)


def not_vouched_for(request, found):
    """Its sender has left, or does something else now. Others here can send it again."""
    context = {"invitation": found, "to_ask": list(queries.people_to_ask(found))}
    return render(request, "accounts/invitation_not_vouched_for.html", context, status=410)


def accept(request, found, known):
    form = AcceptForm(
        request.POST if request.method == "POST" else None,
        initial={"name": known.name if known else found.name},
    )
    if known:
        del form.fields["name"]
    if request.method == "POST" and form.is_valid():
        try:
            person = actions.accept(found, name=form.cleaned_data.get("name", ""), by=known)
        except actions.NotVouchedFor:
            return not_vouched_for(request, found)
        except actions.AddressTaken:
            # They accepted another invitation a moment ago. The same link now asks them to sign in first.
            return redirect(request.path)
        messages.success(request, f"You have joined {found.organisation}")
        if known:
            return redirect("accounts:account")
        return perform_login(request, person, redirect_url=reverse(settings.LOGIN_REDIRECT_URL))
    return render(request, "accounts/invitation.html", {"form": form, "invitation": found})


@login_not_required
@never_cache
def set_up(request, token):
    """The first administrator's way in. It is closed once there is one."""
    try:
        is_set_up_token(token)
    except signing.BadSignature as reason:
        is_late = isinstance(reason, signing.SignatureExpired)
        return render(
            request, "accounts/set_up_over.html", {"is_late": is_late}, status=410 if is_late else 404
        )
    if queries.has_administrator():
        return render(request, "accounts/set_up_over.html", {"is_late": False}, status=410)
    form = SetUpForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        answers = form.cleaned_data
        try:
            person = actions.set_up_service(
                organisation_name=answers["name"],
                kind=answers["kind"],
                name=answers["your_name"],
                email=answers["email"],
            )
        except actions.AlreadySetUp:
            return render(request, "accounts/set_up_over.html", {"is_late": False}, status=410)
        messages.success(request, "The service is set up. Now add teams and invite people.")
        return perform_login(request, person, redirect_url=reverse("accounts:organisations"))
    return render(request, "accounts/set_up.html", {"form": form})
