"""What stands around a day, an age or a number, and how the sentence reads once something else stands there."""

import datetime

import pytest

from swip.identifiers.rules import Kind, find, replace


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
        ("I sat with J and M. J slept. M drew.", ["J", "M", "J", "M"]),
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


# ---- Everything accepted that is suggested: what each sentence says then

ON = datetime.date(2026, 6, 1)
SENTENCES = [
    (
        "The hearing was on 12 Jan. It was hard.",
        "The hearing was in January. It was hard.",
    ),
    (
        "She died on Tuesday, 14th June 2022, and he was arrested 11.3.2024.",
        "She died in June 2022, and he was arrested in March 2024.",
    ),
    (
        "On 3 and 4 May 2024 she was in court; the 8 July 2024 hearing was moved.",
        "In May 2024 she was in court; the July 2024 hearing was moved.",
    ),
    (
        "14 June 2022 was the day he was stabbed.",
        "June 2022 was the day he was stabbed.",
    ),
    (
        "His birthday is 4 May. We baked.",
        "His birthday is in the spring. We baked.",
    ),
    (
        "Since her birthday, the 2nd of May, she eats. The baby is due on 16 July.",
        "Since her birthday, in the spring, she eats. The baby is due in the summer.",
    ),
    (
        "She was born on 12 March 2015.",
        "She was of junior school age.",
    ),
    (
        "He was born on 12 March 2012 and lives with his aunt.",
        "He was in his mid teens and lives with his aunt.",
    ),
    (
        "The twins were born on 29 February 2020 at twenty-nine weeks.",
        "The twins were born five to seven years ago at twenty-nine weeks.",
    ),
    (
        "Born 17 Oct 2016, he is the youngest. His sister (born 7/7/07) left.",
        "Born eight to eleven years ago, he is the youngest. His sister (in her late teens) left.",
    ),
    (
        "Her son (DOB 3.4.2017) hid. His date of birth is 04/09/2013.",
        "Her son (of junior school age) hid. His date of birth is that of a young person in their early teens.",
    ),
    (
        "Date of birth: 3.5.2018",
        "Age: of junior school age",
    ),
    (
        "A 7-year-old boy came with an 8-year-old autistic girl.",
        "A boy of infant school age came with an autistic girl of junior school age.",
    ),
    (
        "Her 15-year-old brother and her 34-year-old mother met 15-year-old Amira.",
        "Her brother in his mid teens and her mother met teenage Alder.",
    ),
    (
        "A 7-year-old told me that she was 15 years old. A 7-year-old’s drawing hung there.",
        "A child of infant school age told me that she was in her mid teens. A 7-year-old’s drawing hung there.",
    ),
    (
        "My client, aged 15, was found in another town. Aged 9, he ran.",
        "My client, in their mid teens, was found in another town. Of junior school age, he ran.",
    ),
    (
        "The baby was eleven weeks old. At 4 years old he spoke.",
        "The baby was very young. At pre-school age he spoke.",
    ),
    (
        "The eldest has just turned twelve. Ella (9) looks after Max (6 months).",
        "The eldest has just reached their early teens. Alder (of junior school age) looks after Larch (a baby).",
    ),
    (
        "They are the only Somali family in the village.",
        "They are the only Somali family in the village.",
    ),
    (
        "I rang the Kingsway Academy. Oakwood Primary School called back. He plays for Eastfield Rovers.",
        "I rang the academy. The school called back. He plays for the club.",
    ),
    (
        "Her NHS number is 943 476 5919. NHS number 943 476 5919 is hers. NI: jk123456d",
        "Her NHS number is left out here. The NHS number is hers. NI: left out here",
    ),
    (
        "Case number 1234567 was closed. In case ZE23C00123 the judge agreed. I recorded it under 20458831.",
        "The case number was closed. In the case the judge agreed. I recorded it under a reference number.",
    ),
    (
        "They live on Oakfield Road. He stays at 14 Mill Lane, LS9 7TF. They rent Flat 3, 22 Victoria Street.",
        "They live on a street. He stays at an address, postcode left out. They rent a flat.",
    ),
    (
        "They live on the Ashmount Estate. A Rochdale school rang. She moved to Whitby.",
        "They live on the estate. A Rochdale school rang. She moved to a place.",
    ),
    (
        "Her phone (07700 900456) is off; I texted 07700 900321. Her mobile number is 07700 900123.",
        "Her phone (number left out) is off; I texted a phone number. Her mobile number is left out here.",
    ),
    (
        "Families in the BD3 area wait. Her profile, facebook.example.com/kelly, is public. He is @jayden_x07.",
        "Families in the area wait. Her profile, a web page, is public. He is under another name.",
    ),
    (
        "He is at 14 Mill Lane, Whitby YO21 1AB. I wrote it on Mosaic 4471902. Legal: ref. HFX/2231/25.",
        "He is at an address, in a place (postcode left out). I wrote it on Mosaic (number left out). Legal: the ref.",
    ),
    (
        "The River Aire is near. I asked DS Firth. Dear Ada, chips at the Wetherspoons on Church Street?",
        "The river is near. I asked DS Alder. Dear Larch, chips at the Wetherspoons on a street?",
    ),
    (
        "I went to Elmwood House children’s home and to Kirklees; he was in Keighley and Calderdale.",
        "I went to the local children’s home and to a place; he was in a place and a place.",
    ),
    (
        "A black Audi, LM68 XKP, was outside. The van had the number plate P482 KWX.",
        "A black Audi, registration left out, was outside. The van had the number plate.",
    ),
    (
        "After the incident on 10/01/2026 Mia, aged 3 months, left Oakwood School, 5 Mill Lane, in my car AB12 CDE.",
        "After the incident in January 2026 Alder, very young, left the school, address left out, in my car.",
    ),
    (
        "Child J said no, and I spoke to K. She cried.",
        "Child Alder said no, and I spoke to Larch. She cried.",
    ),
]


@pytest.mark.parametrize(("before", "after"), SENTENCES)
def test_a_sentence_still_reads_as_english_when_every_suggestion_is_accepted(before, after):
    found = find(before, on=ON)

    assert replace(before, [(each, each.suggestion or each.text) for each in found]) == after


def test_no_age_is_worked_out_from_a_day_that_never_was_or_is_still_to_come():
    for day in ("31/2/2015", "3 May 2031"):
        (found,) = find(f"He was born on {day}.", on=ON)
        assert "age" not in found.suggestion
        assert "teens" not in found.suggestion
