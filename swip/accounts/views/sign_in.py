"""Signing in and out. The library knows how; here stand our addresses, and kind words where it has none."""

import time

from allauth.account import views as library
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.account.utils import passthrough_next_redirect_url
from allauth.mfa.base import views as two_step
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache


def pending_since(request) -> float | None:
    """When the person in this browser asked for a code that they have not yet entered."""
    pending = request.session.get(LOGIN_SESSION_KEY)
    return pending.get("initiated_at") if isinstance(pending, dict) else None


@login_not_required
@never_cache
def sign_in(request):
    """Ask for a code. Who has asked already is taken to where they enter it, and keeps where they were going."""
    response = library.request_login_code(request)
    if request.method == "GET" and response.status_code == 302:
        return redirect(passthrough_next_redirect_url(request, response.url, "next"))
    return response


@login_not_required
@never_cache
def enter_code(request):
    asked_at = pending_since(request)
    response = library.confirm_login_code(request)
    if asked_at and time.time() - asked_at > settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT:
        minutes = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60
        messages.warning(request, f"Your code has expired: it works for {minutes} minutes. Ask for a new one.")
        return redirect(passthrough_next_redirect_url(request, reverse(settings.LOGIN_URL), "next"))
    return response


@login_not_required
@never_cache
def second_step(request):
    asked_at = pending_since(request)
    response = two_step.authenticate(request)
    if asked_at and time.time() - asked_at > settings.ACCOUNT_LOGIN_TIMEOUT:
        messages.warning(request, "That took too long, so we stopped. Sign in again.")
    return response


@login_not_required
@never_cache
def sign_out(request):
    """Also how somebody who waits for a code begins again, with another address or for another code."""
    return library.logout(request)


@login_not_required
def closed_account(request):
    return library.account_inactive(request)
