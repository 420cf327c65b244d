"""Options may take places, attempts have a secret seed, quizzes may give partial credit.

SQLite makes the tables of options anew for it, and so would lose their triggers unsaid: they go
before and come back, with what is new, in 0004."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

import quizzes.models.attempts

older = import_module("quizzes.migrations.0002_immutable_words")


class Migration(migrations.Migration):
    dependencies = [
        ("quizzes", "0002_immutable_words"),
    ]

    operations = [
        migrations.RunPython(older.backwards, older.forwards),
        migrations.CreateModel(
            name="MatchAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.TextField(verbose_name="text")),
                ("html", models.TextField()),
            ],
            options={
                "ordering": ["version", "position"],
            },
        ),
        migrations.AddField(
            model_name="attempt",
            name="partial_credit",
            field=models.BooleanField(default=False, verbose_name="partial credit"),
        ),
        migrations.AddField(
            model_name="attempt",
            name="seed",
            field=models.BinaryField(default=quizzes.models.attempts.new_seed, max_length=16),
        ),
        migrations.AddField(
            model_name="choice",
            name="place",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="place given"
            ),
        ),
        migrations.AddField(
            model_name="option",
            name="place",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="right place"
            ),
        ),
        migrations.AddField(
            model_name="quiz",
            name="partial_credit",
            field=models.BooleanField(
                default=False,
                help_text="An answer that is right in part earns a part of the mark. Attempts that have begun stay as they are.",
                verbose_name="partial credit",
            ),
        ),
        migrations.AlterField(
            model_name="questionversion",
            name="kind",
            field=models.CharField(
                choices=[
                    ("single", "single answer"),
                    ("multiple", "multiple response"),
                    ("matching", "matching"),
                    ("ordering", "ordering"),
                ],
                max_length=8,
                verbose_name="kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="choice",
            constraint=models.CheckConstraint(
                condition=models.Q(("place", None), ("place__gte", 1), _connector="OR"),
                name="place_given_from_1",
            ),
        ),
        migrations.AddConstraint(
            model_name="option",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("place", None),
                    models.Q(("is_key", False), ("place__gte", 1), ("place__isnull", False)),
                    _connector="OR",
                ),
                name="option_place_or_key",
            ),
        ),
        migrations.AddField(
            model_name="matchanswer",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="answers",
                to="quizzes.questionversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="matchanswer",
            constraint=models.UniqueConstraint(
                fields=("version", "position"), name="answer_position_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="matchanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("position__gte", 1)), name="answer_position_from_1"
            ),
        ),
    ]
