"""What every page's frame needs to know."""

from django.conf import settings
from django.urls import reverse


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
            {"text": text, "href": reverse(name), "active": bool(room) and name.startswith(f"{room}:")}
            for text, name in pages
        ],
        "footer_links": [
            {"text": "Accessibility", "href": reverse("accessibility")},
            {"text": "Privacy", "href": reverse("privacy")},
            {"text": "Cookies", "href": reverse("cookies")},
        ],
    }
