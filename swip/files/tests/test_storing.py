"""Files are kept once, held by a record, and gone with the last one; nobody learns of anybody else's."""

import datetime

import pytest
from django.core.files.storage import default_storage
from django.db.models import ProtectedError
from django.utils import timezone

from swip.accounts.tests.factories import UserFactory
from swip.core.lifecycle import StaleStep
from swip.files import actions, permissions, queries
from swip.files.checking import FileRefused
from swip.files.models import Content, StoredFile
from swip.files.tests.factories import StoredFileFactory, UploadFactory, a_checked_file

pytestmark = pytest.mark.django_db
MEGABYTE = 1_000_000


def keys_in_the_storage():
    try:
        return [
            name
            for part in default_storage.listdir("files")[0]
            for name in default_storage.listdir(f"files/{part}")[1]
        ]
    except FileNotFoundError:
        return []


def test_the_same_file_is_stored_once_and_goes_with_the_last_one(django_capture_on_commit_callbacks):
    one, other = UserFactory(), UserFactory()
    with django_capture_on_commit_callbacks(execute=True):
        first = actions.keep(a_checked_file("plan.txt", b"The plan"), owner=one)
        second = actions.keep(a_checked_file("mine.txt", b"The plan"), owner=other)
    assert first.content == second.content
    assert (first.name, second.name) == ("plan.txt", "mine.txt")
    assert len(keys_in_the_storage()) == Content.objects.count() == 1
    assert queries.quota_of(other).used == len(b"The plan"), (
        "what is shared counts for each, or the sum would tell"
    )
    with django_capture_on_commit_callbacks(execute=True):
        actions.drop(first)
    assert second.open().read() == b"The plan"
    with pytest.raises(ProtectedError):
        second.content.delete()
    with django_capture_on_commit_callbacks(execute=True):
        actions.drop(second)
    assert not keys_in_the_storage()
    assert not Content.objects.exists()


def test_a_file_is_written_as_slowly_when_somebody_has_it_already(monkeypatch):
    """Whoever could time the storage would learn that it is there."""
    written = []
    save = default_storage.save
    monkeypatch.setattr(
        default_storage, "save", lambda name, *more: written.append(name) or save(name, *more)
    )
    actions.keep(a_checked_file(), owner=UserFactory())
    actions.keep(a_checked_file(), owner=UserFactory())
    assert len(set(written)) == 2


def test_a_storage_that_is_away_is_told_and_leaves_nothing_behind(monkeypatch):
    def away(*anything):
        raise OSError("No space left on device")

    monkeypatch.setattr(default_storage, "save", away)
    with pytest.raises(FileRefused, match="Try again in a few minutes"):
        actions.keep(a_checked_file(), owner=UserFactory())
    assert not Content.objects.exists()


def test_nobody_keeps_more_than_their_quota(settings):
    settings.FILE_QUOTA_BYTES = 3 * MEGABYTE
    owner = UserFactory()
    actions.keep(a_checked_file(data=b"1" * 2 * MEGABYTE), owner=owner)
    assert queries.quota_of(owner).words == "2 MB of 3 MB used"
    with pytest.raises(FileRefused, match=r"it needs 1\.1 MB, and 1 MB of your 3 MB are left"):
        actions.keep(a_checked_file(data=b"2" * (MEGABYTE + 9)), owner=owner)
    actions.keep(a_checked_file(data=b"1" * 2 * MEGABYTE), owner=UserFactory())


def test_a_file_is_held_by_one_record():
    stored = actions.keep(a_checked_file(), owner=UserFactory())
    actions.hold(stored)
    with pytest.raises(StaleStep):
        actions.hold(stored)


def test_what_nothing_holds_is_cleared_away_after_a_day(django_capture_on_commit_callbacks):
    held, fresh, left = (
        StoredFileFactory(data=b"1"),
        StoredFileFactory(data=b"2"),
        StoredFileFactory(data=b"3"),
    )
    half_written = Content.objects.create(file="files/ab/gone", size=5)
    UploadFactory(expires_at=timezone.now())
    on_its_way = UploadFactory()
    two_days_ago = timezone.now() - datetime.timedelta(days=2)
    StoredFile.objects.filter(pk__in=[held.pk, left.pk]).update(stored_at=two_days_ago)
    StoredFile.objects.filter(pk__in=[fresh.pk, left.pk]).update(held_since=None)
    Content.objects.filter(pk=half_written.pk).update(written_at=two_days_ago)
    with django_capture_on_commit_callbacks(execute=True):
        actions.clear_away()
    assert set(StoredFile.objects.all()) == {held, fresh}
    assert len(keys_in_the_storage()) == Content.objects.count() == 2
    assert list(permissions.uploads_of(on_its_way.owner)) == [on_its_way]


@pytest.mark.parametrize(
    ("scan", "without_scanner", "others_open_it"),
    [
        ("clean", "refuse", True),
        ("waiting", "refuse", False),
        ("not_scanned", "refuse", False),
        ("waiting", "accept", True),
        ("not_scanned", "accept", True),
    ],
)
def test_others_open_what_was_scanned_or_need_not_be(settings, scan, without_scanner, others_open_it):
    settings.FILES_WITHOUT_SCANNER = without_scanner
    stored = StoredFileFactory(scan=scan)
    assert permissions.openable_by(stored.owner).contains(stored)
    assert permissions.openable_by(UserFactory()).contains(stored) is others_open_it
