"""Made-up registrations."""

from __future__ import annotations

import csv
import io

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from swip.accounts.models import Role
from swip.accounts.tests.factories import AppointmentFactory, OrganisationFactory
from swip.core.tables import read_table
from swip.enrolment.tests.factories import small_standards
from swip.programmes.tests.factories import rule_book
from swip.registration.actions import keep_file
from swip.registration.models import RegistrationDraft
from swip.registration.queries.columns import columns_of


class RegistrationDraftFactory(factory.django.DjangoModelFactory):
    """A registration that a coordinator has just begun; `RegistrationDraftFactory(coordinator=…)`.

    `is_complete=True`: everything is answered, and nothing but the last press is left.
    """

    class Meta:
        model = RegistrationDraft

    class Params:
        is_complete = factory.Trait(
            rule_book=factory.LazyFunction(lambda: rule_book(standards=small_standards())),
            eligibility_answers=factory.LazyAttribute(
                lambda draft: {each.code: each.answers[0]["code"] for each in draft.rule_book.questions}
            ),
            details=factory.LazyFunction(
                lambda: {
                    "name": "Ada Obi",
                    "email": "ada.obi@example.org",
                    "register_number": "SW12345",
                    "starts_on": timezone.localdate().isoformat(),
                    "full_time_equivalent": "0.6",
                    "team": None,
                    "supervisor": None,
                    "assessor": None,
                }
            ),
        )

    organisation = factory.SubFactory(OrganisationFactory)
    coordinator = factory.LazyAttribute(
        lambda draft: AppointmentFactory(organisation=draft.organisation, role=Role.COORDINATOR).person
    )


GOOD_ROW = {
    "name": "Ada Obi",
    "email": "ada.obi@example.org",
    "register_number": "SW12345",
    "starts_on": "1/9/2026",
    "full_time_equivalent": "0.6",
}


def answers_in_words(book):
    """The answers with which somebody joins."""
    return {each.code: each.choices[0][1] for each in book.questions}


def a_row(book, **cells):
    """What a row says about Ada Obi, or about whom it is told."""
    start = timezone.localdate().strftime("%d/%m/%Y")
    return {**GOOD_ROW, "starts_on": start, **answers_in_words(book), **cells}


def csv_of(book, rows, *, delimiter=",", headings=None):
    """A file as people send it, in text."""
    columns = [each for each in columns_of(book) if each.name != "date_of_birth"]
    if any("date_of_birth" in row for row in rows):
        columns = columns_of(book)
    written = io.StringIO()
    writer = csv.writer(written, delimiter=delimiter)
    writer.writerow(headings or [each.heading for each in columns])
    writer.writerows([[row.get(each.name, "") for each in columns] for row in rows])
    return written.getvalue()


def file_of(content, name="starters.csv"):
    data = content.encode() if isinstance(content, str) else content
    return SimpleUploadedFile(name, data, content_type="text/csv")


def kept_file(rows, *, coordinator, organisation, book):
    """A file that was sent and looked through, and not confirmed."""
    columns = columns_of(book)
    table = read_table(io.BytesIO(csv_of(book, rows).encode()), columns=columns)
    return keep_file(
        table.rows, name="starters.csv", organisation=organisation, rule_book=book, by=coordinator
    )
