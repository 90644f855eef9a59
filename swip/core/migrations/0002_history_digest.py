"""The one place that says what an entry's hash covers; the trigger and the check both use it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql="""
                CREATE FUNCTION history_digest(previous text, entry core_entry) RETURNS text
                LANGUAGE sql STABLE AS $$
                    SELECT encode(sha256(convert_to(jsonb_build_array(
                        previous, entry.position, entry.chain,
                        to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
                        entry.action, entry.subject_type, entry.subject_id, entry.by_id,
                        entry.on_behalf_of, entry.rules, entry.note, entry.data
                    )::text, 'UTF8')), 'hex')
                $$;
            """,
            reverse_sql="DROP FUNCTION history_digest(text, core_entry);",
        )
    ]
