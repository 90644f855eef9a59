import pytest

from swip.enrolment.models import Pairing
from swip.enrolment.tests.factories import EnrolmentFactory, named_instead
from swip.reviews import actions, permissions
from swip.reviews.tests.factories import ReviewFactory
from tests.access_world import LOOKED_AFTER_BY, make_world

pytestmark = pytest.mark.django_db
SUPERVISOR, WORKER = {"supervisor"}, {"social_worker"}


def people_who(world, permission, record):
    return {name for name, person in world.people.items() if permission(person).contains(record)}


@pytest.mark.parametrize(
    ("status", "see", "write", "sign"),
    [
        ("draft", SUPERVISOR, SUPERVISOR, set()),
        ("completed", LOOKED_AFTER_BY | WORKER, set(), WORKER),
        ("signed", LOOKED_AFTER_BY | WORKER, set(), set()),
    ],
)
def test_who_reads_who_writes_and_who_signs(status, see, write, sign):
    world = make_world()
    review = ReviewFactory(enrolment=world.enrolment, status=status)

    assert people_who(world, permissions.visible_to, review) == see
    assert people_who(world, permissions.writable_by, review) == write
    assert people_who(world, permissions.signable_by, review) == sign
    assert people_who(world, permissions.drafts_readable_by, review) == SUPERVISOR


def test_a_review_that_is_written_again_stays_readable_to_the_social_worker():
    world = make_world()
    review = ReviewFactory(enrolment=world.enrolment, status="completed")
    actions.ask_for_change(
        review, 0, note="The date is wrong", worker_comment="", by=world.enrolment.social_worker
    )

    assert people_who(world, permissions.visible_to, review) == SUPERVISOR | WORKER
    assert people_who(world, permissions.own_completed, review) == WORKER
    assert people_who(world, permissions.signable_by, review) == set()


def test_who_starts_a_review_and_who_looks_for_them():
    world = make_world()

    assert people_who(world, permissions.startable_by, world.enrolment) == SUPERVISOR
    assert people_who(world, permissions.followed_by, world.enrolment) == LOOKED_AFTER_BY | WORKER


def test_the_supervisor_of_today_goes_on_with_what_another_began():
    review = ReviewFactory()
    former = review.enrolment.supervisor
    new = named_instead(review.enrolment, Pairing.Kind.SUPERVISOR)

    assert permissions.writable_by(new).contains(review)
    assert not permissions.visible_to(former).contains(review)


def test_nothing_is_written_once_the_programme_has_ended_but_it_can_be_signed():
    ended = EnrolmentFactory(status="withdrawn")
    draft = ReviewFactory(enrolment=ended)
    completed = ReviewFactory(enrolment=ended, stage=ended.rule_book.reviews[1], status="completed")

    assert not permissions.writable_by(ended.supervisor).contains(draft)
    assert not permissions.startable_by(ended.supervisor).contains(ended)
    assert permissions.signable_by(ended.social_worker).contains(completed)
