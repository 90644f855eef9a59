import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("accessibility", "Accessibility statement"),
        ("privacy", "Privacy"),
        ("cookies", "Keeps you signed in"),
    ],
)
def test_anyone_can_read_what_we_promise(client, name, said):
    assertContains(client.get(reverse(name)), said)
