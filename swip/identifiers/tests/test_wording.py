"""What stands around a day, an age or a number, and how the sentence reads once something else stands there."""

import pytest

from swip.identifiers.rules import Kind, find


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


@pytest.mark.parametrize(
    ("text", "initials"),
    [
        (
            "Her son (DOB unknown) has no N.H.S. number and no E.H.C.P. yet; the child (LAC) takes vitamin K.",
            [],
        ),
        ("Child A and Child B came; Child E did not.", []),
        ("Child J said no. I asked Child K", ["J", "K"]),
        (
            "Mum (S), and Dad (P.), spoke. I spoke to L. She cried; T and V were out.",
            ["S", "P.", "L", "T", "V"],
        ),
        ("I saw J.S. It was late. J.S. slept.", ["J.S", "J.S."]),
    ],
)
def test_letters_are_initials_where_they_stand_for_somebody(text, initials):
    assert texts_in(text) == initials


@pytest.mark.parametrize("number", ["QQ 12 34 56 C", "AB123456C", "ZZ 12 34 56"])
def test_a_national_insurance_number_is_found_also_where_it_is_only_introduced_as_one(number):
    assert texts_in(f"Her National Insurance number is {number}.") == [number]
    assert [each.kind for each in find(f"NI: {number}")] == [Kind.NATIONAL_INSURANCE]


@pytest.mark.parametrize(
    "combination",
    [
        "the only wheelchair user in the village",
        "The only Traveller family on the estate",
        "The only black child in his year",
        "one of five sisters, two of them blind",
    ],
)
def test_what_is_true_of_few_is_found_and_left_to_the_writers_own_words(combination):
    (found,) = find(f"{combination}.")

    assert (found.kind, found.text, found.suggestion) == (Kind.RARE, combination, "")
