import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from swip.accounts.models import Role, User
from swip.accounts.tests.factories import AppointmentFactory, UserFactory
from swip.core import history
from swip.demo import actions, rules
from swip.demo.urls import urlpatterns
from swip.enrolment.tests.factories import EnrolmentFactory
from swip.evidence.tests.factories import EvidenceFactory
from swip.notifications.mail import FolderBackend

pytestmark = pytest.mark.django_db
PLACES = ["/demo/", "/demo/mail/", "/demo/mail/a-letter/"]


def signed_in(client):
    return client.session.get("_auth_user_id")


@pytest.mark.parametrize("place", PLACES)
def test_a_real_service_has_no_such_page(client, place):
    client.force_login(UserFactory())

    assert client.get(place).status_code == 404


def test_nobody_can_be_somebody_else_in_a_real_service(client):
    person = UserFactory()

    assert client.post(f"/demo/be/{person.pk}/").status_code == 404
    assert signed_in(client) is None


def test_even_where_the_page_were_there_a_real_service_refuses(client, settings):
    settings.ROOT_URLCONF = "swip.demo.tests.demo_urls"
    person = UserFactory()

    assert client.post(reverse("demo:be", args=[person.pk])).status_code == 403
    assert signed_in(client) is None


@pytest.mark.usefixtures("demonstration")
class TestADemonstration:
    def test_every_page_is_there_without_signing_in(self, client):
        assert {route.name for route in urlpatterns} == {"people", "be", "mail", "letter"}
        assert not any(route.callback.login_required for route in urlpatterns)
        assert client.get(reverse("demo:people")).status_code == 200
        assert client.get(reverse("demo:mail")).status_code == 200

    def test_one_button_signs_in_and_goes_home(self, client):
        person = UserFactory()

        response = client.post(reverse("demo:be", args=[person.pk]))

        assertRedirects(response, reverse("dashboards:home"))
        assert signed_in(client) == str(person.pk)
        assert history.of(person).last().action == "user.signed_in"

    def test_who_was_signed_in_before_is_signed_out(self, client):
        first, second = UserFactory.create_batch(2)
        client.post(reverse("demo:be", args=[first.pk]))
        session = client.session.session_key

        client.post(reverse("demo:be", args=[second.pk]))

        assert signed_in(client) == str(second.pk)
        assert client.session.session_key != session

    def test_a_link_alone_signs_nobody_in(self, client):
        person = UserFactory()

        assert client.get(reverse("demo:be", args=[person.pk])).status_code == 405

    def test_a_form_of_another_site_signs_nobody_in(self):
        client, person = Client(enforce_csrf_checks=True), UserFactory()

        assert client.post(reverse("demo:be", args=[person.pk])).status_code == 403
        assert signed_in(client) is None

    @pytest.mark.parametrize("gone", [True, False])
    def test_somebody_who_is_not_there_cannot_be(self, client, gone):
        number = 0 if gone else UserFactory(is_active=False).pk

        assert client.post(reverse("demo:be", args=[number])).status_code == 404

    def test_what_waits_is_said_of_each(self, client):
        enrolment = EnrolmentFactory()
        EvidenceFactory(enrolment=enrolment, status="returned")
        EvidenceFactory(enrolment=enrolment, status="submitted")

        response = client.get(reverse("demo:people"))

        assertContains(response, "Social workers with evidence sent back")
        assertContains(response, "One piece to change and hand in again.")
        assertContains(
            response, "Supervises one person. One piece of evidence to read, the oldest for 0 days."
        )

    def test_every_role_has_its_group(self, client):
        for role in Role:
            AppointmentFactory(role=role)

        response = client.get(reverse("demo:people"))

        for _, title, _ in rules.KINDS[-len(Role) :]:
            assertContains(response, f">{title}</h2>")

    def test_the_page_asks_the_database_no_more_for_more_people(self, client, django_assert_max_num_queries):
        for _ in range(3):
            EvidenceFactory(status="submitted")
        client.get(reverse("demo:people"))  # what is kept in memory is kept now

        with django_assert_max_num_queries(20):
            client.get(reverse("demo:people"))

    def test_letters_can_be_read(self, client):
        letter = mail.EmailMessage("Your sign-in code", "Your code is 1234-5678\n", to=["ada@example.org"])
        FolderBackend().send_messages([letter])

        listed = client.get(reverse("demo:mail"))
        assertContains(listed, "Your sign-in code")
        shown = client.get(reverse("demo:letter", args=[letter.reference]))
        assertContains(shown, "Your code is 1234-5678")

    def test_a_letter_that_is_not_there(self, client):
        assert client.get(reverse("demo:letter", args=["nothing"])).status_code == 404

    def test_every_page_leads_to_the_people(self, client):
        assertContains(client.get(reverse("standards:frameworks")), "Demonstration people")


def test_loading_needs_a_demonstration():
    with pytest.raises(actions.NotADemonstration):
        actions.load()
    assert not User.objects.exists()
