"""What every page's frame needs to know."""

from functools import cache

from django.conf import settings
from django.urls import reverse


@cache
def address_of(name):
    return reverse(name)


def page_frame(request):
    match = getattr(request, "resolver_match", None)
    room = match.namespace if match else ""
    signed_in = hasattr(request, "user") and request.user.is_authenticated
    pages = [("Standards", "standards:frameworks"), ("Programmes", "programmes:programmes")]
    if settings.DEMO:
        pages.append(("Demonstration people", "demo:people"))
    if signed_in:
        pages = [
            ("Home", "dashboards:home"),
            *pages,
            ("Your account", "accounts:account"),
            ("Sign out", "account_logout"),
        ]
    else:
        pages.append(("Sign in", settings.LOGIN_URL))
    return {
        "service_name": settings.SERVICE_NAME,
        "demo": settings.DEMO,
        "signed_in": signed_in,
        "navigation": [
            {"text": text, "href": address_of(name), "active": bool(room) and name.startswith(f"{room}:")}
            for text, name in pages
        ],
        "footer_links": [
            {"text": "Accessibility", "href": address_of("accessibility")},
            {"text": "Privacy", "href": address_of("privacy")},
            {"text": "Cookies", "href": address_of("cookies")},
        ],
    }
