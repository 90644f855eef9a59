"""Made-up rounds of feedback at every stage, for every room's tests."""

import datetime

import factory
from django.utils import timezone

from swip.enrolment.tests.factories import EnrolmentFactory
from swip.feedback.actions.rounds import show_counts
from swip.feedback.models import Answer, Comment, Invitation, OwnView, Reflection, Round
from swip.feedback.queries import rounds as queries

Status = Round.Status
OWN_VIEW = {
    "families": "doing_well",
    "together": "some_to_work_on",
    "reliability": "doing_well",
    "fairness": "doing_well",
    "difficulty": "some_to_work_on",
    "keep": "I listen before I plan.",
    "change": "I want to answer sooner.",
}
COLLEAGUES, PARTNERS = 6, 3


class RoundFactory(factory.django.DjangoModelFactory):
    """`RoundFactory(status="open")` has nine people asked; `answers=(4, 2)` of colleagues and partners have answered.

    Closed rounds have had enough answers, failed ones too few, unless `answers` says otherwise.
    """

    class Meta:
        model = Round

    enrolment = factory.SubFactory(EnrolmentFactory)
    number = factory.LazyAttribute(lambda made: made.enrolment.feedback_rounds.count() + 1)
    rule_book = factory.LazyAttribute(lambda made: made.enrolment.rule_book)
    asks = factory.LazyAttribute(lambda made: queries.questions_for(made.enrolment).kept())

    @classmethod
    def _create(cls, model_class, *args, status=Status.OWN_VIEW, answers=None, **details):
        made = super()._create(model_class, *args, **details)
        is_begun = status == Status.OWN_VIEW
        OwnView.objects.create(round=made, typed={} if is_begun else OWN_VIEW)
        if not is_begun:
            name_people(made)
            move(made, status, answers)
        return made


def name_people(made, colleagues=COLLEAGUES, partners=PARTNERS):
    kinds = ["colleague"] * colleagues + ["partner"] * partners
    for number, kind in enumerate(kinds, 1):
        InvitationFactory(round=made, kind=kind, name=f"Person {number}", email=f"person{number}@example.org")


def move(made, status, answers):
    """To any stage after the own view, as the steps would have taken it there."""
    now, supervisor = timezone.now(), made.enrolment.supervisor
    if status in Round.BEFORE_OPEN:
        Round.objects.filter(pk=made.pk).update(
            status=status, proposed_at=now if status == Status.PROPOSED else None
        )
        made.refresh_from_db()
        return
    opened_at = now - datetime.timedelta(days=20)
    closes_at = opened_at + queries.days_open(made.rule_book)
    Round.objects.filter(pk=made.pk).update(
        status=Status.OPEN,
        proposed_at=opened_at,
        opened_at=opened_at,
        closes_at=closes_at,
        list_agreed_by=supervisor,
        words_about_list="From every side of the work.",
    )
    made.invitations.update(
        status="asked", expires_at=closes_at, last_sent_at=now - datetime.timedelta(days=5)
    )
    if answers is None:
        answers = {Status.OPEN: (0, 0), Status.FAILED: (2, 1)}.get(status, (4, 2))
    made.refresh_from_db()
    for kind, number in zip(("colleague", "partner"), answers, strict=True):
        for invitation in made.invitations.filter(kind=kind)[:number]:
            answer(invitation)
    show_counts()
    made.refresh_from_db()
    if status == Status.OPEN:
        return
    more = {}
    if status == Status.RELEASED:
        more = {"talked_on": timezone.localdate(), "released_by": supervisor, "released_at": now}
        for comment in made.comments.all():
            comment.decide("as_written", "", by=supervisor)
        Reflection.objects.create(round=made)
    Round.objects.filter(pk=made.pk).update(
        status=status, closed_at=now, answers_at_close=sum(answers), **more
    )
    made.refresh_from_db()


def answer(invitation, keep="They always ring back.", change="", **chosen):
    """One answer, as it is kept: tied to nobody."""
    found = invitation.round
    words = {area.code: "doing_well" for area in found.questions.areas} | chosen
    Answer.objects.create(round=found, chosen=words)
    for question, said in (("keep", keep), ("change", change)):
        if said:
            Comment.objects.create(round=found, question=question, words=said)
    Invitation.objects.filter(pk=invitation.pk).update(status="answered")


class InvitationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Invitation

    round = factory.SubFactory(RoundFactory)
    kind = "colleague"
    name = factory.Sequence(lambda number: f"Colleague {number}")
    email = factory.Sequence(lambda number: f"colleague{number}@example.org")
    work = "Social worker in the next team"
    added_by = factory.LazyAttribute(lambda made: made.round.enrolment.social_worker)
    expires_at = factory.LazyAttribute(lambda made: made.round.closes_at or timezone.now())
