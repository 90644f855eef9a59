"""Rows on their way into the database: gathered table by table, then copied in at once."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from django.db import connection, models
from psycopg import sql

BLOCK = 500


class Numbers(Protocol):
    """Where the numbers of new records come from."""

    def next(self, model: type[models.Model]) -> int: ...


class Reserved:
    """Numbers taken from the tables' own sequences, so that records made later do not meet these."""

    def __init__(self) -> None:
        self._blocks: dict[type[models.Model], Iterator[int]] = {}

    def next(self, model: type[models.Model]) -> int:
        number = next(self._blocks.get(model, iter(())), None)
        if number is None:
            self._blocks[model] = self._reserve(model)
            number = next(self._blocks[model])
        return number

    def _reserve(self, model: type[models.Model]) -> Iterator[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [model._meta.db_table, BLOCK],
            )
            return iter([number for (number,) in cursor.fetchall()])


class Counted:
    """Numbers from one on, where nothing is to be saved."""

    def __init__(self) -> None:
        self._last: dict[type[models.Model], int] = defaultdict(int)

    def next(self, model: type[models.Model]) -> int:
        self._last[model] += 1
        return self._last[model]


@dataclass(frozen=True)
class Shape:
    """The columns of a table, and what stands in those that nobody fills."""

    columns: tuple[str, ...]
    names: tuple[str, ...]
    json_names: tuple[str, ...]
    defaults: dict[str, Any]

    def row(self, values: dict[str, Any]) -> tuple[Any, ...]:
        merged = self.defaults | values
        if len(merged) != len(self.names):
            raise TypeError(f"no such column: {merged.keys() - set(self.names)}")
        for name in self.json_names:
            merged[name] = json.dumps(merged[name], ensure_ascii=False)
        return tuple([merged[name] for name in self.names])


@cache
def shape_of(model: type[models.Model]) -> Shape:
    fields: list[Any] = [field for field in model._meta.concrete_fields if not field.generated]
    defaults: dict[str, Any] = {}
    for field in fields:
        # A moment or an identifier that is made up on the spot would differ from run to run.
        if field.default in (list, dict) or not callable(field.default):
            if field.has_default() or field.null:
                defaults[field.attname] = field.get_default()
        elif field.null:
            defaults[field.attname] = None
    return Shape(
        columns=tuple(field.column for field in fields),
        names=tuple(field.attname for field in fields),
        json_names=tuple(field.attname for field in fields if isinstance(field, models.JSONField)),
        defaults=defaults,
    )


class Tables:
    """All that has been made and not been saved yet."""

    def __init__(self, numbers: Numbers):
        self._numbers = numbers
        self.rows: dict[type[models.Model], list[tuple[Any, ...]]] = {}
        self.changes: dict[tuple[type[models.Model], tuple[str, ...]], list[list[Any]]] = {}

    def add(self, model: type[models.Model], **values: Any) -> int:
        """A new record; gives its number. What must not be counted brings a number of its own."""
        if "id" not in values:
            values["id"] = self._numbers.next(model)
        number: int = values["id"]
        self.rows.setdefault(model, []).append(shape_of(model).row(values))
        return number

    def change(self, model: type[models.Model], number: int, **values: Any) -> None:
        """For what may only become so once its parts are there."""
        self.changes.setdefault((model, tuple(values)), []).append([*values.values(), number])

    def save(self) -> None:
        """Into the database, in the order in which each kind of record was first made."""
        with connection.cursor() as cursor:
            for model, rows in self.rows.items():
                with cursor.copy(_copy_into(model)) as copy:
                    for row in rows:
                        copy.write_row(row)
            for (model, names), changes in self.changes.items():
                cursor.executemany(_update(model, names), changes)
        self.rows, self.changes = {}, {}


def _copy_into(model: type[models.Model]) -> sql.Composed:
    columns = sql.SQL(", ").join(map(sql.Identifier, shape_of(model).columns))
    return sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(model._meta.db_table), columns)


def _update(model: type[models.Model], names: tuple[str, ...]) -> sql.Composed:
    settings = sql.SQL(", ").join(sql.SQL("{} = %s").format(sql.Identifier(name)) for name in names)
    return sql.SQL("UPDATE {} SET {} WHERE id = %s").format(sql.Identifier(model._meta.db_table), settings)
