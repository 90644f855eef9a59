"""What counts toward each outcome, and what that costs."""

import datetime

import pytest
from django.utils import timezone

from swip.enrolment.tests.factories import EnrolmentFactory
from swip.evidence.models import Evidence
from swip.evidence.tests.factories import EmployerKindFactory, EvidenceFactory
from swip.observations.models import Observation
from swip.observations.tests.factories import ObservationFactory
from swip.progress import queries
from swip.progress.rules import Amounts, standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    return EnrolmentFactory()


def progress_of(enrolment) -> dict:
    return {each.outcome.code: each for each in queries.outcome_progress(enrolment)}


def test_every_outcome_is_there_in_order_with_its_domain(enrolment):
    progress = queries.outcome_progress(enrolment)
    assert [each.outcome for each in progress] == list(enrolment.standards.outcomes)
    assert [each.domain.code for each in queries.progress_by_domain(progress)] == ["1", "2", "3"]
    assert all(each.standing.words == "Nothing yet" for each in progress)


def test_accepted_evidence_counts_with_its_kinds_dates_and_readers(enrolment):
    EvidenceFactory(
        enrolment=enrolment,
        status="accepted",
        outcomes=["1.1", "3.1"],
        kind="court-work",
        happened_on=datetime.date(2026, 1, 5),
    )
    EvidenceFactory(
        enrolment=enrolment, status="accepted", outcomes=["1.1"], happened_on=datetime.date(2026, 3, 5)
    )
    progress = progress_of(enrolment)
    there = progress["1.1"]
    assert (there.accepted, there.kinds) == (2, ["Court work", "Reflection"])
    assert (there.first_on, there.last_on) == (datetime.date(2026, 1, 5), datetime.date(2026, 3, 5))
    assert there.seen_by == [enrolment.supervisor.name]
    assert there.standing.is_enough
    assert there.is_met
    assert progress["3.1"].standing.words == "One more kind and one more day would settle it"
    assert progress["2.1"].standing.words == "Nothing yet"


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("draft", "Nothing yet"),
        ("withdrawn", "Nothing yet"),
        ("submitted", "Handed in, waiting to be read"),
        ("returned", "Sent back with comments, to be handed in again"),
    ],
)
def test_only_accepted_evidence_counts(enrolment, status, words):
    EvidenceFactory(enrolment=enrolment, status=status, outcomes=["2.2"])
    there = progress_of(enrolment)["2.2"]
    assert (there.accepted, there.standing.words) == (0, words)


def test_what_was_sent_back_stands_where_it_was_handed_in_for_everybody(enrolment):
    piece = EvidenceFactory(enrolment=enrolment, status="returned", outcomes=["1.1", "1.2"])
    EvidenceFactory(enrolment=enrolment, status="accepted", outcomes=["1.2"])
    piece.outcome_links.all().delete()
    piece.outcome_links.create(outcome=enrolment.standards.outcomes.get(code="2.1"))

    def found():
        progress = progress_of(enrolment)
        counts = queries.counts_of(each.standing.state for each in progress.values())
        assert queries.cohort_progress([enrolment]) == {enrolment.pk: counts}
        return [progress[code].returned for code in ("1.1", "1.2", "2.1")], counts["waiting"]

    assert found() == ([1, 1, 0], 1)
    # A second time it is another version that counts, and only the newest.
    content = piece.versions.get().content
    one, _ = content["outcomes"]
    piece.versions.create(number=2, content=content | {"outcomes": [one], "codes": [one["code"]]})
    assert found() == ([1, 0, 0], 1)
    Evidence.objects.update(quarantined_at=timezone.now())
    assert found() == ([0, 0, 0], 0)


def test_nothing_of_another_person_counts(enrolment):
    EvidenceFactory(enrolment=EnrolmentFactory(), status="accepted", outcomes=["1.1"])
    assert progress_of(enrolment)["1.1"].accepted == 0


def test_the_whole_progress_of_a_person_is_one_query(enrolment, django_assert_num_queries):
    for outcomes in (["1.1", "1.2"], ["2.1"], ["3.1", "1.1"]):
        EvidenceFactory(enrolment=enrolment, status="accepted", outcomes=outcomes)
    queries.outcome_progress(enrolment)  # the standards and the rules are read once for the whole process
    with django_assert_num_queries(1):
        progress = queries.outcome_progress(enrolment)
        queries.progress_by_domain(progress)


def test_a_domain_says_how_many_of_its_outcomes_stand_where(enrolment):
    EvidenceFactory(enrolment=enrolment, status="accepted", outcomes=["1.1", "1.2"])
    day = enrolment.starts_on
    EvidenceFactory(enrolment=enrolment, status="accepted", outcomes=["1.1"], kind="audit", happened_on=day)
    domains = queries.progress_by_domain(queries.outcome_progress(enrolment))
    assert domains[0].counts == {"enough": 1, "started": 1, "waiting": 0, "nothing": 0}


def test_a_cohort_is_one_query_and_agrees_with_each_persons_own_page(django_assert_num_queries):
    enrolments = [EnrolmentFactory() for _ in range(3)]
    for number, enrolment in enumerate(enrolments):
        accepted = {"enrolment": enrolment, "status": "accepted", "outcomes": ["1.1", "2.1"]}
        for kind, month in [("reflection", 3), ("audit", 4)][:number]:
            EvidenceFactory(**accepted, kind=kind, happened_on=datetime.date(2026, month, 2))
        EvidenceFactory(enrolment=enrolment, status="submitted", outcomes=["3.1"])
    queries.cohort_progress(enrolments)
    with django_assert_num_queries(1):
        found = queries.cohort_progress(enrolments)
    assert found[enrolments[2].pk] == {"enough": 2, "started": 0, "waiting": 1, "nothing": 3}
    for enrolment in enrolments:
        own = queries.outcome_progress(enrolment)
        assert found[enrolment.pk] == queries.counts_of(each.standing.state for each in own)


def test_enough_is_the_same_for_one_person_and_for_many(enrolment):
    day = timezone.localdate() - datetime.timedelta(days=7)  # of the observation, too
    accepted = {"enrolment": enrolment, "status": "accepted", "outcomes": ["1.1"]}
    EvidenceFactory(**accepted, happened_on=day)
    EvidenceFactory(**accepted, happened_on=day, kind=EmployerKindFactory(name="Reflection"))
    EvidenceFactory(**accepted | {"status": "submitted"}, kind="audit", complexity="clear")
    ObservationFactory(enrolment=enrolment, to="agreed")

    def have_enough(**wanted):
        asked = Amounts(pieces=1, **wanted)
        own = sum(standing(asked, each.there).is_enough for each in queries.outcome_progress(enrolment))
        assert queries.enough_of_many({enrolment.pk: asked}) == {enrolment.pk: own}
        return own

    each_wanted = [{"kinds": 3}, {"days": 2}, {"people": 2}, {"complexities": 2}]
    assert progress_of(enrolment)["1.1"].there == Amounts(3, kinds=2, days=1, people=1, complexities=1)
    assert have_enough(kinds=2, days=1, people=1, complexities=1) == 1
    assert [have_enough(**wanted) for wanted in each_wanted] == [0, 0, 0, 0]
    EvidenceFactory(**accepted, kind="audit", complexity="clear")
    ObservationFactory(enrolment=enrolment, to="agreed", observer="outsider")
    # Another outcome was seen by both observers.
    assert [have_enough(**wanted) for wanted in each_wanted] == [1, 1, 2, 1]


def test_an_empty_cohort_is_no_trouble():
    assert queries.cohort_progress([]) == {}


def test_an_agreed_observation_counts_as_a_kind_of_its_own(enrolment, django_assert_num_queries):
    EvidenceFactory(enrolment=enrolment, status="accepted", outcomes=["1.1"], complexity="mixed")
    observation = ObservationFactory(enrolment=enrolment, to="agreed")
    ObservationFactory(enrolment=enrolment, to="answered")
    with django_assert_num_queries(1):
        there = progress_of(enrolment)["1.1"]
    assert (there.accepted, there.observed, there.kinds) == (2, 1, ["Observation", "Reflection"])
    assert there.standing.is_enough
    assert there.last_on == observation.observed_on
    assert "Mixed" in there.complexities
    own = queries.outcome_progress(enrolment)
    assert queries.cohort_progress([enrolment])[enrolment.pk] == queries.counts_of(
        each.standing.state for each in own
    )
    assert queries.progress_toward(enrolment, there.outcome) == there

    Observation.objects.update(quarantined_at=timezone.now())
    Evidence.objects.update(quarantined_at=timezone.now())
    assert progress_of(enrolment)["1.1"].standing.words == "Nothing yet"


def test_the_map_shows_which_kinds_of_work_have_not_been_met(enrolment, django_assert_max_num_queries):
    EvidenceFactory(enrolment=enrolment, status="accepted", contexts=["court"], complexity="complex")
    EvidenceFactory(enrolment=enrolment, status="submitted", contexts=["court", "disability"])
    queries.breadth_of(enrolment)
    with django_assert_max_num_queries(10):
        breadth = queries.breadth_of(enrolment)
    kinds = {each.code: each for each in breadth.kinds}
    assert (kinds["court"].accepted, kinds["court"].waiting, kinds["court"].complexities["complex"]) == (
        1,
        1,
        1,
    )
    assert kinds["disability"] in breadth.not_met
    assert not breadth.is_time_to_look  # they are six months in, and are asked to look from the ninth on
