"""The database itself refuses to change the words of a version that learners may have answered."""

from django.db import migrations

from quizzes.migrations._guards import guard, unguard

WORDS = {
    "quizzes_questionversion": ("question_id", "number", "kind", "stem", "explanation", "shuffle"),
    "quizzes_option": ("version_id", "position", "letter", "text", "is_key", "rationale"),
}


def forwards(apps, schema_editor):
    guard(WORDS, schema_editor)


def backwards(apps, schema_editor):
    unguard(WORDS, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
