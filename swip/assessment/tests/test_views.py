import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory
from swip.assessment.models import Decision, Recommendation
from swip.assessment.tests.factories import RecommendationFactory, enrolment_with_outcomes, judge_everything
from swip.enrolment.tests.factories import AdjustmentFactory
from swip.evidence import actions as evidence_actions
from swip.evidence.models import Evidence
from swip.evidence.tests.factories import EvidenceFactory
from swip.reviews.tests.factories import ReviewFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return RecommendationFactory()


@pytest.fixture
def submitted():
    return RecommendationFactory(status=Recommendation.Status.SUBMITTED)


@pytest.fixture
def decision_maker(submitted):
    organisation = submitted.enrolment.employment_periods.get().organisation
    return AppointmentFactory(organisation=organisation, role=Role.DECISION_MAKER).person


def judge_url(recommendation, code="1.1"):
    outcome = recommendation.enrolment.standards.outcomes.get(code=code)
    return reverse("assessment:judge", args=[recommendation.pk, outcome.slug])


def test_an_assessor_starts_from_the_overview(client):
    enrolment = enrolment_with_outcomes()
    client.force_login(enrolment.assessor)
    assertContains(
        client.get(reverse("assessment:overview", args=[enrolment.pk])), "Start the recommendation"
    )

    response = client.post(reverse("assessment:start", args=[enrolment.pk]))

    assertRedirects(response, Recommendation.objects.get().get_absolute_url())


def test_the_social_worker_sees_how_far_it_is_but_not_what_is_recommended(client, submitted):
    client.force_login(submitted.enrolment.social_worker)

    response = client.get(reverse("assessment:overview", args=[submitted.enrolment_id]))

    assertContains(response, "waits for the employer’s decision")
    assertContains(response, "once the employer has decided")
    assert client.get(submitted.get_absolute_url()).status_code == 404


def test_an_assessor_judges_an_outcome_on_evidence(client, draft):
    evidence = EvidenceFactory(enrolment=draft.enrolment, status=Evidence.Status.ACCEPTED, outcomes=["1.1"])
    client.force_login(draft.assessor)
    answers = {"revision": 0, "word": "met", "reason": "Shown with a family.", "cites": [evidence.pk]}

    response = client.post(judge_url(draft), answers)

    assertRedirects(response, judge_url(draft, "1.2"))
    judgement = draft.judgements.get()
    assert (judgement.word, list(judgement.cites.all())) == ("met", [evidence])
    assertContains(client.get(judge_url(draft)), "Shown with a family.")


def test_a_judgement_that_wants_something_is_kept_and_says_what(client, draft):
    EvidenceFactory(enrolment=draft.enrolment, status=Evidence.Status.ACCEPTED, outcomes=["1.1"])
    client.force_login(draft.assessor)

    response = client.post(judge_url(draft), {"revision": 0, "word": "met", "reason": ""})

    assertContains(response, "Enter the reason for your judgement")
    assertContains(response, "Select the evidence that your judgement rests on")
    assert draft.judgements.get().word == "met"


def test_a_judgement_can_be_left_for_later(client, draft):
    client.force_login(draft.assessor)

    response = client.post(judge_url(draft), {"revision": 0, "reason": "Half a thought", "later": "yes"})

    assertRedirects(response, draft.get_absolute_url())
    assertContains(client.get(draft.get_absolute_url()), "Wants a judgement")


def test_a_judgement_saves_itself(client, draft):
    client.force_login(draft.assessor)

    response = client.post(judge_url(draft), {"revision": 0, "reason": "So far"}, headers={"X-Autosave": "1"})

    assert response.json()["state"] == "saved"
    assert response.json()["revision"] == 1
    again = client.post(judge_url(draft), {"revision": 0, "reason": "Other tab"}, headers={"X-Autosave": "1"})
    assert again.status_code == 409
    assert draft.judgements.get().reason == "So far"


def test_evidence_of_somebody_else_cannot_be_cited(client, draft):
    foreign = EvidenceFactory(
        enrolment=enrolment_with_outcomes(rule_book=draft.enrolment.rule_book),
        status=Evidence.Status.ACCEPTED,
        outcomes=["1.1"],
    )
    client.force_login(draft.assessor)

    answers = {"revision": 0, "word": "met", "reason": "Hm.", "cites": [foreign.pk, "x", "9" * 30]}
    response = client.post(judge_url(draft), answers)

    assert response.status_code == 200
    assert not draft.judgements.get().cites.exists()


def test_what_is_not_ready_cannot_be_handed_in(client, draft):
    client.force_login(draft.assessor)

    response = client.post(reverse("assessment:submit", args=[draft.pk]), {"revision": 0})

    assertContains(response, "It cannot be handed in yet")
    draft.refresh_from_db()
    assert draft.status == Recommendation.Status.DRAFT


def test_an_assessor_checks_and_hands_in(client, draft):
    judge_everything(draft)
    client.force_login(draft.assessor)
    summary = {"revision": 0, "result": "met", "summary": "A portfolio that shows it."}
    client.post(reverse("assessment:summarise", args=[draft.pk]), summary)
    assertContains(client.get(reverse("assessment:submit", args=[draft.pk])), "A portfolio that shows it.")

    response = client.post(reverse("assessment:submit", args=[draft.pk]), {"revision": 1})

    assertRedirects(response, reverse("assessment:overview", args=[draft.enrolment_id]))
    draft.refresh_from_db()
    assert draft.status == Recommendation.Status.SUBMITTED


def test_handing_in_twice_tells_the_second_press(client, submitted):
    client.force_login(submitted.assessor)

    response = client.post(
        reverse("assessment:submit", args=[submitted.pk]), {"revision": submitted.revision}
    )

    assert response.status_code == 409


@pytest.mark.parametrize(
    ("page", "answers", "result"),
    [
        ("decide_met", {}, "met"),
        ("decide_not_met", {"was_heard_before": "on"}, "not_met"),
        ("decide_extend", {"was_heard_before": "on", "ground": "more_time_to_show"}, "extend"),
    ],
)
def test_the_employer_decides_on_a_page_of_its_own(client, submitted, decision_maker, page, answers, result):
    client.force_login(decision_maker)
    end = submitted.enrolment.expected_end_on
    month, year = end.month % 12 + 1, end.year + end.month // 12
    day = {"extended_to_day": 15, "extended_to_month": month, "extended_to_year": year}
    url = reverse(f"assessment:{page}", args=[submitted.pk])
    assertContains(client.get(url), "reasons")

    response = client.post(url, {"reasons": "As the portfolio shows.", **answers, **day})

    decision = Decision.objects.get()
    assertRedirects(response, decision.get_absolute_url())
    assert decision.result == result


@pytest.mark.parametrize("page", ["decide_met", "decide_not_met", "decide_extend"])
def test_a_decision_asks_for_what_is_missing_and_keeps_what_was_typed(
    client, submitted, decision_maker, page
):
    client.force_login(decision_maker)

    response = client.post(reverse(f"assessment:{page}", args=[submitted.pk]), {"reasons": ""})

    assertContains(response, "There is a problem")
    assertContains(response, "Enter the employer’s reasons")
    assert not Decision.objects.exists()


def test_an_adverse_decision_shows_what_reviews_said_before(client, submitted, decision_maker):
    url = reverse("assessment:decide_not_met", args=[submitted.pk])
    client.force_login(decision_maker)
    assertContains(client.get(url), "No review has been signed")

    ReviewFactory(
        enrolment=submitted.enrolment, status="signed", on_track="not_yet", concerns="Late recording"
    )

    assertContains(client.get(url), "Not yet on track")


def test_a_decision_other_than_recommended_is_pointed_out(client, submitted, decision_maker):
    client.force_login(decision_maker)

    response = client.get(reverse("assessment:decide_extend", args=[submitted.pk]))

    assertContains(response, "The assessor recommended something else")


def test_whoever_decides_reads_what_helps_the_social_worker_who_agreed_to_it(
    client, submitted, decision_maker
):
    AdjustmentFactory(
        enrolment=submitted.enrolment, groups=["panel"], status="in_place", what_helps="Large print"
    )
    client.force_login(decision_maker)
    assertContains(client.get(submitted.get_absolute_url()), "Large print")
    assertContains(client.get(reverse("assessment:decide_met", args=[submitted.pk])), "Large print")
    client.force_login(submitted.assessor)
    assertNotContains(client.get(submitted.get_absolute_url()), "Large print")


def test_a_recommendation_is_sent_back_with_a_comment(client, submitted, decision_maker):
    client.force_login(decision_maker)
    url = reverse("assessment:send_back", args=[submitted.pk])
    assertContains(client.post(url, {"comment": ""}), "Enter what the assessor should look at again")

    client.post(url, {"comment": "What of outcome 1.2?"})

    client.force_login(submitted.assessor)
    response = client.get(submitted.get_absolute_url())
    assertContains(response, "What of outcome 1.2?")
    assertContains(response, "When it was sent back")
    assertContains(response, "A portfolio that shows it.")


def test_the_social_worker_reads_the_decision_its_reasons_and_the_award(client, submitted, decision_maker):
    client.force_login(decision_maker)
    client.post(
        reverse("assessment:decide_met", args=[submitted.pk]), {"reasons": "A clear and full portfolio."}
    )
    client.force_login(submitted.enrolment.social_worker)

    response = client.get(Decision.objects.get().get_absolute_url())

    assertContains(response, "A clear and full portfolio.")
    assertContains(response, "Shown in direct work.")
    assertContains(response, "See the public page that confirms it")


def test_the_list_of_what_waits_is_ordered_and_told_when_empty(client, submitted, decision_maker):
    client.force_login(decision_maker)
    url = reverse("assessment:waiting")
    assertContains(client.get(url), submitted.enrolment.social_worker.name)

    client.post(reverse("assessment:decide_met", args=[submitted.pk]), {"reasons": "Yes."})

    response = client.get(url)
    assertNotContains(response, submitted.enrolment.social_worker.name)
    assertContains(response, "Nothing waits for you")


def test_pages_ask_the_database_a_fixed_number_of_questions(
    client, submitted, decision_maker, django_assert_max_num_queries
):
    client.force_login(decision_maker)
    client.get(submitted.get_absolute_url())  # the first look of the day is noted
    for name in ["recommendation", "decide_met"]:
        with django_assert_max_num_queries(12):
            client.get(reverse(f"assessment:{name}", args=[submitted.pk]))


def test_who_decides_is_told_that_evidence_was_withdrawn(client, submitted, decision_maker):
    client.force_login(decision_maker)
    evidence_actions.withdraw(submitted.enrolment.evidence.get(), by=submitted.enrolment.social_worker)

    url = reverse("assessment:decide_met", args=[submitted.pk])
    response = client.post(url, {"reasons": "As the portfolio shows."})

    assertContains(response, "has been withdrawn since")
    assertContains(response, "As the portfolio shows.")


def test_the_social_worker_can_see_who_read_a_recommendation(client, submitted, decision_maker):
    client.force_login(decision_maker)
    client.get(submitted.get_absolute_url())
    assert submitted.enrolment.looks.get().by == decision_maker


def test_a_piece_of_evidence_that_is_no_number_is_passed_over(client, draft):
    client.force_login(draft.assessor)
    response = client.post(judge_url(draft), {"cites": "²", "revision": 0, "later": ""})
    assert response.status_code == 302
