"""The database itself refuses to change the words of a version that learners may have answered.

HTML stays writable: it is derived from the words and may be rendered anew."""

from django.db import migrations

WORDS = {
    "quizzes_questionversion": ("question_id", "number", "kind", "stem", "explanation", "shuffle"),
    "quizzes_option": ("version_id", "position", "letter", "text", "is_key", "rationale"),
}
REFUSAL = "a published wording never changes"


def forwards(apps, schema_editor):
    for table, columns in WORDS.items():
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(
                f"CREATE TRIGGER {table}_immutable BEFORE UPDATE OF {', '.join(columns)} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        else:
            schema_editor.execute(
                f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE integrity_constraint_violation USING MESSAGE = '{REFUSAL}'; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {table}_immutable BEFORE UPDATE OF {', '.join(columns)} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
            )


def backwards(apps, schema_editor):
    for table in WORDS:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER {table}_immutable")
        else:
            schema_editor.execute(f"DROP TRIGGER {table}_immutable ON {table}")
            schema_editor.execute(f"DROP FUNCTION {table}_refuse()")


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
