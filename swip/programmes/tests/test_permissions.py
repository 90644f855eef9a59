import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, UserFactory
from swip.programmes import permissions
from swip.programmes.tests.factories import rule_book, rule_book_draft

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)


def editor():
    return AppointmentFactory(role=Role.PROGRAMME_EDITOR).person


def former_editor():
    return AppointmentFactory(role=Role.PROGRAMME_EDITOR, ends_on=YESTERDAY).person


def coordinator():
    return AppointmentFactory(role=Role.COORDINATOR).person


@pytest.mark.parametrize(
    ("make_person", "edits"),
    [(editor, True), (former_editor, False), (coordinator, False), (AnonymousUser, False)],
)
def test_only_who_edits_programmes_today_sees_drafts(make_person, edits):
    person = make_person()
    draft = rule_book_draft(by=UserFactory())
    published = draft.drafted_from

    assert permissions.edited_by(person).contains(draft) is edits
    assert permissions.drafted_from_by(person).contains(published) is edits
    assert permissions.renamed_by(person).contains(draft.programme) is edits
    assert permissions.readable_by(person).contains(published)
    assert not permissions.readable_by(person).contains(draft)


def test_a_new_version_is_drafted_from_what_is_published_only():
    person = editor()
    draft = rule_book_draft(by=person)

    assert not permissions.drafted_from_by(person).contains(draft)
    assert permissions.programmes_known_to(person).contains(rule_book().programme)
