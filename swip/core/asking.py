"""Questions about many records at once, put into words once a day.

Django takes longer to word such a question than the database to answer it, and the words are the same each time: only
the numbers of the records differ, and they go in as one value.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import BooleanField, F, Func, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.utils import timezone

THEIR_NUMBERS = "the numbers of those asked about"


def among_them(field: str = "enrolment") -> Func:
    """For a filter: those whose numbers are asked about."""
    return Func(
        F(field),
        Value(THEIR_NUMBERS),
        template="(%(expressions)s::bigint[]))",
        arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )


def ask(
    question: Callable[..., QuerySet], ids: Iterable[int], *about: str, around: str = "{}"
) -> list[tuple[Any, ...]]:
    """What the database answers about these; `question` makes a `values_list` of records `among_them`.

    `around` is what the answer goes through before it comes here: "SELECT … FROM ({}) AS found GROUP BY …".
    """
    with connection.cursor() as cursor:
        words = _worded(question, about, around, timezone.localdate())
        cursor.execute(words.sql, [as_numbers(ids)] * words.times)
        return cursor.fetchall()


def among(question: Callable[..., QuerySet], ids: Iterable[int], *about: str) -> RawSQL:
    """What the database finds about these, within another question: `filter(pk__in=among(...))`."""
    words = _worded(question, about, "{}", timezone.localdate())
    return RawSQL(words.sql, [as_numbers(ids)] * words.times)  # noqa: S611 - Django's own words


def as_numbers(ids: Iterable[int]) -> str:
    """As PostgreSQL reads many at once."""
    return f"{{{','.join(map(str, ids))}}}"


class Words(NamedTuple):
    """A question as the database reads it, and how often the numbers stand in it."""

    sql: str
    times: int


@lru_cache(maxsize=200)
def _worded(
    question: Callable[..., QuerySet], about: tuple[str, ...], around: str, day: datetime.date
) -> Words:
    """The day belongs to the words: what is current today is not what was current yesterday.

    Everything but the numbers is written out, so that the database plans for what is really asked.
    """
    sql, parameters = question(*about).query.sql_with_params()
    operations: Any = connection.ops  # of PostgreSQL, which can write out what it is asked
    written_out = around.format(operations.compose_sql(sql, parameters))
    place = f"'{THEIR_NUMBERS}'"
    return Words(written_out.replace("%", "%%").replace(place, "%s"), written_out.count(place))
