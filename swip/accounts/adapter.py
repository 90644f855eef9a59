"""How signing in differs here from what the library would do by itself."""

import base64
import hashlib
import secrets

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.models import UserSession
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.html import format_html

from swip.accounts import jobs, letters
from swip.core import history


class InvitedPeopleOnly(DefaultAccountAdapter):
    """Nobody signs up: an employer registers or invites them."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": "The code is not right. Check the newest message from us and enter the code in it",
        "too_many_login_attempts": "You have tried too often. Wait a few minutes, then ask for a new code",
        "rate_limited": "You have tried too often. Wait a few minutes, then try again",
    }

    HISTORY = {
        "mfa/email/totp_activated": "user.two_steps_turned_on",
        "mfa/email/totp_deactivated": "user.two_steps_turned_off",
        "mfa/email/recovery_codes_generated": "user.recovery_codes_renewed",
    }

    def is_open_for_signup(self, request):
        return False

    def render_mail(self, template_prefix, email, context, headers=None):
        library_letter = super().render_mail(template_prefix, email, context, headers)
        return letters.letter(email, library_letter.subject, library_letter.body)

    def send_mail(self, template_prefix, email, context):
        """By the job worker: how long the page takes must not tell whether the address is known."""
        letter = self.render_mail(template_prefix, email, {"request": self.request} | context)
        is_code = template_prefix == "account/email/login_code"
        jobs.post(letter, **({"keep_seconds": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT} if is_code else {}))

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Whatever the person is told about their sign-in, the history keeps too."""
        if action := self.HISTORY.get(template_prefix):
            history.record(action, user, by=user)
        super().send_notification_mail(template_prefix, user, context, email or user.email)

    def login(self, request, user):
        super().login(request, user)
        UserSession.objects.create_from_request(request)
        history.record("user.signed_in", user, by=user)


class TwoStepSignIn(DefaultMFAAdapter):
    """An app on the person's phone shows a second code; they choose to."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "The code is not right. Enter the code that your app shows now",
        "unverified_email": "Sign out and sign in again with a code before you turn this on",
    }

    def build_totp_svg(self, url):
        """Drawn into the page, so that the secret has no address of its own."""
        code = qrcode.QRCode(border=4)
        code.add_data(url)
        rows = code.get_matrix()
        squares = "".join(
            f"M{column} {line}h1v1h-1z"
            for line, row in enumerate(rows)
            for column, is_dark in enumerate(row)
            if is_dark
        )
        return format_html(
            '<svg xmlns="http://www.w3.org/2000/svg" class="app-qr-code" width="240" height="240" '
            'viewBox="0 0 {size} {size}" role="img" aria-label="QR code for your authenticator app" '
            'shape-rendering="crispEdges"><rect width="{size}" height="{size}" fill="#ffffff"/>'
            '<path d="{squares}" fill="#0b0c0c"/></svg>',
            size=len(rows),
            squares=squares,
        )

    def encrypt(self, text):
        return _vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        try:
            return _vault().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            # The service's key was changed without keeping the old one. From here on no code may fit:
            # an empty secret would have codes that anybody can work out.
            return base64.b32encode(secrets.token_bytes(20)).decode()


def _vault() -> MultiFernet:
    """A copy of the database alone does not give away anybody's second step."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key_from(key)) for key in keys])


def _key_from(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"two-step sign-in" + secret.encode()).digest())
