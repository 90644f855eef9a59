"""Every long answer that people give: whose it is, on which page, in which box, and what is kept of it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.test import Client
from django.urls import reverse

from swip.accounts.models import Role, User
from swip.accounts.tests.factories import AppointmentFactory
from swip.assessment.models import OutcomeJudgement
from swip.assessment.tests.factories import RecommendationFactory
from swip.enrolment.tests.factories import EnrolmentFactory, TransferFactory
from swip.evidence.models import Evidence, ReviewDraft
from swip.evidence.tests.factories import EvidenceFactory
from swip.feedback.tests.factories import RoundFactory
from swip.observations.tests.factories import ObservationFactory
from swip.reviews.tests.factories import ReviewFactory
from swip.self_assessment.models import Placement
from swip.self_assessment.tests.factories import SelfAssessmentFactory
from swip.supervision.tests.factories import SupportAgreementFactory, typed_for


@dataclass
class Answer:
    """A long answer: whose it is, the page on which it is written, the box, and what is kept of it."""

    by: User
    page: str
    box: str
    kept: Callable[[], str]
    most: int = 20_000
    called: str = "What happened"
    is_sent_at_once: bool = False
    more: dict[str, str] = field(default_factory=dict)

    def send(self, client: Client, text: str, *, revision: int = 0, **headers: str):
        client.force_login(self.by)
        return client.post(self.page, {self.box: text, "revision": revision} | self.more, headers=headers)

    def save_itself(self, client: Client, text: str, *, revision: int = 0):
        return self.send(client, text, revision=revision, **{"X-Autosave": "1"})


def evidence() -> Answer:
    found = EvidenceFactory(what_happened="")
    return Answer(
        found.enrolment.social_worker,
        reverse("evidence:write", args=[found.pk]),
        "what_happened",
        lambda: Evidence.objects.get(pk=found.pk).what_happened,
    )


def reason() -> Answer:
    found = EvidenceFactory(reason="")
    link = found.outcome_links.get()
    return Answer(
        found.enrolment.social_worker,
        reverse("evidence:reasons", args=[found.pk]),
        f"reason_{link.outcome_id}",
        lambda: found.outcome_links.get().reason,
        called="How it shows 1.1",
    )


def evidence_review() -> Answer:
    found = EvidenceFactory(status="submitted")
    return Answer(
        found.enrolment.supervisor,
        reverse("evidence:review", args=[found.pk]),
        "comment",
        lambda: "".join(ReviewDraft.objects.values_list("comment", flat=True)),
        called="Comments",
        is_sent_at_once=True,  # what is sent is the review itself, and its draft is over
        more={"version": "1", "decision": "returned"},
    )


def self_assessment() -> Answer:
    found = SelfAssessmentFactory()
    return Answer(
        found.enrolment.social_worker,
        reverse("self_assessment:domain", args=[found.pk, "1"]),
        "reason-1.1",
        lambda: "".join(Placement.objects.values_list("reason", flat=True)),
        most=5_000,
        called="Your reason for 1.1",
    )


def progress_review() -> Answer:
    found = ReviewFactory()
    return Answer(
        found.enrolment.supervisor,
        reverse("reviews:write", args=[found.pk]),
        "next_steps",
        lambda: type(found).objects.get().next_steps,
        called="Next steps",
    )


def review_comment() -> Answer:
    found = ReviewFactory(status="completed")
    return Answer(
        found.enrolment.social_worker,
        reverse("reviews:sign", args=[found.pk]),
        "worker_comment",
        lambda: type(found).objects.get().worker_comment,
        called="Your comment",
    )


def judgement() -> Answer:
    found = RecommendationFactory()
    return Answer(
        found.assessor,
        reverse("assessment:judge", args=[found.pk, "1.1"]),
        "reason",
        lambda: "".join(OutcomeJudgement.objects.values_list("reason", flat=True)),
        most=5_000,
        called="Your reason",
    )


def recommendation() -> Answer:
    found = RecommendationFactory()
    return Answer(
        found.assessor,
        reverse("assessment:summarise", args=[found.pk]),
        "summary",
        lambda: type(found).objects.get().summary,
        most=10_000,
        called="Your judgement",
    )


def report_on_a_move() -> Answer:
    found = TransferFactory(status="draft", report="")
    employer = found.from_organisation
    return Answer(
        AppointmentFactory(organisation=employer, role=Role.COORDINATOR).person,
        reverse("enrolment:report", args=[found.pk]),
        "report",
        lambda: type(found).objects.get().report,
        called="The report",
    )


def support_agreement() -> Answer:
    found = EnrolmentFactory()
    draft = SupportAgreementFactory(enrolment=found, typed=typed_for(found, concerns=""))
    return Answer(
        found.supervisor,
        reverse("supervision:write", args=[draft.pk]),
        "concerns",
        lambda: type(draft).objects.get().typed["concerns"],
        called="How a concern is raised",
    )


def observation_plan() -> Answer:
    found = ObservationFactory(to="started")
    return Answer(
        found.enrolment.social_worker,
        reverse("observations:write", args=[found.pk, "plan"]),
        "about",
        lambda: found.parts.get(kind="plan").typed.get("about", ""),
        called="What the observer will see",
    )


def own_view() -> Answer:
    found = RoundFactory()
    return Answer(
        found.enrolment.social_worker,
        reverse("feedback:own_view", args=[found.pk]),
        "keep",
        lambda: type(found.own_view).objects.get().typed.get("keep", ""),
        most=2_000,
        called="What to keep doing",
    )


ANSWERS = [
    observation_plan,
    own_view,
    report_on_a_move,
    support_agreement,
    evidence,
    reason,
    evidence_review,
    self_assessment,
    progress_review,
    review_comment,
    judgement,
    recommendation,
]
