import pytest


@pytest.fixture
def demonstration(settings):
    """The service in demonstration mode; tests run as a real service otherwise."""
    settings.DEMO = True
    settings.ROOT_URLCONF = "swip.demo.tests.demo_urls"
