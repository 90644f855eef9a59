"""The records that are made up in bulk, held to those that the actions of the rooms make."""

import datetime
from collections import Counter, defaultdict

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from swip.accounts import actions as accounts
from swip.accounts.models import Organisation, Role, User
from swip.accounts.permissions import appointed_to
from swip.assessment import actions as assessment
from swip.assessment.models import Decision, Recommendation, Result
from swip.core import history
from swip.core.history_words import vocabulary
from swip.core.models import Entry
from swip.credentials.models import Award
from swip.demo import actions
from swip.demo.making import words
from swip.demo.making.demonstration import make_demonstration
from swip.demo.making.stories import STORIES
from swip.demo.making.tables import Counted
from swip.enrolment import actions as enrolments
from swip.enrolment.models import Absence, EmploymentPeriod, Enrolment, Pause, StageDate
from swip.enrolment.queries import Registration
from swip.enrolment.queries.timetable import timetable_of
from swip.evidence import actions as evidence
from swip.evidence.models import Evidence, EvidenceKind, EvidenceVersion
from swip.evidence.queries import as_it_stands, reading_of
from swip.programmes.models import RuleBook
from swip.progress.queries import outcome_progress
from swip.registration import actions as registrations
from swip.reviews import actions as reviews
from swip.reviews.models import Review
from swip.reviews.queries import Record, kept, record_for, told
from swip.self_assessment import actions as self_assessments
from swip.self_assessment.models import SelfAssessment

SOCIAL_WORKERS = 60
pytestmark = pytest.mark.usefixtures("standards_loaded")


def enrolment_of(name):
    return Enrolment.objects.get(social_worker__name=name)


@pytest.mark.usefixtures("demonstration_loaded")
class TestTheDemonstration:
    def test_it_holds_together(self):
        assert Enrolment.objects.count() == SOCIAL_WORKERS
        assert history.first_broken_links() == []
        assert set(Entry.objects.values_list("action", flat=True)) <= vocabulary().words.keys()
        assert not Entry.objects.filter(at__gt=timezone.now()).exists()
        employers = Organisation.objects.exclude(kind=Organisation.Kind.NATIONAL)
        assert len(set(employers.values_list("kind", flat=True))) == 3

    def test_somebody_is_at_every_point(self):
        statuses = set(Enrolment.objects.values_list("status", flat=True))
        assert statuses == set(Enrolment.Status.values)
        assert set(Evidence.objects.values_list("status", flat=True)) == set(Evidence.Status.values)
        assert set(Review.objects.values_list("status", flat=True)) == set(Review.Status.values)
        assert set(Recommendation.objects.values_list("status", flat=True)) == set(
            Recommendation.Status.values
        )
        assert set(Decision.objects.values_list("result", flat=True)) == set(Result.values)
        assert Award.objects.count() == 5

    def test_the_dates_are_those_that_the_time_engine_gives(self):
        for enrolment in Enrolment.objects.filter(status__in=Enrolment.OPEN).select_related("rule_book"):
            worked_out = timetable_of(enrolment)
            assert enrolment.expected_end_on == worked_out.ends_on, enrolment
            stored = enrolment.stage_dates.values_list("stage__code", "round", "due_on")
            assert set(stored) == {(each.stage.code, each.round, each.due_on) for each in worked_out.stages}

    def test_lives_differ_in_time(self):
        assert Absence.objects.filter(makes_longer=None, is_exempt=True).exists()
        assert Absence.objects.filter(ends_on=None).exists()
        assert Pause.objects.exists()
        assert EmploymentPeriod.objects.filter(full_time_equivalent__lt=1).count() >= 5

    def test_loading_it_again_changes_nothing(self):
        before = Entry.objects.count(), User.objects.count()

        call_command("load_demo", verbosity=0)

        assert (Entry.objects.count(), User.objects.count()) == before

    def test_those_who_met_the_standards_have_shown_every_outcome(self):
        for enrolment in Enrolment.objects.filter(status=Enrolment.Status.COMPLETED):
            assert all(each.is_met for each in outcome_progress(enrolment))
        assert any(each.standing.is_enough for each in outcome_progress(enrolment_of("Isobel Trevanion")))

    def test_who_is_late_is_late_and_who_waits_is_waited_for(self):
        today = timezone.localdate()
        late = StageDate.objects.get(enrolment=enrolment_of("Bethan Llewellyn"), stage__code="month-3")
        assert late.due_on < today
        assert late.held_on is None
        oldest = Evidence.objects.waiting().earliest("submitted_at")
        assert oldest.submitted_at < timezone.now() - datetime.timedelta(days=5)

    def test_versions_are_kept_as_the_service_keeps_them(self):
        for each in Evidence.objects.filter(status=Evidence.Status.ACCEPTED).order_by("pk")[:20]:
            assert as_it_stands(each) == each.versions.last().content
        for version in EvidenceVersion.objects.order_by("-pk")[:20]:
            assert reading_of(version).what_happened

    def test_what_was_shared_and_signed_is_what_history_sealed(self):
        shared = SelfAssessment.objects.shared().order_by("pk")[:10]
        for each in shared:
            sealed = history.of(each).get(action="self_assessment.shared").data
            assert sealed == self_assessments.fingerprint(each)
        for review in Review.objects.filter(status=Review.Status.SIGNED)[:10]:
            sealed = history.of(review).get(action="review.signed").data
            assert sealed == reviews.fingerprint(review.versions.get())
            assert told(review.versions.get().content).record

    def test_the_record_of_a_review_has_the_shape_that_the_service_gives_it(self):
        review = Review.objects.filter(status=Review.Status.SIGNED).latest("held_on")

        now = kept(record_for(review.enrolment, review.stage))

        assert review.record.keys() == now.keys()
        assert review.record["outcomes"][0].keys() == now["outcomes"][0].keys()
        assert Record.from_json(review.record).standings

    def test_history_is_what_the_actions_would_have_written(self):
        before = Entry.objects.latest("pk").pk
        made_up = shapes(Entry.objects.all())

        walk_through_a_programme()

        real = shapes(Entry.objects.filter(pk__gt=before))
        assert len(real) > 15
        unlike = {
            action: (found, made_up[action]) for action, found in real.items() if found - made_up[action]
        }
        assert not unlike


def shapes(entries):
    """How each action is written down: of what, in which chain, and what it keeps."""
    found = defaultdict(set)
    for each in entries:
        chain = each.chain.partition(":")[0]
        said = tuple(sorted(each.data)), bool(each.on_behalf_of), bool(each.rules)
        found[each.action].add((each.subject_type, chain, *said))
    return found


def walk_through_a_programme():
    """One social worker, from registration to award, by the actions themselves."""
    employer = Organisation.objects.get(name="Thornmere Council")
    coordinator, supervisor, assessor, decider = (
        appointed_to(employer, role).first()
        for role in (Role.COORDINATOR, Role.PRACTICE_SUPERVISOR, Role.ASSESSOR, Role.DECISION_MAKER)
    )
    administrator = appointed_to(employer, Role.ADMINISTRATOR).first()
    invitation = accounts.invite(
        employer, role=Role.ASSESSOR, name="Femi Roe", email="femi@example.org", by=administrator
    )
    accounts.accept(invitation, name="Femi Roe", by=None)
    accounts.add_team(employer, name="New team", service_area="health", by=administrator)
    book = RuleBook.objects.in_force(enrolment_of("Amara Nwankwo").programme)
    registrations.begin_registration(employer, by=coordinator)
    enrolment = enrolments.register(
        Registration(
            organisation=employer,
            rule_book=book,
            answers={each.code: each.answers[0]["code"] for each in book.questions},
            name="Ada Obi",
            email="ada.obi@example.org",
            register_number="SW12345",
            starts_on=timezone.localdate() - datetime.timedelta(days=700),
            supervisor=supervisor,
            assessor=assessor,
        ),
        by=coordinator,
    )
    worker = enrolment.social_worker
    outcomes = list(enrolment.standards.outcomes)
    piece = write_evidence(enrolment, outcomes, by=worker)
    evidence.withdraw(write_evidence(enrolment, outcomes[:1], by=worker), by=worker)
    evidence.send_back(piece.versions.last(), comment="Say more", by=supervisor)
    piece.refresh_from_db()
    evidence.submit(piece, revision=piece.revision, by=worker)
    evidence.accept(piece.versions.last(), by=supervisor)
    own = self_assessments.start(enrolment, "beginning", by=worker)
    self_assessments.write(own, own.revision, {outcomes[0]: ("on_my_own", "Done")}, by=worker)
    self_assessments.share(own, by=worker)
    hold_review(enrolment, supervisor, worker)
    assess(enrolment, assessor, decider, outcomes, piece)


def write_evidence(enrolment, outcomes, *, by):
    piece = evidence.start(enrolment, kind=EvidenceKind.objects.first(), by=by)
    evidence.write(
        piece,
        revision=piece.revision,
        title="A visit",
        happened_on=timezone.localdate(),
        happened_on_as_typed=[],
        what_happened="I listened",
        what_it_shows="Listening",
        by=by,
    )
    placed = {"contexts": ["court"], "complexity": "mixed", "level": "does"}
    evidence.place_in_work(piece, **placed, revision=piece.revision, by=by)
    evidence.choose_outcomes(piece, outcomes=outcomes, revision=piece.revision, by=by)
    reasons = {each.pk: "By listening" for each in outcomes}
    evidence.give_reasons(piece, reasons=reasons, revision=piece.revision, by=by)
    evidence.submit(piece, revision=piece.revision, by=by)
    return piece


def hold_review(enrolment, supervisor, worker):
    review = reviews.start(enrolment, enrolment.rule_book.reviews[0], by=supervisor)
    said = {"on_track": "yes", "progress": "Good", "support": "Given", "held_on": timezone.localdate()}
    reviews.write(review, review.revision, by=supervisor, **said)
    reviews.complete(review, review.revision, by=supervisor)
    reviews.ask_for_change(review, review.revision, note="A date", worker_comment="", by=worker)
    reviews.complete(review, review.revision, by=supervisor)
    reviews.sign(review, review.revision, worker_comment="", by=worker)


def assess(enrolment, assessor, decider, outcomes, piece):
    recommendation = assessment.start(enrolment, by=assessor)
    for outcome in outcomes:
        assessment.keep_judgement(
            recommendation,
            outcome,
            revision=recommendation.revision,
            word="met",
            reason="Shown",
            cites=[piece],
            by=assessor,
        )
    kept = {"result": "met", "summary": "All of it", "by": assessor}
    assessment.keep_summary(recommendation, revision=recommendation.revision, **kept)
    assessment.submit(recommendation, revision=recommendation.revision, by=assessor)
    assessment.send_back(recommendation, comment="Look again", by=decider)
    assessment.submit(recommendation, revision=recommendation.revision, by=assessor)
    assessment.decide(recommendation, result=Result.MET, reasons="Met", by=decider)
    (seen, *_) = Decision.objects.latest("pk").seen["judgements"]
    (made_up, *_) = Decision.objects.earliest("pk").seen["judgements"]
    assert seen.keys() == made_up.keys()


def test_it_is_the_same_on_every_run_of_a_day():
    today = timezone.localdate()

    first, second = make_demonstration(today, Counted()), make_demonstration(today, Counted())

    assert first.tables.rows == second.tables.rows
    assert first.tables.changes == second.tables.changes
    assert len(first.tables.rows[Enrolment]) == SOCIAL_WORKERS


@pytest.mark.parametrize("day", [datetime.date(2027, 3, 31), datetime.date(2028, 2, 29)])
def test_it_can_be_made_on_any_day(day):
    made = make_demonstration(day, Counted())

    assert len(made.tables.rows[Enrolment]) == SOCIAL_WORKERS


def test_made_up_people_are_not_added_to_others(settings):
    settings.DEMO = True
    User.objects.create_user("somebody@example.org", "Somebody")

    with pytest.raises(CommandError, match="other people"):
        call_command("load_demo", verbosity=0)


def test_a_real_service_is_not_filled_with_made_up_people():
    with pytest.raises(CommandError, match="not a demonstration"):
        call_command("load_demo", verbosity=0)
    assert not actions.queries.is_loaded()


def test_there_is_enough_to_read():
    pieces = words.pieces()
    kinds = set(EvidenceKind.objects.values_list("code", flat=True))
    codes = set(
        RuleBook.objects.get(programme__code="swip").standards.outcomes.values_list("code", flat=True)
    )

    assert len(pieces) >= 40
    assert {each.kind for each in pieces} == kinds
    shown = Counter(code for each in pieces for code in each.shows)
    assert shown.keys() == codes
    assert min(shown.values()) >= 2


def test_every_story_of_the_cast_is_known():
    told_of = {story for group in words.cast()["social_worker"] for _, _, story in group["people"]}

    assert told_of == STORIES.keys()
