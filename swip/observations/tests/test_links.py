"""An observer from outside: a letter, one link, and nothing else; on paper; links that are over."""

import datetime
import logging
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory
from swip.core.lifecycle import StaleStep
from swip.enrolment.tests.factories import AdjustmentFactory, EnrolmentFactory
from swip.notifications.models import Message
from swip.observations import actions, queries
from swip.observations.models import Observation, Observer, Part, PartVersion
from swip.observations.tests.factories import OUTSIDER, ObservationFactory
from swip.observations.tests.test_observations import at, boxes, signed_in
from swip.standards.contents import outcomes_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    return EnrolmentFactory()


@pytest.fixture
def coordinator(enrolment):
    employer = enrolment.employment_periods.get().organisation
    return AppointmentFactory(organisation=employer, role=Role.COORDINATOR).person


@pytest.fixture
def outsider():
    """A browser without an account, whose cookies are refused and whose forms carry no token."""
    return Client(enforce_csrf_checks=True)


def link_in(letter):
    return re.search(r"https?://[^/]+(/observations/link/\S+)", letter.body).group(1)


def seen(day, **changed):
    return boxes("observed_on", day) | {
        "revision": 0,
        "how": "remote",
        "setting": "school",
        "seen": "She let the children speak first.",
        "complexity": "clear",
        "why_complexity": "Three people, one question.",
        **changed,
    }


def test_an_outsider_sends_what_they_saw_by_the_letters_link_alone(
    outsider, enrolment, run_jobs, caplog, client
):
    AdjustmentFactory(enrolment=enrolment, what_helps="Time to read", status="in_place", groups=["observers"])
    AdjustmentFactory(enrolment=enrolment, what_helps="Not for them", status="in_place", groups=["assessor"])
    observation = ObservationFactory(enrolment=enrolment, observer="outsider")
    observer = Observer.objects.get()
    assert observer.token_digest is None  # the secret is made as the letter leaves
    run_jobs()
    [letter] = [each for each in mail.outbox if each.to == [OUTSIDER["email"]]]
    link = link_in(letter)
    first, second, *_ = outcomes_of(enrolment.standards)

    with caplog.at_level(logging.DEBUG):
        page = outsider.get(link)
        assert page.headers["Referrer-Policy"] == "strict-origin"
        assert "no-store" in page.headers["Cache-Control"]
        assert "noindex" in page.headers["X-Robots-Tag"]
        for words in [enrolment.social_worker.name, "A first visit.", "How I begin.", "Time to read"]:
            assert words in page.text
        assert first.text in page.text
        for hidden in ["Not for them", enrolment.supervisor.name, enrolment.social_worker.email]:
            assert hidden not in page.text
        day = timezone.localdate()
        typed = seen(day, why_complexity="")
        page = outsider.post(f"{link}write/seen/", typed)
        assert "Enter what made the work clear, mixed or complex" in page.text
        saved = outsider.post(
            f"{link}write/seen/", typed | {"revision": 1, "seen": "More"}, headers={"X-Autosave": "1"}
        )
        assert saved.json()["revision"] == 2
        stale = outsider.post(f"{link}write/seen/", seen(day))
        assert stale.status_code == 409
        assert "This has moved on" in stale.text
        assert outsider.post(f"{link}write/seen/", seen(day, revision=2)).url == f"{link}write/outcomes/"
        said = {f"answer_{each.pk}": "seen" for each in (first, second)}
        said |= {f"reason_{each.pk}": "In what she asked." for each in (first, second)}
        outsider.post(f"{link}write/outcomes/", said | {"revision": 0})
        page = outsider.post(f"{link}check/", {})
        assert "Enter what went well" in page.text
        feedback = {"revision": 0, "went_well": "Darren Okafor felt heard.", "do_next": "Write it down."}
        outsider.post(f"{link}write/feedback/", feedback)
        revisions = {f"revision_{each.kind}": each.revision for each in observer.parts.all()}
        page = outsider.post(f"{link}check/", revisions)
        assert page.url == f"{link}look-through/feedback/"  # somebody could be recognised
        assert "Darren Okafor" in outsider.get(page.url).text
        feedback |= {"revision": 1, "went_well": "The father felt heard."}
        outsider.post(f"{link}write/feedback/", feedback)
        revisions = {f"revision_{each.kind}": each.revision for each in observer.parts.all()}
        assert outsider.post(f"{link}check/", revisions).url == link

    token = link.split("/")[-2]
    assert token not in caplog.text
    page = outsider.get(link)
    assert "Sent and signed" in page.text
    assert "She let the children speak first." in page.text
    late = outsider.post(f"{link}write/seen/", seen(day, seen="Something else that is long"))
    assert late.status_code == 409
    assert outsider.post(f"{link}check/", revisions).url == link  # pressed twice
    signature = observation.signatures.get()
    assert (signature.person, signature.name) == (None, "Jo Smith, Head of year, A school")
    run_jobs()
    assert any("Jo Smith has sent" in each.subject for each in mail.outbox)
    page = signed_in(client, enrolment.social_worker).get(at("observation", observation))
    assert "The father felt heard." in page.text

    told = client.get(reverse("enrolment:history", args=[enrolment.pk])).text
    assert "Jo Smith, Head of year, A school" in told  # and not the service itself
    client.post(at("look_again", observation), {"words": "It was two children."})
    run_jobs()
    newest = link_in(mail.outbox[-1])
    assert "It was two children." in outsider.get(newest).text
    assert outsider.get(link).status_code == 404  # the letter before does not open it any more


def test_a_coordinator_types_in_from_paper_and_reads_nothing_else(client, enrolment, coordinator):
    observation = ObservationFactory(enrolment=enrolment, observer="outsider", to="started")
    actions.ask_outsider(observation, **OUTSIDER, by=enrolment.social_worker)
    signed_in(client, coordinator)
    client.post(at("from_paper", observation))
    page = client.post(
        at("write", observation, "seen"), seen(timezone.localdate()) | {"then": "later"}, follow=True
    )
    assert "Carry on typing in from paper" in page.text
    assert client.get(at("observation", observation)).status_code == 404
    AdjustmentFactory(enrolment=enrolment, what_helps="Time to read", status="in_place", groups=["observers"])
    page = client.get(at("paper", observation))
    assert "Time to read" not in page.text  # that is for the observer
    assert f'href="{at("unanswered")}"' in page.text
    with pytest.raises(StaleStep):
        actions.type_up(Observer.objects.get(), by=enrolment.social_worker)


def test_links_that_are_over_say_what_to_do_and_nothing_else(outsider, enrolment, client, coordinator):
    ObservationFactory(enrolment=enrolment, observer="outsider")
    observer = Observer.objects.select_related("observation__enrolment").get()
    address = reverse("observations:link", args=[observer.renew_link()])
    worker = enrolment.social_worker

    newer = reverse("observations:link", args=[observer.renew_link()])
    for wrong in [address, f"{newer[:-2]}x/", reverse("observations:link", args=["x" * 43])]:
        page = outsider.get(wrong)
        assert page.status_code == 404
        assert "This link does not work" in page.text
    signed_in(client, coordinator)
    assert "Send the link again" in client.get(at("unanswered")).text
    Observer.objects.update(expires_at=timezone.now() - datetime.timedelta(days=1))
    page = outsider.post(f"{newer}write/seen/", {"seen": "What I typed must not be lost."})
    assert page.status_code == 410
    assert "This link has expired" in page.text
    assert "What I typed must not be lost." in page.text
    assert worker.name not in page.text
    for told in ["gets a new link", "was asked less than a minute ago"]:
        assert told in client.post(at("ask_again", observer.observation), follow=True).text
    observer.refresh_from_db()
    assert not observer.is_too_late

    page = client.post(
        at("ask", observer.observation), {"who": enrolment.assessor.pk}
    )  # passed on, by the coordinator
    assert "Somebody else was asked" in outsider.get(newer).text
    client.post(at("withdraw_link", observer.observation))
    assert Observer.objects.current().count() == 0

    again = actions.ask_outsider(observer.observation, **OUTSIDER, by=worker)
    link = reverse("observations:link", args=[again.renew_link()])
    page = outsider.post(f"{link}decline/", {"words": "I am away that week."})
    assert "The social worker has been told" in page.text
    assert "You said that you cannot do this" in outsider.get(link).text
    assert (
        "I am away that week." in signed_in(client, worker).get(at("observation", observer.observation)).text
    )


def test_where_the_family_said_no_nobody_is_asked_and_who_was_is_told(
    outsider, enrolment, client, coordinator, run_jobs
):
    observation = ObservationFactory(enrolment=enrolment, observer="outsider")
    observer, worker = Observer.objects.get(), enrolment.social_worker
    link = reverse("observations:link", args=[observer.renew_link()])
    said_no = {"family": "declined", "asked_by": "observer", "asked_on": timezone.localdate(), "words": ""}
    actions.record_family(observation, **said_no, by=worker)
    assert "The family said no" in outsider.get(link).text
    told = Message.objects.filter(address=OUTSIDER["email"]).latest("pk")
    assert told.subject.endswith("the family said no")
    for person in [worker, coordinator]:
        page = signed_in(client, person).post(at("ask", observation), {"who": enrolment.assessor.pk})
        assert "nobody is asked to watch it" in page.text
        assert client.post(at("ask_again", observation)).status_code == 409
    assert "Ask somebody else" not in client.get(at("unanswered")).text
    assert list(Observer.objects.all()) == [observer]
    run_jobs()
    mail.outbox.clear()
    actions.record_family(observation, **said_no | {"family": "agreed"}, by=worker)
    run_jobs()
    assert "The family said no" not in outsider.get(link_in(mail.outbox[-1])).text


def test_whoever_tries_many_links_has_to_wait(outsider, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"open_link": "2/m/ip"}
    answers = [outsider.get(reverse("observations:link", args=["y" * 43])).status_code for _ in range(3)]
    assert answers == [404, 404, 429]


def test_what_was_written_on_paper_is_typed_in_and_confirmed_by_the_observer(
    outsider, client, enrolment, run_jobs
):
    observation = ObservationFactory(enrolment=enrolment, observer="outsider")
    worker = enrolment.social_worker
    signed_in(client, worker)
    AdjustmentFactory(enrolment=enrolment, what_helps="Time to read", status="in_place", groups=["observers"])
    page = client.get(at("paper", observation))
    assert "Observer’s signature and date" in page.text
    assert "Time to read" in page.text
    assert client.post(at("from_paper", observation)).url == at("write", observation, "seen")
    client.post(at("write", observation, "seen"), seen(timezone.localdate()))
    aimed = queries.aimed_for(observation)
    said = {f"answer_{pk}": "seen" for pk in aimed} | {f"reason_{pk}": "In what she asked." for pk in aimed}
    client.post(at("write", observation, "outcomes"), said | {"revision": 0})
    client.post(
        at("write", observation, "feedback"), {"revision": 0, "went_well": "Calm.", "do_next": "More."}
    )
    assert "Sign and send" not in client.get(at("check", observation)).text
    mail.outbox.clear()
    client.post(at("hand_over", observation))
    assert client.get(at("write", observation, "seen")).status_code == 404  # it is theirs now
    run_jobs()
    letter = mail.outbox[-1]
    assert "typed in" in letter.body
    link = link_in(letter)
    assert "She let the children speak first." in outsider.get(f"{link}check/").text
    revisions = {f"revision_{each}": 1 for each in Part.OF_OBSERVER}
    outsider.post(f"{link}check/", revisions)
    assert {each.typed_by for each in PartVersion.objects.filter(part__observer__isnull=False)} == {worker}
    assert "typed in by" in client.get(at("observation", observation)).text
    assert Observation.objects.get().observed_on == timezone.localdate()
