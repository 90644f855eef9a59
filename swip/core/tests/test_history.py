import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from swip.accounts.tests.factories import UserFactory
from swip.core import history
from swip.core.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return UserFactory()


def write(person, times=3, **details):
    for number in range(times):
        history.record("user.changed", person, by=person, data={"number": number, "é": "ö"}, **details)


def tamper(sql):
    """As somebody would who can reach the database itself and turns the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql)
        cursor.execute("SET session_replication_role = DEFAULT")


def test_history_says_who_did_what(person):
    write(person, times=1, note="A new name", on_behalf_of="Northshire", rules="SWIP rules 1")

    entry = history.of(person).get()

    assert (entry.by, entry.action, entry.position) == (person, "user.changed", 1)
    assert (entry.note, entry.on_behalf_of, entry.rules) == ("A new name", "Northshire", "SWIP rules 1")


def test_chains_are_counted_apart(person):
    write(person)
    write(UserFactory(), times=1)

    assert [entry.position for entry in history.of_chain(person.history_chain)] == [1, 2, 3]


@pytest.mark.parametrize("change", [lambda entry: entry.save(), lambda entry: entry.delete()])
def test_an_entry_can_be_neither_changed_nor_deleted(person, change):
    write(person, times=1)

    with (
        pytest.raises(DatabaseError, match="Cannot update or delete"),
        transaction.atomic(),
    ):
        change(Entry.objects.get())


def test_an_entry_cannot_choose_its_place_or_its_hash(person):
    write(person)
    Entry.objects.create(
        chain=person.history_chain,
        position=1,
        hash="0" * 64,
        action="x",
        subject_type="x",
        subject_id=1,
        by=None,
    )

    assert history.of_chain(person.history_chain).last().position == 4
    assert history.first_broken_links() == []


@pytest.mark.parametrize(
    ("sql", "position"),
    [
        ("UPDATE core_entry SET note = 'never said' WHERE position = 2", 2),
        ("UPDATE core_entry SET by_id = NULL WHERE position = 1", 1),
        ("DELETE FROM core_entry WHERE position = 2", 3),
        ("DELETE FROM core_entry WHERE position = 1", 2),
        ("UPDATE core_entry SET at = at + interval '1 second' WHERE position = 3", 3),
        ("UPDATE core_entry SET position = position + 1 WHERE position = 3", 4),
    ],
)
def test_the_check_names_the_first_link_that_was_tampered_with(person, sql, position):
    write(person)
    assert history.first_broken_links() == []

    tamper(sql)

    broken = history.first_broken_links(person.history_chain)
    assert [(link.chain, link.position) for link in broken] == [(person.history_chain, position)]
    with pytest.raises(CommandError, match=f"{person.history_chain}: broken at entry {position}"):
        call_command("check_history")


def test_the_check_says_what_it_has_walked(person, capsys):
    write(person)

    call_command("check_history", chain=person.history_chain)

    assert capsys.readouterr().out == "3 entries, chains: 1. Every link holds.\n"
