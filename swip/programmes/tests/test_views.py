import csv
import datetime
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory
from swip.core import history
from swip.programmes import actions, models, queries
from swip.programmes.forms import RuleForm
from swip.programmes.models import RuleBook
from swip.programmes.tests.factories import file_of, rule_book, rule_book_draft

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def editor(client):
    person = AppointmentFactory(role=Role.PROGRAMME_EDITOR).person
    client.force_login(person)
    return person


@pytest.fixture
def draft(editor):
    return rule_book_draft(by=editor)


def successor(by, **values):
    """A second version, published from today."""
    book = rule_book_draft(by=by)
    for key, value in values.items():
        rule = book.all_rules.get(key=key.replace("__", "."))
        actions.change_rule(rule, revision=0, by=by, value=value)
    actions.publish(book, from_date=TODAY, by=by)
    return book


def typed(rule, **changes):
    """What the browser sends when the form of a rule is sent as it is, save for some answers."""
    first, last = rule.valid_from, rule.valid_to
    said = {
        "title": rule.title,
        "value": "3",
        "unit": rule.unit,
        "plain_words": rule.plain_words,
        "sources": rule.sources,
        "source_note": rule.source_note,
        "confidence": rule.confidence,
        "may_tighten": rule.may_tighten or "no",
        "revision": rule.revision,
    }
    for name, day in (("valid_from", first), ("valid_to", last)):
        if day:
            said |= {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}
    return said | changes


# For everybody


def test_anybody_finds_the_programmes_and_their_rule_books(client):
    book = rule_book()

    response = client.get(reverse("programmes:programmes"))

    assertContains(response, book.programme.name)
    assertContains(response, book.get_absolute_url())
    assertContains(response, "not official guidance")
    assertNotContains(response, reverse("programmes:drafts"))


def test_the_rule_book_shows_every_rule_in_plain_words(client):
    book = rule_book()

    page = client.get(book.get_absolute_url()).content.decode()

    for rule in book.contents.rules.values():
        assert rule.get_absolute_url() in page
    assert "Somebody watches you work with children or families" in page


def test_the_rule_book_costs_few_queries(client, django_assert_max_num_queries):
    book = rule_book()
    models._remembered.clear()

    with django_assert_max_num_queries(6):
        client.get(book.get_absolute_url())


def test_a_rule_has_a_permanent_page_that_says_why(client):
    rule = rule_book().rule("workload.percent")
    assert rule.get_absolute_url() == "/programmes/swip/rules/2026-1/workload.percent/"

    response = client.get(rule.get_absolute_url())

    assertContains(response, "Size of your workload")
    assertContains(response, "Suffolk County Council")
    assertContains(response, "Medium")
    assertContains(response, "<td", count=4 + 4)


def test_a_rule_page_shows_the_rule_over_the_years_and_elsewhere(client, editor):
    rule_book("asye")
    older = rule_book()
    successor(editor, direct_observations__min=5)

    response = client.get(older.rule_url("direct_observations.min"))

    assertContains(response, "5 observations")
    assertContains(response, "Assessed and Supported Year in Employment")
    assertContains(response, "No longer in force")


def test_a_rule_page_names_the_questions_asked_because_of_it(client):
    response = client.get(rule_book().rule_url("eligibility.swe_registered"))

    assertContains(response, "Are they registered with Social Work England?")


@pytest.mark.parametrize(
    "address",
    [
        "/programmes/unknown/",
        "/programmes/swip/rules/1999-1/",
        "/programmes/swip/rules/2026-1/no.such.rule/",
        "/programmes/swip/rules/1999-1.csv",
    ],
)
def test_what_is_not_there_is_not_found(client, address):
    rule_book()

    assert client.get(address).status_code == 404


def test_a_draft_has_no_public_page(client):
    draft = rule_book_draft(by=AppointmentFactory().person)

    for name in ("rule_book", "rule_book_csv", "rule_book_json"):
        address = reverse(f"programmes:{name}", args=["swip", draft.version])
        assert client.get(address).status_code == 404


def test_two_versions_are_compared_side_by_side(client, editor):
    rule_book()
    successor(editor, direct_observations__min=5)

    address = reverse("programmes:compare", args=["swip"])
    response = client.get(address, {"older": "2026-1", "newer": "2027-1"})

    assertContains(response, "3 observations")
    assertContains(response, "5 observations")
    assertNotContains(response, "Critical reflections")


@pytest.mark.parametrize(
    ("asked", "mistake"),
    [
        ({"older": "2026-1", "newer": "2026-1"}, "Select two different versions"),
        ({"older": "2026-1", "newer": ""}, "Select the newer version"),
        ({"older": "1999-1", "newer": "2026-1"}, "Select the older version"),
    ],
)
def test_a_comparison_that_cannot_be_made_is_told(client, asked, mistake):
    rule_book()

    response = client.get(reverse("programmes:compare", args=["swip"]), asked)

    assertContains(response, mistake)


def test_the_rules_can_be_taken_away_as_a_table_without_formulas(client):
    book = rule_book(changed={"documentation_verified": True})
    row = queries.rows(book)[0]

    response = client.get(reverse("programmes:rule_book_csv", args=["swip", book.version]))

    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert lines[0] == queries.HEADS
    assert len(lines) == 1 + len(book.contents.rules)
    assert lines[1][0] == row[0]
    assert not any(cell.startswith(("=", "+", "-", "@")) for line in lines for cell in line)


def test_the_rules_can_be_taken_away_as_data(client):
    book = rule_book()

    data = client.get(reverse("programmes:rule_book_json", args=["swip", book.version])).json()

    assert data["identifier"] == str(book.identifier)
    assert "Not official guidance" in data["notice"]
    assert {each["key"]: each["value"] for each in data["rules"]}["programme.length_months"] == 24


# For those who write the next version


def test_an_editor_drafts_a_new_version(client, editor):
    published = rule_book()

    response = client.post(reverse("programmes:draft_from", args=["swip"]), {"version": "2027-1"})

    draft = RuleBook.objects.drafts().get()
    assertRedirects(response, draft.get_absolute_url())
    assert draft.drafted_from == published
    assert history.of(draft).last().action == "rule-book.drafted"


@pytest.mark.parametrize(
    ("version", "mistake"),
    [
        ("", "Enter what the new version is called"),
        ("2026-1", "There is a version 2026-1 already"),
        ("Version 2", "must only have small letters, numbers and hyphens"),
    ],
)
def test_a_name_that_a_version_cannot_have_is_told(client, editor, version, mistake):
    rule_book()

    response = client.post(reverse("programmes:draft_from", args=["swip"]), {"version": version})

    assertContains(response, mistake)
    assert not RuleBook.objects.drafts().exists()


def test_the_draft_lists_what_is_in_the_way(client, draft):
    response = client.get(draft.get_absolute_url())

    assertContains(response, "It says the same as SWIP rules 2026-1")
    assertContains(response, "Began a new version of the rules")


def test_an_editor_changes_a_rule(client, draft):
    rule = draft.rule("direct_observations.min")

    response = client.post(rule.get_absolute_url(), typed(rule, value="4"))

    assertRedirects(response, f"{draft.get_absolute_url()}#evidence")
    assertContains(client.get(reverse("programmes:differences", args=[draft.pk])), "4 observations")
    assert draft.all_rules.get(key=rule.key).value == 4


@pytest.mark.parametrize(
    ("key", "changes", "mistake"),
    [
        ("direct_observations.min", {"value": "three"}, "Value must be a whole number"),
        (
            "workload.percent",
            {"value": "1 | many"},
            "Value must have a whole number in line 1, under “Percent”",
        ),
        ("moderation.internal.sample.percent", {"value": "200"}, "Value must be 100 or less"),
        ("direct_observations.min", {"plain_words": ""}, "Enter the rule in plain words"),
        ("direct_observations.min", {"sources": []}, "Select at least one source"),
        ("direct_observations.min", {"confidence": "sure"}, "Select a valid choice"),
        (
            "grant.programme_per_worker",
            {"value": "", "valid_from_day": 2, "valid_from_month": 1, "valid_from_year": 2027}
            | {"valid_to_day": 1, "valid_to_month": 1, "valid_to_year": 2027},
            "Last day it applies must be the same as or after the first day",
        ),
    ],
)
def test_a_mistake_in_a_rule_is_told_and_nothing_is_saved(client, draft, key, changes, mistake):
    rule = draft.rule(key)

    response = client.post(rule.get_absolute_url(), typed(rule, **changes))

    assertContains(response, mistake)
    assertContains(response, "There is a problem")
    assert draft.all_rules.get(key=key).revision == 0


@pytest.mark.parametrize("key", [rule.key for rule in file_of("swip").rules[::9]])
def test_a_rule_sent_as_it_is_stays_as_it_is(client, draft, key):
    before = draft.rule(key)
    sent = typed(before)
    sent.pop("value")
    initial = RuleForm(rule=before).initial["value"]
    if isinstance(initial, datetime.date):
        sent |= {"value_day": initial.day, "value_month": initial.month, "value_year": initial.year}
    else:
        sent["value"] = initial

    client.post(before.get_absolute_url(), sent)

    after = draft.all_rules.get(key=key)
    assert after.revision == 1
    assert [getattr(after, part) for part in after.PARTS] == [getattr(before, part) for part in before.PARTS]


def test_the_second_of_two_editors_gets_a_clear_page_with_their_words(client, draft):
    rule = draft.rule("direct_observations.min")
    client.post(rule.get_absolute_url(), typed(rule, value="4"))

    response = client.post(
        rule.get_absolute_url(), typed(rule, value="5", plain_words="My own words for this rule of ours.")
    )

    assert response.status_code == 409
    assertContains(response, "My own words for this rule of ours.", status_code=409)


def test_an_editor_drops_a_rule_and_takes_it_up_again(client, draft):
    address = reverse("programmes:drop_rule", args=[draft.pk, "written_reports_assessed.min"])
    assertContains(client.post(address, {"reason": ""}), "Enter why the new version does without this rule")

    client.post(address, {"reason": "Nobody writes reports any more"})
    assertContains(client.get(draft.get_absolute_url()), "Nobody writes reports any more")

    client.post(reverse("programmes:keep_rule", args=[draft.pk, "written_reports_assessed.min"]))
    assert draft.all_rules.filter(key="written_reports_assessed.min").exists()


def test_a_rule_that_the_service_applies_is_not_dropped(client, draft):
    address = reverse("programmes:drop_rule", args=[draft.pk, "work.contexts"])

    response = client.post(address, {"reason": "Not wanted"})

    assertContains(response, "the service applies it in Evidence and Observations")
    assert draft.all_rules.filter(key="work.contexts").exists()


def test_an_editor_changes_a_stage(client, draft):
    address = reverse("programmes:change_stage", args=[draft.pk, "month-3"])
    sent = {"name": "Month 4", "month": "4", "has_review": "on", "self_assessment_point": "none"}

    client.post(address, sent)

    draft.forget_contents()
    assert draft.stage("month-3").month == 4
    assertContains(
        client.get(draft.get_absolute_url()), "must be the months of the stages that have a review"
    )


@pytest.mark.parametrize(
    ("changes", "mistake"),
    [
        ({"month": "soon"}, "Months after the start must be a whole number"),
        ({"month": "121"}, "Months after the start must be 120 or fewer"),
        ({"name": ""}, "Enter the name of the stage"),
        ({"self_assessment_point": "end"}, "Another stage has this self-assessment"),
    ],
)
def test_a_mistake_in_a_stage_is_told(client, draft, changes, mistake):
    address = reverse("programmes:change_stage", args=[draft.pk, "month-3"])
    sent = {"name": "Month 3", "month": "3", "has_review": "on", "self_assessment_point": "none"} | changes

    assertContains(client.post(address, sent), mistake)


def day(value):
    return {"from_date_day": value.day, "from_date_month": value.month, "from_date_year": value.year}


def test_an_editor_publishes_from_a_day(client, draft, editor):
    rule = draft.rule("direct_observations.min")
    actions.change_rule(rule, revision=0, by=editor, value=4)
    address = reverse("programmes:publish", args=[draft.pk])
    assertContains(client.get(address), "4 observations")

    response = client.post(address, day(TODAY + datetime.timedelta(days=30)) | {"is_sure": "on"})

    draft.refresh_from_db()
    assertRedirects(response, draft.get_absolute_url())
    assert draft.status == RuleBook.Status.PUBLISHED
    assertContains(client.get(draft.get_absolute_url()), "Not yet in force")


def test_publishing_needs_a_day_from_today_on_and_a_sure_mind(client, draft, editor):
    actions.change_rule(draft.rule("direct_observations.min"), revision=0, by=editor, value=4)

    response = client.post(
        reverse("programmes:publish", args=[draft.pk]), day(TODAY - datetime.timedelta(days=1))
    )

    assertContains(response, "The date must be")
    assertContains(response, "Select that you have compared it")
    draft.refresh_from_db()
    assert draft.is_draft


def test_a_draft_with_something_in_the_way_is_not_published(client, draft):
    response = client.post(reverse("programmes:publish", args=[draft.pk]), day(TODAY) | {"is_sure": "on"})

    assertContains(response, "It says the same as SWIP rules 2026-1")


def test_who_works_on_a_draft_that_was_published_meanwhile_is_told(client, editor):
    book = rule_book()
    newer = successor(editor, direct_observations__min=4)

    response = client.post(reverse("programmes:change_rule", args=[newer.pk, "roles"]), {})

    assert response.status_code == 409
    assert book.get_absolute_url() != newer.get_absolute_url()
    assertContains(response, newer.get_absolute_url(), status_code=409)


def test_an_editor_throws_a_draft_away(client, draft):
    response = client.post(reverse("programmes:discard", args=[draft.pk]))

    assertRedirects(response, reverse("programmes:drafts"))
    assert not RuleBook.objects.drafts().exists()


def test_an_editor_gives_the_programme_another_name(client, editor):
    programme = rule_book().programme
    address = reverse("programmes:rename", args=["swip"])
    assertContains(client.post(address, {"name": "", "short_name": "ECP"}), "Enter the name of the programme")

    client.post(address, {"name": "Early Career Programme", "short_name": "ECP"})

    assertContains(client.get(reverse("programmes:programmes")), "Early Career Programme")
    assert history.of(programme).last().action == "programme.renamed"


def test_the_list_of_drafts_is_for_editors_alone(client):
    client.force_login(AppointmentFactory(role=Role.COORDINATOR).person)

    assert client.get(reverse("programmes:drafts")).status_code == 404


def test_an_editor_finds_the_drafts(client, draft):
    assertContains(client.get(reverse("programmes:drafts")), draft.get_absolute_url())
    assertContains(client.get(reverse("programmes:programme", args=["swip"])), draft.get_absolute_url())
