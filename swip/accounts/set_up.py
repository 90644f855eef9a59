"""The link that lets the very first administrator in, where nobody is there yet to invite them."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

SALT = "first administrator"


def set_up_link() -> str:
    """Signed, not stored: it works for as long as an invitation does, and until there is an administrator."""
    token = signing.dumps("set up", salt=SALT)
    return settings.BASE_URL + reverse("accounts:set_up", args=[token])


def is_set_up_token(token: str) -> bool:
    """True, or raises BadSignature; SignatureExpired where it is only too old."""
    return signing.loads(token, salt=SALT, max_age=settings.INVITATION_DAYS * 24 * 60 * 60) == "set up"
