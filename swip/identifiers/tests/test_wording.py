"""What stands around a day, an age or a number, and how the sentence reads once something else stands there."""

import pytest

from swip.identifiers.rules import find


def texts_in(text):
    return [each.text for each in find(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("She met me on 12 Jan 2026 and again in Feb. I wrote it up in Sept.", []),
        ("I visited 3 June and 4 April, Mon to Fri, and on Tues too.", []),
        ("From Jan to Mar I saw them; since May, on Sun, and each Thu.", []),
        (
            "Jan said so in Jan, and I told May 3 times. In May, June told Mrs March.",
            ["Jan", "May", "June", "March"],
        ),
    ],
)
def test_a_month_and_a_weekday_are_names_only_where_somebody_is_called_so(text, names):
    assert texts_in(text) == names
