"""What the benchmarks rest on: the numbers of a country, and that they keep away from a service."""

import pytest
from django.db import connection

from bench import load, make_country, place


@pytest.mark.parametrize("people", [60, 1000, 6000])
def test_everybody_is_somewhere(people):
    plans = make_country.plan(people)

    assert sum(each.people for each in plans) == people
    assert max(each.people for each in plans) >= min(people / 2, load.ONE_PAGE)


def test_the_whole_country_has_as_many_employers_as_there_are_councils():
    assert len(make_country.plan(make_country.WHOLE_COUNTRY)) == make_country.EMPLOYERS


def test_a_large_cohort_is_with_one_employer():
    (plan,) = make_country.plan(make_country.ONE_COHORT)

    assert plan.people == make_country.ONE_COHORT


def test_nobody_is_called_the_same():
    assert len({make_country.name(number) for number in range(60_000)}) == 60_000


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["service", "demonstration"])
def test_a_database_that_was_made_for_something_else_is_left_alone(kind):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE installation (key text PRIMARY KEY, value text NOT NULL)")
        place.mark(cursor, "kind", kind)

        with pytest.raises(place.NotOurs):
            place.read_marks(cursor)


def test_a_form_is_sent_back_with_one_more_word():
    page = """
        <form method="get"><input name="q" value="x"></form>
        <form method="post"><input type="hidden" name="revision" value="7"><input type="checkbox" name="no" value="1">
        <textarea name="what_happened">I listened 4</textarea></form>
    """

    assert load.filled_in(page).startswith("revision=7&what_happened=I+listened+")
    assert "no=" not in load.filled_in(page)
