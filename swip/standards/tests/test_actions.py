"""Frameworks and links are loaded wholly or not at all, and what is published stays as it is."""

import dataclasses
import shutil
from datetime import date
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from swip.accounts.tests.factories import UserFactory
from swip.core import history
from swip.standards import actions
from swip.standards.actions import DATA, load_crosswalk, load_folder, load_framework
from swip.standards.models import Association, Crosswalk, FrameworkVersion, Item, KeyTerm
from swip.standards.reading import CannotRead
from swip.standards.tests.factories import FrameworkVersionFactory, made_up, outcome

pytestmark = pytest.mark.django_db

CLOSE = "Applied anti-discriminatory practice [confidence=medium]"


@pytest.fixture
def folder(tmp_path):
    """The data of the service, to be spoiled."""
    return shutil.copytree(DATA, tmp_path / "data")


def spoil(path, was, becomes):
    text = path.read_text()
    assert text.count(was) == 1
    path.write_text(text.replace(was, becomes))


def everything():
    """Each row of the room, as it stands in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE 'standards%' ORDER BY 1")
        rows = {}
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT t::text FROM {table} AS t ORDER BY 1")  # noqa: S608
            rows[table] = cursor.fetchall()
        return rows


def test_all_published_frameworks_and_links_are_loaded():
    load_folder()

    assert set(FrameworkVersion.objects.values_list("framework__code", "code")) == {
        ("PQS", "2025-consultation-draft"),
        ("KSS", "2018"),
        ("SWE", "2019"),
        ("PCF", "2018"),
        ("CSCNF", "2023"),
    }
    pqs = FrameworkVersion.objects.get(framework__code="PQS")
    assert pqs.get_status_display() == "Consultation draft, never in force"
    assert pqs.published_on == date(2025, 3, 1)
    assert [pqs.items.groups().count(), pqs.outcomes.count(), pqs.items.prompts().count()] == [6, 26, 370]
    assert pqs.outcomes.first().code == "1.1"
    assert Association.objects.count() == 233
    assert Association.objects.found_nothing().count() == 2
    assert not Association.objects.exclude(reviewed_on=None).exists()


def test_loading_again_changes_nothing_and_says_so(capsys):
    call_command("load_standards")
    before = everything()

    call_command("load_standards")

    assert everything() == before
    assert capsys.readouterr().out.endswith("Nothing has changed.\n")


def test_loading_is_written_in_the_history():
    version = FrameworkVersionFactory()
    assert history.of(version).last().action == "standards.loaded"


def test_identifiers_are_the_same_on_every_installation():
    """These are in circulation: a change of any of them breaks what people and systems have kept."""
    load_folder()
    pqs = FrameworkVersion.objects.get(framework__code="PQS")
    assert pqs.identifier == UUID("b6b4465c-cfb9-5c5f-8722-cbe802e3a5e3")
    assert pqs.items.get(code="1.1").identifier == UUID("818e8ae0-5284-5db4-83e2-694afc80b87c")
    assert pqs.items.get(code="3.1 K10").identifier == UUID("6fc8a3a5-8618-5230-82e0-8a47243defb5")
    assert Association.objects.first().identifier == UUID("73940408-510c-5e30-957b-e1800f12198f")


def test_any_fault_leaves_everything_as_it_was(folder):
    spoil(folder / "crosswalk.csv", "1.1,SWE-2019,1.5,", "1.1,SWE-2019,1.55,")

    with pytest.raises(
        CommandError, match=r"Nothing has changed\. crosswalk\.csv, line 3: item_code: .*“1\.55”"
    ):
        call_command("load_standards", folder=folder)

    assert not FrameworkVersion.objects.exists()


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("1.1,KSS-2018,-", "1.9,KSS-2018,-", "line 2: pqs_outcome: PQS has no outcome “1.9”"),
        ("1.1,KSS-2018,-", "1.1,KSS-2019,-", "line 2: framework: “KSS-2019” is not among"),
        (
            "1.1,KSS-2018,-,(no item),none",
            "1.1,KSS-2018,-,(no item),strong",
            "line 2: strength: “none” goes with",
        ),
        ("1.1,SWE-2019,1.5,", "1.1,SWE-2019,1.50,", "line 3: item_code: SWE-2019 has no item “1.50”"),
        (
            "1.1,PCF-2018,3,Diversity and equality,strong",
            "1.1,PCF-2018,3,Diversity and equality,weak",
            "line 6: strength: “weak” is not one of",
        ),
        ("1.1,PCF-2018,3,Diversity and", "1.1,PCF-2018,3,Diversity or", "line 6: item_title: PCF-2018 3 is"),
        (
            "Identity and its intersections are the core of this PCF domain [confidence=medium]",
            "Identity",
            "line 6: rationale: does not end in",
        ),
        ("1.1,SWE-2019,1.3,partnership", "1.1,SWE-2019,1.5,partnership", "line 4: item_title"),
    ],
)
def test_a_link_that_does_not_fit_is_refused_with_its_row_and_column(folder, was, becomes, told):
    spoil(folder / "crosswalk.csv", was, becomes)
    with pytest.raises(CannotRead, match=r"crosswalk\.csv") as refused:
        load_folder(folder)
    assert told in str(refused.value)


def test_a_link_can_be_changed_added_and_taken_away(folder):
    load_folder(folder)
    spoil(folder / "crosswalk.csv", CLOSE, "Very close [confidence=high]")
    table = folder / "crosswalk.csv"
    lines = table.read_text().splitlines()
    table.write_text("\n".join(lines[:-1]) + "\n")
    spoil(folder / "crosswalk.toml", "rows = 233", "rows = 232")

    *_, loaded = load_folder(folder)

    assert loaded.what == "0 added, 1 changed, 1 taken away"
    assert Association.objects.count() == 232


def test_a_file_does_not_change_what_somebody_has_reviewed(folder):
    load_folder(folder)
    association = Association.objects.get(reason="Applied anti-discriminatory practice")
    association.reviewed_by, association.reviewed_on = UserFactory(), timezone.localdate()
    association.save()
    spoil(folder / "crosswalk.csv", CLOSE, "Very close [confidence=high]")

    with pytest.raises(CannotRead, match="this link has been reviewed"):
        load_folder(folder)


def test_another_text_under_the_same_version_is_refused():
    load_framework(made_up())
    with pytest.raises(CannotRead, match="published with another text"):
        load_framework(made_up(domains=3))
    assert FrameworkVersion.objects.get().items.count() == 18


def test_a_version_comes_into_force_and_its_text_stays():
    load_framework(made_up(status="not_yet_in_force"))
    loaded = load_framework(made_up(status="in_force", valid_from=date(2027, 4, 1)))

    assert loaded.what == "now in force"
    assert FrameworkVersion.objects.get().valid_from == date(2027, 4, 1)
    assert history.of(FrameworkVersion.objects.get()).last().action == "standards.status_changed"


def test_a_new_version_stands_beside_the_old():
    load_framework(made_up(version="1"))
    load_framework(made_up(version="2", domains=1))
    first, second = FrameworkVersion.objects.order_by("code")
    assert first.framework == second.framework
    assert first.outcomes.first().identifier != second.outcomes.first().identifier


def test_a_draft_can_be_loaded_anew():
    load_framework(made_up(), publish=False)
    load_framework(made_up(domains=3), publish=False)
    assert FrameworkVersion.objects.get().items.groups().count() == 3


def refused():
    return pytest.raises(IntegrityError, match="A published version of the standards stays as it is")


@pytest.mark.parametrize("name", ["items", "kinds", "terms"])
def test_the_database_refuses_to_change_or_delete_what_is_published(name):
    rows = getattr(FrameworkVersionFactory(), name).order_by("-pk")
    with refused(), transaction.atomic():
        rows.update(position=999)
    with refused(), transaction.atomic():
        rows._raw_delete(rows.db)  # past Django, straight to the table


def test_the_database_refuses_to_add_to_what_is_published():
    version = FrameworkVersionFactory()
    with refused(), transaction.atomic():
        KeyTerm.objects.create(
            version=version, term="New", slug="new", meaning="?", position=9, identifier=UUID(int=1)
        )


def test_the_database_refuses_to_move_an_item_out_of_what_is_published():
    item = outcome()
    draft = FrameworkVersionFactory(publish=False)
    with refused(), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(version=draft)


@pytest.mark.parametrize(
    "change", [{"title": "Other"}, {"is_published": False}, {"attribution": "Ours"}, {"fingerprint": "x"}]
)
def test_the_database_refuses_to_rewrite_a_published_version(change):
    version = FrameworkVersionFactory()
    with refused(), transaction.atomic():
        FrameworkVersion.objects.filter(pk=version.pk).update(**change)


def test_the_database_refuses_to_delete_a_published_version():
    version = FrameworkVersionFactory()
    with refused(), transaction.atomic():
        version.delete()


def test_a_link_without_an_item_is_one_that_found_nothing():
    version = FrameworkVersionFactory()
    crosswalk = Crosswalk.objects.create(
        code="c", title="c", version=version, maker="us", caution="!", identifier=UUID(int=2)
    )
    with pytest.raises(IntegrityError, match="association_without_destination_is_none"):
        Association.objects.create(
            crosswalk=crosswalk,
            origin=version.outcomes.first(),
            destination_version=version,
            strength="strong",
            reason="?",
            confidence="low",
            position=1,
            identifier=UUID(int=3),
        )


def test_loading_takes_few_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(150):
        load_folder()
    with django_assert_max_num_queries(60):
        load_folder()


def test_what_two_files_say_of_the_same_licence_does_not_flip(folder):
    load_folder(folder)
    assert not any(each.has_changed for each in load_folder(folder))


def test_a_folder_without_frameworks_is_told(tmp_path):
    with pytest.raises(CannotRead, match="holds no frameworks"):
        load_folder(tmp_path)


def test_a_crosswalk_of_a_framework_that_is_not_loaded_is_told(folder):
    with pytest.raises(CannotRead, match="of a framework PQS is loaded"):
        load_crosswalk(folder / "crosswalk.toml")


def test_the_fingerprint_does_not_see_what_changes_with_time():
    read = made_up()
    later = dataclasses.replace(read, version=dataclasses.replace(read.version, status="superseded"))
    assert read.fingerprint == later.fingerprint
    assert read.fingerprint != made_up(domains=1).fingerprint


def test_the_folder_is_the_one_that_ships():
    assert (actions.DATA / "LICENCE.md").exists()
