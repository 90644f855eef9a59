"""Fifty people with whole records, and as many copies of them as are wanted: many others, for little.

What a copy costs is the row itself: nothing is worked out again, and neither triggers nor sealing take part in it.
"""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench import make_country, place

PEOPLE = make_country.ONE_PAGE  # with one employer: a cohort
APART = 10_000_000  # between the numbers of one copy and those of the next
# What belongs to one record alone, and what stands there in a copy.
OWN = {
    "email": "%(copy)s || '-' || {0}",
    "register_number": "CASE {0} WHEN '' THEN '' ELSE 'SW' || (substr({0}, 3)::bigint + %(copy)s * 1000) END",
    "token_digest": "md5({0} || %(copy)s) || md5(%(copy)s || {0})",
    "code_digest": "md5({0} || %(copy)s) || md5(%(copy)s || {0})",
    "key": "md5({0}::text || %(copy)s)::uuid",
    "chain": "split_part({0}, ':', 1) || ':' || (split_part({0}, ':', 2)::bigint + %(apart)s)",
    "subject_id": "{0} + %(apart)s",
}
# By table the number before the first of its rows that are copied, and that of the last.
Rows = dict[str, tuple[int, int]]
NAMED = ("accounts_user", "accounts_organisation")


def enter() -> None:
    """The folder of all of them: a database with the fifty, and one beside it for each number of others."""
    place.enter("portfolio")
    import django

    django.setup()


def make(copies: list[int]) -> None:
    """What is not there yet; the fifty, then the others."""
    first = make_first()
    for each in copies:
        make_copies(each, first)


def make_first() -> Rows:
    """One employer with everybody there."""
    from django.db import connection

    with connection.cursor() as cursor:
        marks = place.read_marks(cursor)
    make_country.lay_ground()
    if "first" not in marks:
        if "people" in marks:
            sys.exit("portfolio holds a part of what it should: remove it and begin again.")
        with connection.cursor() as cursor:
            place.mark(cursor, "people", "being made")
        national = make_country.found_national()
        before = newest()
        make_country.make_employer((national, make_country.Plan(number=0, people=PEOPLE, first=0)))
        after = newest()
        marks["first"] = json.dumps({table: (before[table], after[table]) for table in after})
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
            place.mark(cursor, "first", marks["first"])
    return json.loads(marks["first"])


def make_copies(copies: int, first: Rows) -> None:
    from django.db import connection, transaction

    name = name_of(copies)
    connection.close()
    with others(0).cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        is_there = bool(cursor.fetchall())
        if not is_there:
            own = connection.settings_dict["NAME"]
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE {own}")
    with using(others(copies)):
        make_country.lay_ground()
        with connection.cursor() as cursor:
            marks = place.read_marks(cursor)
        if marks.get("copies") == str(copies):
            return
        started = time.monotonic()
        with transaction.atomic(), connection.cursor() as cursor:
            copy_all(cursor, first, copies)
            place.mark(cursor, "copies", str(copies))
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("CHECKPOINT")
        print(f"{PEOPLE * copies:,} others in {time.monotonic() - started:.0f} seconds")


def name_of(copies: int) -> str:
    return f"others_{copies}" if copies else "postgres"


def others(copies: int):
    """A connection to the database with so many copies; to none, where databases are made."""
    from django.db import connections

    settings = connections["default"].settings_dict | {"NAME": name_of(copies), "CONN_MAX_AGE": None}
    return type(connections["default"])(settings, "default")


@contextmanager
def using(wrapper):
    """Everything asks this one, for a while."""
    from django.db import connections

    usual = connections["default"]
    connections["default"] = wrapper
    try:
        yield
    finally:
        connections["default"] = usual


def tables() -> Iterator:
    from django.apps import apps

    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy and model._meta.pk.column == "id":
            yield model


def newest() -> dict[str, int]:
    """By table the highest number in it."""
    return {
        model._meta.label: model._base_manager.order_by("pk").values_list("pk", flat=True).last() or 0
        for model in tables()
    }


def copy_all(cursor, first: Rows, copies: int) -> None:
    """All that belongs to the first fifty. Whatever it points to is copied with it, or was there before."""
    ranges = {model: first.get(model._meta.label, (0, 0)) for model in tables()}
    models = {model: before for model, (before, after) in ranges.items() if after > before}
    cursor.execute("SET LOCAL session_replication_role = replica")  # without triggers
    for model in models:
        table, (before, after) = model._meta.db_table, ranges[model]
        cursor.execute(
            f'CREATE TEMPORARY TABLE "first_{table}" ON COMMIT DROP AS'
            f' SELECT * FROM "{table}" WHERE id > {before} AND id <= {after}'
        )
    inserts = [insert(model, models) for model in models]
    for copy in range(1, copies + 1):
        for each in inserts:
            cursor.execute(each % {"copy": f"'{copy}'", "apart": copy * APART})
        print(f"\r{PEOPLE * copy:,} of {PEOPLE * copies:,} others   ", end="", flush=True)
    print()
    for model in models:
        sequence = f"pg_get_serial_sequence('{model._meta.db_table}', 'id')"
        cursor.execute(f"SELECT setval({sequence}, {(copies + 1) * APART})")


def insert(model, models: dict) -> str:
    """A statement for one copy of the rows of one table."""
    columns, values = [], []
    for field in model._meta.concrete_fields:
        if not field.generated:
            columns.append(f'"{field.column}"')
            values.append(value(model, field, models))
    table = model._meta.db_table
    return f'INSERT INTO "{table}" ({", ".join(columns)}) SELECT {", ".join(values)} FROM "first_{table}"'


def value(model, field, models: dict) -> str:
    column = f'"{field.column}"'
    target = field.related_model
    if field.primary_key:
        return f"{column} + %(apart)s"
    if target in models:
        return f"CASE WHEN {column} > {models[target]} THEN {column} + %(apart)s ELSE {column} END"
    if field.column in OWN:
        return OWN[field.column].format(column)
    if field.column == "name" and model._meta.db_table in NAMED:
        return f"{column} || ' ' || %(copy)s"
    return column
