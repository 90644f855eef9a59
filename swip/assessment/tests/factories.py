"""Made-up recommendations for every room's tests."""

import factory
from django.utils import timezone

from swip.assessment.models import OutcomeJudgement, Recommendation, Result
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.evidence.models import Evidence
from swip.evidence.tests.factories import EvidenceFactory
from swip.programmes.tests.factories import RuleBookFactory
from swip.standards.tests.factories import FrameworkVersionFactory

HANDED_IN = [
    Recommendation.Status.SUBMITTED,
    Recommendation.Status.RETURNED,
    Recommendation.Status.DECIDED,
]


def enrolment_with_outcomes(**details):
    """An enrolment whose standards have outcomes to judge."""
    rule_book = details.pop("rule_book", None) or RuleBookFactory(standards=FrameworkVersionFactory())
    return EnrolmentFactory(rule_book=rule_book, **details)


class RecommendationFactory(factory.django.DjangoModelFactory):
    """One just begun; `status="submitted"` has a judgement of every outcome, each on accepted evidence."""

    class Meta:
        model = Recommendation

    enrolment = factory.LazyFunction(enrolment_with_outcomes)
    assessor = factory.LazyAttribute(lambda recommendation: recommendation.enrolment.assessor)

    @classmethod
    def _create(cls, model_class, *args, **details):
        if details.get("status") not in HANDED_IN:
            return super()._create(model_class, *args, **details)
        whole = {
            "result": Result.MET,
            "summary": "A portfolio that shows it.",
            "submitted_at": timezone.now(),
        }
        made = super()._create(model_class, *args, **(whole | details))
        judge_everything(made)
        return made


def judge_everything(recommendation):
    enrolment = recommendation.enrolment
    outcomes = list(enrolment.standards.outcomes)
    evidence = EvidenceFactory(enrolment=enrolment, status=Evidence.Status.ACCEPTED, outcomes=outcomes)
    for outcome in outcomes:
        judgement = OutcomeJudgement.objects.create(
            recommendation=recommendation, outcome=outcome, word="met", reason="Shown in direct work."
        )
        judgement.cites.add(evidence)
