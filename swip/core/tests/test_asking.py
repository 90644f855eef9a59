import pytest
from django.db.models import Value

from swip.accounts.models import User
from swip.accounts.tests.factories import UserFactory
from swip.core.asking import among_them, ask

pytestmark = pytest.mark.django_db


def names():
    return User.objects.filter(among_them("pk")).order_by("name").values_list("name")


def named_like(start):
    return names().filter(name__startswith=start)


def names_twice():
    return (
        names().order_by().union(names().order_by().annotate(again=Value("%")).values_list("name"), all=True)
    )


def test_only_those_asked_about_are_found():
    ada, _, zofia = UserFactory(name="Ada"), UserFactory(name="Amina"), UserFactory(name="Zofia")

    assert ask(names, [zofia.pk, ada.pk]) == [("Ada",), ("Zofia",)]
    assert ask(names, []) == []


def test_the_words_stay_the_same_and_what_they_find_does_not():
    people = [UserFactory(name=name) for name in ("Ada", "Amina")]
    numbers = [each.pk for each in people]
    assert len(ask(names, numbers)) == 2

    people[0].delete()

    assert ask(names, numbers) == [("Amina",)]


@pytest.mark.parametrize("start", ["100%", "O'Neil", "%s", "{1}"])
def test_whatever_else_is_asked_is_taken_as_it_stands(start):
    person = UserFactory(name=f"{start} of it")

    assert ask(named_like, [person.pk], start) == [(f"{start} of it",)]
    assert ask(named_like, [person.pk], "other") == []


def test_a_question_of_two_parts_gets_the_numbers_in_both():
    person = UserFactory()

    assert ask(names_twice, [person.pk]) == [(person.name,)] * 2
