"""The database guards places and answers too; attempts made before show what they showed."""

from django.db import migrations

from quizzes.migrations._guards import guard, unguard

WORDS = {
    "quizzes_questionversion": ("question_id", "number", "kind", "stem", "explanation", "shuffle"),
    "quizzes_option": ("version_id", "position", "letter", "text", "is_key", "rationale", "place"),
    "quizzes_matchanswer": ("version_id", "position", "text"),
}


def forwards(apps, schema_editor):
    guard(WORDS, schema_editor)


def backwards(apps, schema_editor):
    unguard(WORDS, schema_editor)


def keep_orders(apps, schema_editor):
    """The id was the seed of an attempt's orders before there was any other."""
    attempts = apps.get_model("quizzes", "Attempt").objects
    older = []
    for attempt in attempts.only("pk").iterator(chunk_size=1_000):
        attempt.seed = attempt.pk.bytes
        older.append(attempt)
    attempts.bulk_update(older, ["seed"], batch_size=400)


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0003_places_and_partial_credit")]
    operations = [
        migrations.RunPython(forwards, backwards),
        migrations.RunPython(keep_orders, migrations.RunPython.noop),
    ]
