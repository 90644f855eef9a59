import datetime

import pytest
from django.db import IntegrityError, transaction

from swip.accounts.tests.factories import UserFactory
from swip.programmes import models
from swip.programmes.models import RuleBook, UnknownRule
from swip.programmes.tests.factories import ProgrammeFactory, rule_book, rule_book_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def book():
    return rule_book()


def refused(change):
    with pytest.raises(IntegrityError, match="published"), transaction.atomic():
        change()


def test_the_words_of_a_published_rule_book_cannot_be_changed(book):
    refused(lambda: RuleBook.objects.filter(pk=book.pk).update(summary="Something else"))


def test_a_published_rule_book_cannot_become_a_draft_again(book):
    refused(lambda: RuleBook.objects.filter(pk=book.pk).update(status="draft"))


def test_a_published_rule_book_cannot_be_deleted(book):
    refused(lambda: RuleBook.objects.filter(pk=book.pk).delete())


def test_the_last_day_of_a_published_rule_book_is_set_once(book):
    ends = datetime.date(2027, 1, 1)
    book.move_to(RuleBook.Status.SUPERSEDED, valid_to=ends)

    refused(lambda: RuleBook.objects.filter(pk=book.pk).update(valid_to=ends.replace(year=2028)))


@pytest.mark.parametrize("part", ["all_rules", "all_stages", "all_questions", "all_sources"])
def test_nothing_in_a_published_rule_book_can_be_changed_added_or_taken_away(book, part):
    first = getattr(book, part).first()

    refused(lambda: getattr(book, part).filter(pk=first.pk).update(position=99))
    refused(lambda: getattr(book, part).filter(pk=first.pk).delete())
    first.pk, first._state.adding = None, True
    refused(first.save)


def test_a_rule_cannot_be_moved_into_a_published_rule_book_or_out_of_it(book):
    draft = rule_book_draft(by=UserFactory())
    draft.all_rules.filter(key="roles").delete()

    refused(lambda: draft.all_rules.update(rule_book=book))
    refused(lambda: book.all_rules.filter(key="roles").update(rule_book=draft))


def test_a_draft_can_be_changed():
    draft = rule_book_draft(by=UserFactory())

    assert draft.all_rules.filter(key="roles").update(title="Who is who") == 1


def test_two_published_rule_books_of_a_programme_never_hold_on_the_same_day(book):
    with pytest.raises(IntegrityError, match="one_rule_book_in_force_at_a_time"), transaction.atomic():
        rule_book(version="2027-1", valid_from=datetime.date(2027, 1, 1))


def test_identifiers_are_the_same_on_every_installation(book):
    assert str(book.programme.identifier) == "adb5c090-a41e-5249-b6f5-a23cedc3b8eb"
    assert str(book.identifier) == "36f61752-ae35-5e80-997d-98c463a435bf"


def test_a_value_comes_typed(book):
    assert book.value("outcome.evidence_items.min") == 1
    assert book.value("judgement.scale")[0].words == "Not yet seen"
    assert book.value("grant.programme_per_worker") is None


def test_an_unknown_key_is_told_with_what_was_perhaps_meant(book):
    with pytest.raises(UnknownRule, match=r"no rule “outcome.evidence_item.min”.*outcome.evidence_items.min"):
        book.value("outcome.evidence_item.min")


def test_all_rules_are_read_with_one_query_and_shared_once_published(book, django_assert_num_queries):
    models._remembered.clear()

    with django_assert_num_queries(1):
        book.value("direct_observations.min")
        book.value("feedback.professionals.min")

    again = RuleBook.objects.select_related("programme").get(pk=book.pk)
    with django_assert_num_queries(0):
        assert again.value("direct_observations.min") == 3


def test_memory_holds_only_so_many_rule_books(book):
    for number in range(models.KEPT_IN_MEMORY + 5):
        models._remembered[(-number, None)] = models.Contents(book)

    assert book.value("direct_observations.min") == 3
    assert len(models._remembered) >= models.KEPT_IN_MEMORY
    models._remembered.clear()


def test_a_draft_is_read_anew_by_everybody():
    draft = rule_book_draft(by=UserFactory())
    assert draft.value("direct_observations.min") == 3

    draft.all_rules.filter(key="direct_observations.min").update(value=4)

    assert RuleBook.objects.get(pk=draft.pk).value("direct_observations.min") == 4


def test_the_rule_book_in_force_is_that_of_the_day(book):
    later = datetime.date(2027, 1, 1)
    book.move_to(RuleBook.Status.SUPERSEDED, valid_to=later - datetime.timedelta(days=1))
    successor = rule_book(version="2027-1", valid_from=later)

    assert RuleBook.objects.in_force(book.programme, on=later) == successor
    assert RuleBook.objects.in_force(book.programme, on=later - datetime.timedelta(days=1)) == book
    with pytest.raises(RuleBook.DoesNotExist, match="SWIP has no rule book in force on 2001-01-01"):
        RuleBook.objects.in_force(book.programme, on=datetime.date(2001, 1, 1))


def test_a_question_says_the_value_of_its_rule(book):
    recent = next(each for each in book.questions if each.code == "recently_qualified")

    assert recent.words == "Did they qualify as a social worker in the last 3 years?"
    assert "more than 3 years ago" in recent.answers[1]["explanation"]


def test_a_programme_is_called_what_it_is_called_today():
    assert str(ProgrammeFactory(name="Early Career Programme")) == "Early Career Programme"
