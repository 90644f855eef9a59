from threading import Barrier, Thread
from urllib.parse import urlencode

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, UserFactory
from swip.core import history
from swip.core.lifecycle import StaleStep
from swip.dashboards import actions
from swip.dashboards.models import SavedView
from swip.dashboards.tests.factories import SavedViewFactory
from swip.enrolment.tests.factories import EnrolmentFactory

pytestmark = pytest.mark.django_db
COHORT, VIEWS, NEW = "/cohort/", "/cohort/views/", "/cohort/views/new/"


@pytest.fixture
def coordinator(client):
    organisation = EnrolmentFactory().employment_periods.get().organisation
    person = AppointmentFactory(organisation=organisation, role=Role.COORDINATOR).person
    client.force_login(person)
    return person


def test_a_view_is_saved_as_it_is_filtered_and_sorted(client, coordinator):
    response = client.post(f"{NEW}?timing=late&sort=-name", {"name": "Late ones"})

    view = SavedView.objects.get(owner=coordinator)
    assertRedirects(response, f"{COHORT}?sort=-name&status=open&timing=late")
    assert view.get_absolute_url() == response.url
    assert history.of(view).last().action == "saved_view.kept"


def test_whatever_else_an_address_says_is_not_saved(client, coordinator):
    client.post(f"{NEW}?timing=late&page=3&team=999999&anything=x", {"name": "Late ones"})

    assert SavedView.objects.get().query == "sort=due&status=open&timing=late"


def test_a_long_name_of_another_script_is_saved_too(client, coordinator):
    name = "อ" * 100
    response = client.post(f"{NEW}?{urlencode({'name': name, 'timing': 'late'})}", {"name": "A name"})

    view = SavedView.objects.get()
    assertRedirects(response, view.get_absolute_url())
    assert len(view.query) > 900
    client.post(f"{NEW}?{urlencode({'name': name + name})}", {"name": "Too long to be anybody's"})
    assert "name=" not in SavedView.objects.get(name__startswith="Too long").query


@pytest.mark.parametrize(
    ("name", "told"),
    [("", "Enter a name for this view"), ("mine", "You have a view of this name already")],
)
def test_a_view_needs_a_name_of_its_own(client, coordinator, name, told):
    SavedViewFactory(owner=coordinator, name="Mine")

    assertContains(client.post(NEW, {"name": name}), told)
    assert SavedView.objects.count() == 1


def test_the_cohort_opens_with_the_view_that_is_shown_first(client, coordinator):
    view = SavedViewFactory(owner=coordinator, is_default=True)

    assertRedirects(client.get(COHORT), view.get_absolute_url())
    assertContains(client.get(f"{COHORT}?status=open"), view.name)


def test_one_view_at_most_is_shown_first(client, coordinator):
    before = SavedViewFactory(owner=coordinator, is_default=True)
    after = SavedViewFactory(owner=coordinator)

    actions.change_view(after, name="Another", is_default=True, by=coordinator)

    assert list(SavedView.objects.filter(is_default=True)) == [after]
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedView.objects.filter(pk=before.pk).update(is_default=True)


def test_a_view_is_renamed(client, coordinator):
    view = SavedViewFactory(owner=coordinator)

    response = client.post(reverse("dashboards:change_view", args=[view.pk]), {"name": "Renamed"})

    assertRedirects(response, VIEWS)
    assertContains(client.get(VIEWS), "Renamed")
    assertContains(client.get(VIEWS), "Next review is: Late")


def test_a_view_keeps_its_own_name(client, coordinator):
    view = SavedViewFactory(owner=coordinator, name="Mine")

    response = client.post(
        reverse("dashboards:change_view", args=[view.pk]), {"name": "Mine", "is_default": "on"}
    )

    assertRedirects(response, VIEWS)


def test_a_view_is_deleted_and_nobody_with_it(client, coordinator):
    view = SavedViewFactory(owner=coordinator)
    address = reverse("dashboards:delete_view", args=[view.pk])

    assertContains(client.get(address), "Only the view goes")
    assertRedirects(client.post(address), VIEWS)

    assertNotContains(client.get(f"{COHORT}?status=open"), view.name)
    assertContains(client.get(VIEWS), "You have not saved a view yet")


def test_each_coordinator_has_their_own_views(client, coordinator):
    theirs = SavedViewFactory(name="Not mine")

    assertNotContains(client.get(VIEWS), theirs.name)
    for page in ["change_view", "delete_view"]:
        assert client.post(reverse(f"dashboards:{page}", args=[theirs.pk])).status_code == 404


# ---- Two windows at once


def all_at_once(*jobs):
    """What went wrong where each of these was done at the same moment."""
    ready, failures = Barrier(len(jobs)), []

    def work(job):
        ready.wait()
        try:
            job()
        except Exception as reason:
            failures.append(type(reason))
        finally:
            connection.close()

    workers = [Thread(target=work, args=[job]) for job in jobs]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    return failures


@pytest.mark.django_db(transaction=True)
def test_a_view_that_is_kept_twice_at_once_is_kept_once():
    person = UserFactory()

    def keep():
        actions.keep_view(name="Late ones", query="timing=late", is_default=True, by=person)

    assert all_at_once(keep, keep, keep) == []
    assert SavedView.objects.filter(owner=person).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_views_that_are_put_first_at_once_one_is_first():
    person = UserFactory()
    first, second = (SavedViewFactory(owner=person) for _ in range(2))

    def put_first(view):
        actions.change_view(view, name=view.name, is_default=True, by=person)

    assert all_at_once(lambda: put_first(first), lambda: put_first(second)) == []
    assert SavedView.objects.filter(owner=person, is_default=True).count() == 1


def test_a_name_that_another_window_has_just_given_is_told(coordinator):
    mine, other = (SavedViewFactory(owner=coordinator) for _ in range(2))

    with pytest.raises(StaleStep):
        actions.keep_view(name=mine.name.upper(), query="timing=soon", by=coordinator)
    with pytest.raises(StaleStep):
        actions.change_view(other, name=mine.name, is_default=False, by=coordinator)


def test_a_view_that_another_window_has_just_deleted_is_told(coordinator):
    view = SavedViewFactory(owner=coordinator)
    SavedView.objects.filter(pk=view.pk).delete()

    with pytest.raises(StaleStep):
        actions.change_view(view, name="Another", is_default=False, by=coordinator)
