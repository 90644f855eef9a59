"""Nothing that the social worker can open depends on who it was that answered."""

import datetime
import difflib
import re
from contextlib import suppress

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from swip.feedback import jobs
from swip.feedback.actions import rounds
from swip.feedback.models import Answer, Comment, Invitation, Round
from swip.feedback.tests.factories import COLLEAGUES, PARTNERS, RoundFactory
from swip.feedback.tests.pages import at
from swip.notifications.models import Message

pytestmark = pytest.mark.django_db
SAID = [
    ("doing_well", "They ring back.", ""),
    ("some_to_work_on", "They listen.", "Write sooner."),
    ("doing_well", "", "Ask for help."),
    ("concerns_me", "", "Come to meetings."),
    ("cannot_say", "", ""),
    ("doing_well", "They know the children.", ""),
]


class Undone(Exception):
    """Whatever was made for one example is taken back."""


def chosen_of(found, kind, numbers):
    everybody = list(found.invitations.filter(kind=kind).order_by("pk"))
    return [everybody[number] for number in numbers]


def pages_of(found, status):
    """Every page on which the social worker could learn something of a round, as it stands."""
    history = reverse("enrolment:history", args=[found.enrolment_id])
    always = [at("round", found), history]
    lists = [at("people", found), at("rounds", found.enrolment)]
    return always + {"open": lists, "closed": [], "released": lists[1:]}[status]


def seen_by_the_worker(client, found, who, decliners, order, statuses):
    """All pages of a round, letters and history, with these people answering in this order."""
    seen = []
    with suppress(Undone), transaction.atomic():
        answering = chosen_of(found, "colleague", who[0]) + chosen_of(found, "partner", who[1])
        for place in order:
            word, keep, change = SAID[place]
            # Numbered by what is said, as chance would have done: the shuffle stands on numbers alone.
            Answer.objects.create(
                id=place + 1, round=found, chosen={each.code: word for each in found.questions.areas}
            )
            for number, (question, words) in enumerate((("keep", keep), ("change", change))):
                if words:
                    Comment.objects.create(
                        id=2 * place + number + 1, round=found, question=question, words=words
                    )
        Invitation.objects.filter(pk__in=[each.pk for each in answering]).update(status="answered")
        Invitation.objects.filter(pk__in=[each.pk for each in decliners]).update(status="declined")
        for status in statuses:
            if status == "closed":
                Round.objects.filter(pk=found.pk).update(closes_at=found.opened_at)
                there = Round.objects.get(pk=found.pk)
                rounds.close_if_over(there)
            if status == "released":
                there = Round.objects.get(pk=found.pk)
                for comment in there.comments.all():
                    comment.decide("as_written", "", by=there.list_agreed_by)
                there.move_to(
                    "released",
                    talked_on=there.closed_at.date(),
                    released_by=there.list_agreed_by,
                    released_at=there.closed_at,
                )
            if status == "open":
                rounds.show_counts()
            for page in pages_of(found, status):
                seen.append(without_chance(client.get(page, follow=True).content.decode()))
        told = Message.objects.filter(to=found.enrolment.social_worker)
        seen += [f"{each.subject} {each.body}" for each in told.order_by("pk")]
        raise Undone
    return seen


def without_chance(page):
    """Secrets of the page, and the clock, are new each time."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)
    return re.sub(r"\b\d{1,2}:\d\d[ap]m\b", "", page)


@pytest.fixture
def found(enrolment):
    return RoundFactory(enrolment=enrolment, status="open")


def some(most, size):
    return st.lists(st.integers(0, most - 1), min_size=size, max_size=size, unique=True)


@settings(
    max_examples=4,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    one=st.tuples(some(COLLEAGUES, 4), some(PARTNERS, 2)),
    other=st.tuples(some(COLLEAGUES, 4), some(PARTNERS, 2)),
    order=st.permutations(range(len(SAID))),
    declines=st.booleans(),
)
def test_the_worker_sees_the_same_whoever_answered_and_in_whatever_order(
    client, found, one, other, order, declines
):
    client.force_login(found.enrolment.social_worker)
    views, now = [], datetime.datetime.now(datetime.UTC)
    for who, how in ((one, range(len(SAID))), (other, order)):
        left = [number for number in range(COLLEAGUES) if number not in who[0]]
        decliners = chosen_of(found, "colleague", left[: 1 if declines else 0])
        with time_machine.travel(now, tick=False):
            views.append(
                seen_by_the_worker(client, found, who, decliners, how, ["open", "closed", "released"])
            )
    assert len(views[0]) >= 10
    differences = [
        line
        for one_page, other_page in zip(*views, strict=True)
        for line in difflib.unified_diff(one_page.splitlines(), other_page.splitlines(), n=0, lineterm="")
    ]
    assert not differences
    answers = [text for text in views[0][:6] if "They ring back." in text or "Write sooner." in text]
    assert not answers, "nothing is read before it is released"


def test_nothing_kept_ties_an_answer_to_a_person_or_a_time():
    for model in (Answer, Comment):
        fields = {each.name for each in model._meta.get_fields() if each.concrete}
        assert fields <= {
            "id",
            "round",
            "chosen",
            "question",
            "words",
            "decision",
            "said_instead",
            "decided_by",
            "decided_at",
            "quarantined_at",
        }
    dated = {
        each.name for each in Invitation._meta.get_fields() if each.get_internal_type() == "DateTimeField"
    }
    assert dated == {"expires_at", "letter_wanted_at", "last_sent_at"}
    assert Answer._meta.pk.default is Comment._meta.pk.default


def test_one_more_answer_moves_nothing_until_the_night_and_then_nothing_but_a_count(client, enrolment):
    """A page before and after an answer is the same; from the next morning on, it differs in a count."""
    found = RoundFactory(enrolment=enrolment, status="open", answers=(5, 2))
    client.force_login(enrolment.social_worker)
    before = without_chance(client.get(found.get_absolute_url()).content.decode())
    found.invitations.filter(name="Person 6").update(status="answered")
    by_day = without_chance(client.get(found.get_absolute_url()).content.decode())
    assert "As of this morning" in before
    assert before == by_day
    jobs.close_answered_rounds(0)
    after = without_chance(client.get(found.get_absolute_url()).content.decode())
    assert before.replace("7 of 9 have answered", "8 of 9 have answered") == after
