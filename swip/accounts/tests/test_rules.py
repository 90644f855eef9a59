import datetime

import pytest

from swip.accounts.rules import (
    device_in_words,
    names_agree,
    register_number_from,
    register_warnings,
)

TODAY = datetime.date(2026, 11, 22)
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (WINDOWS + "Chrome/142.0.0.0 Safari/537.36", "Chrome on Windows"),
        (WINDOWS + "Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0", "Edge on Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1",
            "Safari on an iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/142.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Windows NT 10.0)", "A browser on Windows"),
        ("curl/8.0", "A browser we do not know"),
        ("", "A browser we do not know"),
    ],
)
def test_a_device_is_called_what_people_call_it(user_agent, words):
    assert device_in_words(user_agent) == words


@pytest.mark.parametrize("typed", ["SW12345", "sw12345", " sw 12345 ", "SW-12345"])
def test_a_register_number_is_read_however_it_is_spaced(typed):
    assert register_number_from(typed) == "SW12345"


@pytest.mark.parametrize(
    ("ours", "theirs", "agree"),
    [
        ("Cara Cole", "CARA COLE", True),
        ("Cara Cole", "Cole, Cara", True),
        ("Cara Cole", "Ms Cara Ann Cole", True),
        ("Cara May Cole", "Cara Ann Cole", True),
        ("Zoë O’Neill", "Zoe O'Neill", True),
        ("Ana Smith-Jones", "Ana Smith Jones", True),
        ("Cara Cole", "Cara Brown", False),
        ("Cara Cole", "", False),
        ("", "", False),
    ],
)
def test_names_agree_when_they_may_well_be_one_persons(ours, theirs, agree):
    assert names_agree(ours, theirs) is agree


@pytest.mark.parametrize(
    ("seen", "warned"),
    [
        ({}, []),
        ({"is_found": False}, ["The register number was not found on the register"]),
        (
            {"registered_name": "Bo Li"},
            ["The register has the name “Bo Li”, and this service “Cara Cole”"],
        ),
        ({"registered_until": TODAY}, []),
        ({"registered_until": TODAY.replace(day=1)}, ["The registration ended on 1 November 2026"]),
        ({"status": "Suspended"}, ["The register gives the status “Suspended”"]),
        ({"status": ""}, []),
        ({"annotations": "Conditions"}, ["The register has an annotation: Conditions"]),
        ({"annotations": "None"}, []),
    ],
)
def test_a_register_check_warns_and_refuses_nothing(seen, warned):
    usual = {
        "is_found": True,
        "registered_name": "Cara Cole",
        "status": "Registered",
        "registered_until": None,
        "annotations": "",
    }
    assert register_warnings(our_name="Cara Cole", today=TODAY, **usual | seen) == warned
