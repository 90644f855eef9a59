"""The form for those who write by hand, as it comes out of a printer."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from swip.enrolment.tests.factories import AdjustmentFactory, EnrolmentFactory
from swip.observations import actions
from swip.observations.tests.factories import ObservationFactory, part_of, plan
from swip.standards.contents import outcomes_of
from swip.standards.tests.factories import FrameworkVersionFactory

PAPER = "http://paper.example/"
A4 = {"width": 703, "height": 1047}  # what 10 and 12 millimetres of margin leave of it
FITS = "[...document.querySelectorAll('.app-paper')].every(paper => paper.scrollHeight <= paper.clientHeight)"


def static_files(route):
    found = finders.find(route.request.url.partition("/assets/")[2])
    route.fulfill(path=found) if found else route.abort()


@pytest.mark.django_db
def test_the_form_to_write_by_hand_is_one_page_however_much_was_planned(client, chromium):
    enrolment = EnrolmentFactory(standards=FrameworkVersionFactory(domains=13))
    helps = {"what_helps": "Time to read. " * 40, "status": "in_place", "groups": ["observers"]}
    AdjustmentFactory(enrolment=enrolment, **helps)
    observation = ObservationFactory(enrolment=enrolment, to="started")
    content = plan(enrolment.starts_on, about="A first visit. " * 900, aims="How I begin. " * 900)
    client.force_login(enrolment.social_worker)
    page = chromium.new_page(viewport=A4)
    page.route("**/*", static_files)
    shown = {}
    page.route(PAPER, lambda route: route.fulfill(content_type="text/html", **shown))
    for many in [0, 4, 8, 26]:
        if many:
            part, wanted = part_of(observation, "plan"), outcomes_of(enrolment.standards)[:many]
            said = {"content": content, "outcomes": wanted, "revision": part.revision}
            actions.share_plan(part, **said, by=enrolment.social_worker)
        html = client.get(reverse("observations:paper", args=[observation.pk])).text
        assert html.count("Not this time") == many
        for asked in ["What kind of work?", "Care leavers", "Where was it?", "How complex, and why?"]:
            assert asked in html
        shown["body"] = html
        page.goto(PAPER)
        printed = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1, many
        page.emulate_media(media="print")
        assert page.evaluate(FITS), many  # and nothing is cut off
    page.close()
