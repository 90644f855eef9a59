"""What every template can use without asking for it."""

from functools import cache

import jinja2
from django.conf import settings
from django.http import QueryDict
from django.templatetags.static import static
from django.urls import reverse
from markupsafe import Markup

from swip.govuk import words
from swip.govuk.csp import INLINE_SCRIPT
from swip.govuk.fields import lower_first
from swip.govuk.looks import attributes, error_links, fields_of, has_errors, look_of


def url(name: str, *arguments, **named) -> str:
    return reverse(name, args=arguments, kwargs=named)


def query_with(query: QueryDict | None, **changes) -> str:
    """The address's own question with some answers changed; None takes one away."""
    changed = query.copy() if query is not None else QueryDict(mutable=True)
    for name, value in changes.items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = str(value)
    return f"?{changed.urlencode()}"


@cache
def port() -> jinja2.Environment:
    """GOV.UK Frontend's own macros, for the rare parts we do not draw; they count on blanks for missing names."""
    name = "govuk_frontend_jinja"
    return jinja2.Environment(loader=jinja2.PrefixLoader({name: jinja2.PackageLoader(name)}), autoescape=True)


def crown_header(service_name: str) -> Markup:
    """The header with the crown, for services on a GOV.UK domain, which alone have the right to it."""
    macros = port().get_template("govuk_frontend_jinja/components/header/macro.html").module
    return vars(macros)["govukHeader"]({"productName": service_name, "homepageUrl": "/"})


def environment(**options) -> jinja2.Environment:
    # A name that is not there stops the page, in production too: a decision with a gap in it would be worse.
    options |= {
        "undefined": jinja2.StrictUndefined,
        "autoescape": lambda name: not (name or "").endswith(".txt"),  # letters are plain text
        "trim_blocks": True,
        "lstrip_blocks": True,
        "auto_reload": settings.DEBUG,
        "cache_size": -1,
    }
    made = jinja2.Environment(**options)  # noqa: S701 - Django's backend turns autoescape on
    made.globals |= {
        "url": url,
        "static": static,
        "query_with": query_with,
        "html_attributes": attributes,
        "look_of": look_of,
        "fields_of": fields_of,
        "has_errors": has_errors,
        "error_links": error_links,
        "crown_header": crown_header,
        "inline_script": INLINE_SCRIPT,
        "govuk_brand": getattr(settings, "GOVUK_BRAND", False),
    }
    made.filters |= words.FILTERS | {"lower_first": lower_first}
    return made
