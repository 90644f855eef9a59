"""Forms, components, drawings and the page frame as they come out."""

import base64
import datetime
import hashlib
import re
from pathlib import Path

import jinja2
import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.forms import formset_factory
from django.http import QueryDict
from django.template.loader import render_to_string

from swip.govuk.csp import INLINE_SCRIPT_HASH
from swip.govuk.fields import LongText
from swip.govuk.jinja import port, query_with
from swip.govuk.looks import error_links
from swip.govuk.tests.gallery import STATES, EverythingForm, draw, gallery
from swip.govuk.tests.trees import lines, tree
from tests.browser import WCAG

FRAME = {
    "service_name": "Induction record",
    "demo": False,
    "navigation": [
        {"text": "Home", "href": "/", "active": True},
        {"text": "Standards", "href": "/standards/", "active": False},
    ],
    "footer_links": [],
}
MISTAKES = {
    "title": "x" * 30,
    "email": "no",
    "hours": "two",
    "story": "a" * 150,
    "visited_day": "31",
    "visited_month": "2",
    "visited_year": "2026",
    "began_month": "",
    "began_year": "2026",
}


def ids(html: str) -> list[str]:
    return re.findall(r'\sid="([^"]*)"', html)


def component(call, **context):
    names = (
        "fieldset, field, form_fields, post_button",
        "pagination, summary_list, table, timeline, file_list",
    )
    imports = f'{{% from "govuk/forms.html" import {names[0]} %}}{{% from "govuk/components.html" import {names[1]} %}}'
    return draw(imports + call, **context)


# ---- forms


def test_every_link_of_the_error_summary_leads_to_something():
    html = gallery(EverythingForm(MISTAKES, {}))

    targets = re.findall(r'<li><a href="#([^"]+)">', html)
    assert len(targets) >= 10
    assert set(targets) <= set(ids(html))


def test_a_mistake_in_a_date_leads_to_the_box_it_is_in():
    links = dict(error_links(EverythingForm(MISTAKES, {})))

    assert links["Date of the visit must be a real date"] == "#id_visited-day"
    assert links["Month you began must include a month"] == "#id_began-month"


def test_messages_that_nobody_wrote_are_still_clear():
    messages = [message for message, _ in error_links(EverythingForm(MISTAKES, {}))]

    assert "Enter a valid email address" in messages
    assert "Select kinds" in messages
    assert "Select “I have taken every name out”" in messages
    assert "Part of this page was lost on the way. Load the page again" in messages


def test_every_field_says_what_describes_it():
    html = gallery(EverythingForm(MISTAKES, {}))

    described = [name for names in re.findall(r'aria-describedby="([^"]+)"', html) for name in names.split()]
    assert set(described) <= set(ids(html))
    assert {"id_story-info", "id_story-hint", "id_story-error"} <= set(described)


def test_what_was_typed_is_still_there():
    html = gallery(EverythingForm(MISTAKES | {"story": "<script>alert(1)</script>", "kinds": ["court"]}, {}))

    assert "&lt;script&gt;alert(1)&lt;/script&gt;</textarea>" in html
    assert 'value="court" checked' in html
    assert 'name="visited_day" type="text" inputmode="numeric" value="31"' in html


def test_a_first_empty_line_survives_the_browser():
    class StoryForm(forms.Form):
        story = LongText()

    html = component("{{ field(form.story) }}", form=StoryForm({"story": "\nSecond line"}))

    assert ">\n\nSecond line</textarea>" in html


def test_only_some_fields_of_a_form():
    html = component('{{ form_fields(form, only=["hours", "title"]) }}', form=EverythingForm())

    assert re.findall(r'name="(\w+)"', html) == ["hours", "title"]


def test_no_look_becomes_an_attribute():
    html = gallery()

    for look in ("label_size", "inline=", "count_to", "maxlength=", "suffix=", "required"):
        assert not re.search(rf"<(input|select|textarea)[^>]* {look}", html)


def test_the_mistakes_of_a_formset_are_told():
    class GoalForm(forms.Form):
        goal = LongText(label="Goal")

    goals = formset_factory(GoalForm, min_num=2, validate_min=True)
    formset = goals({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-goal": ""})

    links = error_links([None, formset])
    assert ("Enter goal", "#id_form-0-goal") in links
    html = draw(
        '{% extends "govuk/page.html" %}{% block title %}Goals{% endblock %}', more_forms=[formset], **FRAME
    )
    assert "<title>Error: Goals - Induction record</title>" in html


# ---- components


def test_text_is_never_markup():
    evil = "<b>x</b>"

    html = component(
        "{{ table(evil, [evil], [[evil]]) }}{{ summary_list([(evil, evil)]) }}"
        '{{ timeline([{"when": today, "title": evil, "text": evil}]) }}'
        '{{ file_list([{"name": evil, "href": evil, "size": 1}]) }}',
        evil=evil,
        today=datetime.date(2026, 11, 21),
    )

    assert "<b>" not in html


def test_a_sorted_column_says_so_and_offers_the_other_way():
    html = component(
        '{{ table("People", [{"text": "Due", "sort": "due"}, {"text": "Name", "sort": "name"}], [], '
        'query=query, sort="due", empty="Nobody") }}',
        query=QueryDict("team=4&page=3&sort=due"),
    )

    assert 'aria-sort="ascending"' in html
    assert 'href="?team=4&amp;sort=-due"' in html
    assert 'href="?team=4&amp;sort=name"' in html
    assert "Nobody" in html


def test_paging_keeps_the_rest_of_the_address():
    page = Paginator(range(100), 10).page(2)

    html = component("{{ pagination(page, query) }}", page=page, query=QueryDict("team=4&team=5&page=2"))

    assert 'href="?team=4&amp;team=5&amp;page=3"' in html


def test_one_page_needs_no_paging():
    html = component("{{ pagination(page) }}", page=Paginator(range(3), 10).page(1))

    assert html.strip() == ""


def test_an_address_is_changed_in_one_place():
    assert query_with(QueryDict("a=1&b=2"), b=None, c="x y") == "?a=1&c=x+y"


def test_a_name_that_is_not_there_stops_the_page():
    with pytest.raises(jinja2.UndefinedError):
        draw("{{ decision }}")


# ---- drawings


def test_a_drawing_has_its_numbers_beneath_it():
    html = gallery()

    assert "3 enough, 1 one more would settle it, 1 nothing yet</desc>" in html
    table = html[html.index("Show this as a table") :]
    cells = re.findall(r"govuk-table__cell--numeric\">(\d+)<", table)
    assert cells[:5] == ["3", "1", "0", "0", "1"]


def test_a_drawing_needs_no_colour():
    html = gallery()

    looks = set(re.findall(r"app-chart__bar--(\w+)", html))
    assert looks == {state["look"] for state in STATES}
    filled = {look for look in looks if f'fill="url(#domains-{look})"' in html}
    assert looks - filled == {"done", "none"}


def test_a_programme_of_one_day_can_be_drawn():
    template = (
        '{% from "govuk/charts.html" import stage_line %}{{ stage_line("s", "Stages", stages, today) }}'
    )
    today = datetime.date(2026, 11, 21)

    html = draw(template, stages=[{"label": "Start", "date": today, "state": "held"}], today=today)

    assert "Start: held, 21 November 2026." in html


# ---- the page frame


def page(body="", **context):
    start = '{% extends "govuk/page.html" %}{% block title %}Your evidence{% endblock %}{% block content %}'
    return draw(f"{start}{body}{{% endblock %}}", **(FRAME | context))


def test_a_page_has_a_title():
    assert "<title>Your evidence - Induction record</title>" in page()


def test_a_page_with_a_mistake_says_so_first():
    html = page("<h1>x</h1>", form=EverythingForm({}))

    assert "<title>Error: Your evidence - Induction record</title>" in html
    assert html.index("There is a problem") < html.index("<h1>x</h1>")


def test_a_page_may_call_something_else_its_form():
    assert "There is a problem" not in page(form={"kind": "A paper form"})


def test_demonstration_is_said_on_every_page():
    assert "made up" in page(demo=True)
    assert "made up" not in page()


def test_the_one_inline_script_is_the_one_that_is_allowed():
    html = gallery()

    inline = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in inline]
    assert [f"'sha256-{each}'" for each in hashes] == [INLINE_SCRIPT_HASH]
    assert " style=" not in html
    assert not re.search(r"\son\w+=", html)


def test_every_file_a_page_asks_for_is_there():
    files = re.findall(r'(?:src|href)="/assets/([^"]+)"', gallery())

    assert len(files) == 6
    assert [name for name in files if not finders.find(name)] == [], "run `python assets/build.py`"


def test_nothing_of_the_brand_is_built():
    css = Path(finders.find("govuk-frontend.min.css")).read_text()

    assert "GDS Transport" not in css
    assert "@font-face" not in css
    assert "crest" not in css


def test_the_brand_brings_the_crown_with_it():
    html = draw("{{ crown_header('Induction record') }}")

    assert "govuk-header__logotype" in html
    assert "Induction record" in html


def test_the_frame_is_gov_uks():
    """The parts that GOV.UK Frontend has no examples for, against another drawing of the same components."""
    html = page(demo=True)
    others = {
        "skip-link": {"href": "#main-content", "text": "Skip to main content"},
        "generic-header": {"logoText": "Induction record"},
        "service-navigation": {
            "navigation": [
                {"text": "Home", "href": "/", "active": True},
                {"text": "Standards", "href": "/standards/"},
            ]
        },
        "phase-banner": {
            "tag": {"text": "Demonstration"},
            "text": "Everyone and everything here is made up.",
        },
    }
    ours = "\n".join(lines(tree(html.replace("<!DOCTYPE html>", ""))))
    for name, options in others.items():
        macro = "govuk" + "".join(part.capitalize() for part in name.split("-"))
        macros = port().get_template(f"govuk_frontend_jinja/components/{name}/macro.html").module
        theirs = getattr(macros, macro)(options)
        theirs = theirs.replace(' aria-hidden="true"', "")
        block = lines(tree(theirs))[1:]
        depth = re.search(rf"^( *){re.escape(block[0].strip())}$", ours, re.MULTILINE)
        assert depth, f"{name} is missing"
        indent = depth.group(1)[len(block[0]) - len(block[0].lstrip()) :]
        assert "\n".join(indent + line for line in block) in ours


# ---- when something goes wrong

TROUBLES = ["400.html", "403.html", "403_csrf.html", "404.html", "413.html", "signed_out.html", "stale.html"]


@pytest.mark.parametrize("name", TROUBLES)
def test_each_trouble_has_a_clear_page(name):
    extra = {"kept": [("what happened", "<i>A long story</i>")], "sign_in": "/in", "href": "/evidence/12/"}

    html = draw(f'{{% extends "{name}" %}}', is_text=True, **FRAME, **extra)

    assert html.count("<h1") == 1
    if name in {"403_csrf.html", "signed_out.html", "stale.html"}:
        assert "&lt;i&gt;A long story&lt;/i&gt;" in html


def test_the_page_for_our_own_failure_needs_nothing():
    html = render_to_string("500.html")

    assert html.count("<h1") == 1
    assert "<script" not in html


# ---- in a browser


@pytest.fixture
def site(chromium):
    """Serves the gallery under the policy of the service, with the real styles and scripts."""
    policy = f"default-src 'none'; script-src 'self' {INLINE_SCRIPT_HASH}; style-src 'self'; img-src 'self'"
    policy += "; connect-src 'self'"
    complaints = []

    def open_at(width, form=None):
        context = chromium.new_context(viewport={"width": width, "height": 900})
        contexts.append(context)

        def answer(route):
            path = route.request.url.removeprefix("http://gallery.test/")
            if path.startswith("assets/"):
                route.fulfill(path=finders.find(path.removeprefix("assets/")))
            elif path == "save":
                route.fulfill(json={"state": "saved", "at": "14:02", "revision": 4})
            else:
                headers = {"Content-Security-Policy": policy, "Content-Type": "text/html; charset=utf-8"}
                route.fulfill(body=gallery(form), headers=headers)

        context.route("**/*", answer)
        tab = context.new_page()
        tab.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.goto("http://gallery.test/")
        return tab

    contexts = []
    yield open_at
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("form", [None, EverythingForm(MISTAKES, {})], ids=["fresh", "with mistakes"])
def test_everything_drawn_is_accessible(site, form):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(site(1280, form), options={"runOnly": WCAG})

    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [320, 640, 1280])
def test_nothing_makes_the_page_scroll_sideways(site, width):
    tab = site(width, EverythingForm(MISTAKES, {}))

    assert tab.evaluate("document.documentElement.scrollWidth") == width


def test_what_a_choice_reveals_comes_with_it(site):
    tab = site(1280)
    reason = tab.get_by_label("What needs to change")
    assert not reason.is_visible()

    tab.get_by_label("Not yet, send it back").check()

    assert reason.is_visible()


def test_the_mistakes_get_the_focus(site):
    tab = site(1280, EverythingForm(MISTAKES, {}))

    assert "There is a problem" in tab.evaluate("document.activeElement.innerText")
