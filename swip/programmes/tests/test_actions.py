import datetime
import shutil

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from swip.accounts.tests.factories import UserFactory
from swip.core import history
from swip.core.lifecycle import StaleStep, StaleText
from swip.programmes import actions, files
from swip.programmes.models import Programme, RuleBook
from swip.programmes.tests.factories import rule_book, rule_book_draft, standards_for_rules

pytestmark = pytest.mark.django_db
TOMORROW = timezone.localdate() + datetime.timedelta(days=1)


@pytest.fixture
def editor():
    return UserFactory()


@pytest.fixture
def draft(editor):
    return rule_book_draft(by=editor)


@pytest.fixture
def folder(tmp_path):
    """The real rule books, over frameworks that are there."""
    for path in files.FOLDER.glob("*.toml"):
        shutil.copy(path, tmp_path)
    edit(tmp_path / "swip-2026-1.toml", 'framework = "PQS"', 'framework = "rules"')
    edit(tmp_path / "swip-2026-1.toml", '"2025-consultation-draft"', '"1"')
    edit(tmp_path / "asye-2026-1.toml", 'framework = "KSS"', 'framework = "rules"')
    edit(tmp_path / "asye-2026-1.toml", 'framework_version = "2018"', 'framework_version = "1"')
    standards_for_rules("rules")
    return tmp_path


def edit(path, before, after):
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))


def changed(book, key, value, by):
    rule = book.all_rules.get(key=key)
    actions.change_rule(rule, revision=rule.revision, by=by, value=value)


# Loading


def test_both_programmes_are_loaded_published_and_in_force(folder):
    actions.load_rule_books(folder)

    swip, asye = (RuleBook.objects.in_force(each) for each in Programme.objects.all())
    assert [swip.value("programme.length_months"), asye.value("programme.length_months")] == [24, 12]
    assert [stage.month for stage in swip.reviews] == [3, 6, 12, 18, 24]
    assert [stage.month for stage in asye.stages if stage.is_optional] == [9]
    assert {each.self_assessment_point: each.month for each in swip.self_assessment_stages} == {
        "beginning": 0,
        "middle": 12,
        "end": 24,
    }


def test_loading_again_changes_nothing(folder):
    actions.load_rule_books(folder)
    before = list(RuleBook.objects.values())

    assert actions.load_rule_books(folder) == []
    assert list(RuleBook.objects.values()) == before


def test_loading_again_leaves_the_name_that_somebody_chose(folder, editor):
    actions.load_rule_books(folder)
    programme = Programme.objects.get(code="swip")
    actions.rename(programme, name="Early Career Programme", short_name="ECP", by=editor)

    actions.load_rule_books(folder)

    programme.refresh_from_db()
    assert programme.name == "Early Career Programme"


FAULTS = [
    ('key = "direct_observations.min"', 'key = "direct observations"', "its key is not in shape"),
    ('kind = "percent"\nvalue = 10\n', 'kind = "percent"\nvalue = 110\n', "its value must be 100 or less"),
    ('section = "evidence"', 'section = "proof"', "there is no section proof"),
    ('confidence = "high"', 'confidence = "certain"', "there is no confidence certain"),
    ('sources = ["kss-2018"]', 'sources = ["hearsay"]', "there is no source hearsay"),
    ('sources = ["kss-2018"]', "sources = []", "it names no source"),
    ('key = "roles.extra"', 'key = "roles"', "is there twice"),
    ('unit = "domains"', 'units = "domains"', "units is not known here"),
    ('unit = "domains"', "unit = 6", "unit is not of the right type"),
    ('kind = "months"', 'kind = "moons"', "there is no kind moons"),
    ("value = 6\n", "", "it says no value"),
    ("[[rule]]", "[[rule]", "the file"),
]


@pytest.mark.parametrize(("before", "after", "reason"), FAULTS)
def test_a_fault_is_told_with_file_and_place_and_nothing_is_changed(folder, before, after, reason):
    edit(folder / "common-2026-1.toml", before, after)

    with pytest.raises(CommandError, match=r"\.toml: .*Nothing was changed") as told:
        call_command("load_rule_books", str(folder))

    assert reason in str(told.value)
    assert not Programme.objects.exists()


def test_a_fault_in_the_second_file_takes_back_the_first(folder):
    edit(folder / "swip-2026-1.toml", 'framework = "rules"', 'framework = "missing"')

    with pytest.raises(CommandError, match=r"swip-2026-1\.toml: .*standards missing 1 are not loaded"):
        call_command("load_rule_books", str(folder))

    assert not RuleBook.objects.exists()


def test_a_file_that_says_something_else_of_a_published_version_is_refused(folder):
    actions.load_rule_books(folder)
    edit(folder / "common-2026-1.toml", "value = 199", "value = 200")

    with pytest.raises(files.FaultInFile, match=r"rule standards\.draft\.knows: differs from version 2026-1"):
        actions.load_rule_books(folder)


def test_a_file_with_a_new_version_takes_the_place_of_the_old(folder):
    actions.load_rule_books(folder)
    edit(folder / "asye-2026-1.toml", 'version = "2026-1"', 'version = "2027-1"')
    edit(folder / "asye-2026-1.toml", "valid_from = 2026-01-01", "valid_from = 2027-01-01")
    edit(folder / "common-2026-1.toml", "value = 199", "value = 200")
    (folder / "swip-2026-1.toml").unlink()

    actions.load_rule_books(folder)

    old = RuleBook.objects.get(programme__code="asye", version="2026-1")
    assert (old.status, old.valid_to) == ("superseded", datetime.date(2026, 12, 31))


# Drafting and changing


def test_a_draft_says_the_same_until_it_is_changed(draft):
    assert not actions.changes_since(draft.drafted_from, draft)
    assert actions.obstacles(draft) == ["It says the same as SWIP rules 2026-1"]


def test_a_change_keeps_what_the_rule_said_before_in_history(draft, editor):
    changed(draft, "direct_observations.min", 4, editor)

    rule = draft.all_rules.get(key="direct_observations.min")
    entry = history.of(rule).last()
    assert rule.value == 4
    assert (entry.action, entry.by, entry.chain) == ("rule.changed", editor, draft.history_chain)
    assert entry.data == {"value": {"before": 3, "after": 4}}


def test_the_second_of_two_editors_is_told(draft, editor):
    rule = draft.all_rules.get(key="direct_observations.min")
    actions.change_rule(rule, revision=0, by=editor, value=4)

    with pytest.raises(StaleText):
        actions.change_rule(rule, revision=0, by=editor, value=5)


def test_a_published_rule_is_not_changed(editor):
    with pytest.raises(StaleStep):
        changed(rule_book(), "direct_observations.min", 4, editor)


def test_a_rule_is_dropped_with_a_reason_and_can_be_taken_up_again(draft, editor):
    actions.drop_rule(
        draft.all_rules.get(key="written_reports_assessed.min"), reason="No longer used", by=editor
    )
    draft.refresh_from_db()
    draft.forget_contents()
    assert actions.obstacles(draft) == []

    actions.keep_rule(draft, "written_reports_assessed.min", by=editor)

    draft.refresh_from_db()
    assert draft.dropped == {}
    assert draft.value("written_reports_assessed.min") == 3


def test_a_rule_that_the_service_applies_is_not_dropped(draft, editor):
    with pytest.raises(actions.NotReady, match="can be changed, and not be dropped"):
        actions.drop_rule(draft.all_rules.get(key="judgement.scale"), reason="Not wanted", by=editor)


def test_a_draft_can_be_thrown_away(draft, editor):
    actions.discard(draft, by=editor)

    assert not RuleBook.objects.drafts().exists()


def test_a_stage_can_be_changed(draft, editor):
    stage = draft.stage("month-3")
    actions.change_stage(stage, by=editor, name="Twelve weeks")

    assert history.of(stage).last().data == {"name": {"before": "Month 3", "after": "Twelve weeks"}}


# Publishing


def test_publishing_ends_the_former_the_day_before(draft, editor):
    changed(draft, "direct_observations.min", 4, editor)

    actions.publish(draft, from_date=TOMORROW, by=editor)

    former = RuleBook.objects.get(pk=draft.drafted_from_id)
    draft.refresh_from_db()
    assert (former.status, former.valid_to) == ("superseded", timezone.localdate())
    assert (draft.status, draft.valid_from, draft.published_by) == ("published", TOMORROW, editor)
    assert RuleBook.objects.in_force(draft.programme) == former
    assert history.of(draft).last().action == "rule-book.published"
    assert history.of(former).last().action == "rule-book.superseded"


@pytest.mark.parametrize(
    ("from_date", "reason"),
    [
        (timezone.localdate() - datetime.timedelta(days=1), "must be today or in the future"),
        (datetime.date(2020, 1, 1), "must be today or in the future"),
    ],
)
def test_no_rule_book_reaches_into_the_past(draft, editor, from_date, reason):
    changed(draft, "direct_observations.min", 4, editor)

    with pytest.raises(actions.NotReady, match=reason):
        actions.publish(draft, from_date=from_date, by=editor)


def test_a_rule_that_is_simply_missing_stops_publishing(draft, editor):
    draft.all_rules.filter(key="written_reports_assessed.min").delete()

    with pytest.raises(actions.NotReady, match=r"The rule written_reports_assessed\.min is missing"):
        actions.publish(draft, from_date=TOMORROW, by=editor)


def test_a_length_without_its_stage_stops_publishing(draft, editor):
    changed(draft, "programme.length_months", 30, editor)

    with pytest.raises(actions.NotReady, match="takes 30 months, but its last stage is at month 24"):
        actions.publish(draft, from_date=TOMORROW, by=editor)


def test_a_draft_of_a_version_that_was_overtaken_is_not_published(draft, editor):
    other = rule_book_draft(by=editor, version="2027-2")
    for book in (draft, other):
        changed(book, "direct_observations.min", 4, editor)
    actions.publish(other, from_date=TOMORROW, by=editor)

    with pytest.raises(actions.NotReady, match="was published since this draft was made"):
        actions.publish(draft, from_date=TOMORROW + datetime.timedelta(days=1), by=editor)


def test_a_successor_begins_after_the_one_before(draft, editor):
    changed(draft, "direct_observations.min", 4, editor)
    actions.publish(draft, from_date=TOMORROW, by=editor)
    third = actions.draft_from(draft, version="2027-3", by=editor)
    changed(third, "direct_observations.min", 5, editor)

    with pytest.raises(actions.NotReady, match="The date must be after"):
        actions.publish(third, from_date=TOMORROW, by=editor)


def test_a_rule_book_is_published_once(draft, editor):
    changed(draft, "direct_observations.min", 4, editor)
    actions.publish(draft, from_date=TOMORROW, by=editor)

    with pytest.raises(StaleStep):
        actions.publish(draft, from_date=TOMORROW, by=editor)
