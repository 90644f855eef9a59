"""Signing in and out. The library knows how; here stand our addresses, and kind words where it has none."""

import time

from allauth.account import views as library
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY, clear_login
from allauth.account.utils import passthrough_next_redirect_url
from allauth.mfa.base import views as two_step
from allauth.mfa.totp import views as authenticator
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from swip.accounts import queries


@login_not_required
@never_cache
def sign_in(request):
    """Ask for a code. Who has asked already is taken to where they enter it, and keeps where they were going."""
    response = library.request_login_code(request)
    if request.method == "GET" and response.status_code == 302:
        return HttpResponseRedirect(passthrough_next_redirect_url(request, response.url, "next"))
    return response


@login_not_required
@never_cache
def enter_code(request):
    """Take the code. Too late, or in another browser than it was asked for in: say so, and where to go on."""
    if is_waiting(request, settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT) or request.user.is_authenticated:
        return library.confirm_login_code(request)
    return begin_again(request)


@login_not_required
@never_cache
def second_step(request):
    if is_waiting(request, settings.ACCOUNT_LOGIN_TIMEOUT) or request.user.is_authenticated:
        return two_step.authenticate(request)
    return begin_again(request)


def is_waiting(request, seconds: int) -> bool:
    """Somebody began to sign in with this browser, not longer ago than that."""
    pending = request.session.get(LOGIN_SESSION_KEY)
    return isinstance(pending, dict) and time.time() - pending["initiated_at"] <= seconds


def begin_again(request):
    clear_login(request)
    sign_in = passthrough_next_redirect_url(request, reverse(settings.LOGIN_URL), "next")
    minutes = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60
    return render(request, "accounts/begin_again.html", {"sign_in": sign_in, "minutes": minutes})


@login_not_required
@never_cache
def sign_out(request):
    """Also how somebody who waits for a code begins again, with another address or for another code."""
    return library.logout(request)


@login_not_required
def closed_account(request):
    return library.account_inactive(request)


def check_again(request):
    """Before somebody's sign-in changes, their second step is asked for again: of those who have one."""
    if not queries.has_two_steps(request.user):
        raise Http404
    return two_step.reauthenticate(request)


def turn_on_two_steps(request):
    """The code that turns it on is proof enough to see the recovery codes next."""
    was_on = queries.has_two_steps(request.user)
    response = authenticator.activate_totp(request)
    if request.method == "POST" and not was_on and queries.has_two_steps(request.user):
        record_authentication(request, request.user, method="mfa", type="totp", reauthenticated=True)
    return response
