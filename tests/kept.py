"""What the tables of a test's database are put back to, kept in that database beside them.

A state is what stood in every table at some point: `empty` as the migrations leave it, `loaded` with the published
standards and rule books. Putting one back costs a few milliseconds, where a new database has fourteen hundred files.
Some rows that nearly every test wants, and that take a while to make, are kept in the same way: see `bring`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from psycopg import sql

SWOLLEN = 500  # rows taken out of a table before the space they leave is worth looking after

# Rows come and go as they are, past the triggers and checks they passed when they were first written.
PREPARE = """
CREATE SCHEMA kept;
CREATE TABLE kept.filled (state text, name text, columns text, PRIMARY KEY (state, name));
CREATE TABLE kept.numbers (state text, name text, last_value bigint, PRIMARY KEY (state, name));
CREATE TABLE kept.first_shape (shape text);

CREATE FUNCTION kept.shape() RETURNS text LANGUAGE sql AS $$
    SELECT concat_ws(' ',
        (SELECT concat(count(*), '/', sum(xmin::text::bigint)) FROM pg_class
         WHERE relnamespace = 'public'::regnamespace),
        (SELECT concat(count(*), '/', sum(xmin::text::bigint)) FROM pg_trigger),
        (SELECT concat(count(*), '/', sum(xmin::text::bigint)) FROM pg_constraint
         WHERE connamespace = 'public'::regnamespace),
        (SELECT concat(count(*), '/', sum(xmin::text::bigint)) FROM pg_proc
         WHERE pronamespace = 'public'::regnamespace))
$$;

CREATE FUNCTION kept.past_triggers(yes boolean) RETURNS void LANGUAGE sql AS $$
    SELECT set_config('session_replication_role', CASE WHEN yes THEN 'replica' ELSE 'origin' END, true)
$$;

CREATE FUNCTION kept.keep(wanted text, among text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    each text;
    is_filled boolean;
BEGIN
    EXECUTE format('CREATE SCHEMA %I', 'kept_' || wanted);
    FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename ~ among LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', each) INTO is_filled;
        CONTINUE WHEN NOT is_filled;
        EXECUTE format('CREATE TABLE %I.%I AS TABLE public.%I', 'kept_' || wanted, each, each);
        INSERT INTO kept.filled
            SELECT wanted, each, string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
            WHERE attrelid = format('public.%I', each)::regclass AND attnum > 0
                AND NOT attisdropped AND attgenerated = '';
    END LOOP;
    INSERT INTO kept.numbers
        SELECT wanted, sequencename, last_value FROM pg_sequences WHERE schemaname = 'public';
END $$;

CREATE FUNCTION kept.put_back(wanted text, many bigint) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
    each record;
    is_same boolean;
    taken bigint;
    swollen text[] := '{}';
BEGIN
    PERFORM pg_terminate_backend(pid, 5000) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    PERFORM kept.past_triggers(true);
    FOR each IN
        SELECT tablename AS name, columns, format('public.%I', tablename) AS here,
            format('%I.%I', 'kept_' || wanted, tablename) AS there
        FROM pg_tables LEFT JOIN kept.filled ON filled.name = tablename AND state = wanted
        WHERE schemaname = 'public'
    LOOP
        IF each.columns IS NOT NULL THEN
            EXECUTE format(
                'SELECT (SELECT count(*) FROM %1$s) = (SELECT count(*) FROM %2$s) AND NOT EXISTS ('
                '(SELECT found::text FROM %1$s AS found) EXCEPT (SELECT found::text FROM %2$s AS found))',
                each.here, each.there) INTO is_same;
            CONTINUE WHEN is_same;
        END IF;
        EXECUTE format('DELETE FROM %s', each.here);
        GET DIAGNOSTICS taken = ROW_COUNT;
        IF taken > many THEN
            swollen := swollen || each.here;
        END IF;
        IF each.columns IS NOT NULL THEN
            EXECUTE format('INSERT INTO %1$s (%2$s) SELECT %2$s FROM %3$s', each.here, each.columns, each.there);
        END IF;
    END LOOP;
    PERFORM setval(format('public.%I', sequencename)::regclass,
            coalesce(numbers.last_value, start_value), numbers.last_value IS NOT NULL)
        FROM pg_sequences JOIN kept.numbers ON numbers.name = sequencename AND numbers.state = wanted
        WHERE schemaname = 'public' AND pg_sequences.last_value IS DISTINCT FROM numbers.last_value;
    PERFORM kept.past_triggers(false);
    RETURN swollen;
END $$;
"""


def prepare() -> None:
    """Of a database with its tables, triggers and checks, which stay as they are now."""
    run(PREPARE)
    run("INSERT INTO kept.first_shape SELECT kept.shape()")


def keep(state: str, *, among: str = "") -> None:
    """What stands in the tables now, or in those whose names are like `among`."""
    run("SELECT kept.keep(%s, %s)", [state, among])


def count_on_after(kept_state: str, *, state: str) -> None:
    """What is numbered in `state` gets no number that a row of the other has."""
    run(
        "UPDATE kept.numbers SET last_value = taken.last_value FROM kept.numbers AS taken"
        " WHERE taken.name = numbers.name AND taken.state = %s AND numbers.state = %s",
        [kept_state, state],
    )


def has(state: str) -> bool:
    return run("SELECT EXISTS (SELECT FROM kept.numbers WHERE state = %s)", [state]) == [(True,)]


def tables_are_as_they_were() -> bool:
    """Not so where a test has changed the tables, triggers or checks themselves."""
    return run("SELECT kept.shape() = shape FROM kept.first_shape") == [(True,)]


def put_back(state: str) -> None:
    ((swollen,),) = run("SELECT kept.put_back(%s, %s)", [state, SWOLLEN])
    for table in swollen:
        run(f"VACUUM (ANALYZE) {table}")


class Shelf:
    """Rows that can be brought into a test's own transaction: whoever rolls it back has not had them."""

    is_filled = False

    def __init__(self) -> None:
        self.columns: dict[str, dict[str, list[str]]] = {}

    def bring(self, state: str, **instead: dict[str, Any]) -> bool:
        """`instead={table: {column: value}}`. Whether they were there to bring: else they are made by hand."""
        if not self.is_filled:
            return False
        if state not in self.columns:
            found = run("SELECT name, columns FROM kept.filled WHERE state = %s", [state])
            self.columns[state] = {name: columns.split(", ") for name, columns in found}
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT kept.past_triggers(true)")
            for table, columns in self.columns[state].items():
                cursor.execute(*copied(state, table, columns, instead.get(table, {})))
            cursor.execute("SELECT kept.past_triggers(false)")
        return True


shelf = Shelf()


def copied(state: str, table: str, columns: Iterable[str], instead: dict[str, Any]) -> tuple[str, list[Any]]:
    names = [each.strip('"') for each in columns]
    said = sql.SQL("INSERT INTO public.{} ({}) SELECT {} FROM {}").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, names)),
        sql.SQL(", ").join(sql.Placeholder() if each in instead else sql.Identifier(each) for each in names),
        sql.Identifier(f"kept_{state}", table),
    )
    return said.as_string(), [instead[each] for each in names if each in instead]


def run(statement: str, values: Iterable[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []
