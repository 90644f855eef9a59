"""Who is signed in, for a page that is opened without a connection and can ask nobody.

Such a page shows what somebody has left on the device to them alone. It goes by a cookie that its scripts can read:
it ends with the browser's session like the sign-in, and as soon as an answer goes to anybody else (core.middleware).
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE = "person_here"


def remember_who_is_here(response: HttpResponse, request: HttpRequest) -> None:
    response.set_cookie(
        COOKIE, str(request.user.pk), samesite="Strict", secure=settings.SESSION_COOKIE_SECURE
    )


def forget_who_was_here(request: HttpRequest, response: HttpResponse) -> None:
    """After a sign-out, and for whoever signs in next."""
    named = request.COOKIES.get(COOKIE)
    if named and COOKIE not in response.cookies and named != str(request.user.pk):
        response.delete_cookie(COOKIE, samesite="Strict")
