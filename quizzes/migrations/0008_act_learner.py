"""Whom an act of an instructor concerned."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from quizzes.migrations._guards import guard

LOG = {"quizzes_examact": ("kind", "at", "course_id", "why", "detail")}


def guard_again(apps, schema_editor):
    # To take a column away SQLite makes the table anew, without its triggers.
    if schema_editor.connection.vendor == "sqlite":
        guard(LOG, schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0007_exams"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, guard_again),
        migrations.AddField(
            model_name="examact",
            name="learner",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="learner",
            ),
        ),
    ]
