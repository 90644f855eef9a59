"""Addresses whose names belong to the sign-in library: it looks them up without a room. No others of it exist."""

from allauth.mfa.base import views as two_step
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as authenticator
from django.urls import path

from swip.accounts.views import sign_in

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="account_request_login_code"),
    path("sign-in/", sign_in.sign_in, name="account_login"),
    path("sign-in/code/", sign_in.enter_code, name="account_confirm_login_code"),
    path("sign-in/second-step/", sign_in.second_step, name="mfa_authenticate"),
    path("sign-in/closed/", sign_in.closed_account, name="account_inactive"),
    path("sign-out/", sign_in.sign_out, name="account_logout"),
    path("account/two-step/", two_step.index, name="mfa_index"),
    path("account/two-step/check/", sign_in.check_again, name="mfa_reauthenticate"),
    path("account/two-step/check/again/", sign_in.check_again, name="account_reauthenticate"),
    path("account/two-step/turn-on/", sign_in.turn_on_two_steps, name="mfa_activate_totp"),
    path("account/two-step/turn-off/", authenticator.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "account/two-step/recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"
    ),
    path(
        "account/two-step/recovery-codes/new/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/two-step/recovery-codes/download/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
