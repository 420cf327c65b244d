"""Exams. In the attempts made before, every question counts; both logs refuse to be changed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F

from quizzes.migrations._guards import guard, unguard

LOGS = {
    "quizzes_saved": (
        "attempt_id",
        "response_id",
        "key",
        "client",
        "sequence",
        "arrived_at",
        "given",
        "certainty",
        "flagged",
        "outcome",
    ),
    "quizzes_examact": ("kind", "at", "course_id", "why", "detail"),
}


def count_all(apps, schema_editor):
    apps.get_model("quizzes", "Attempt").objects.update(counted=F("total"))


def forwards(apps, schema_editor):
    guard(LOGS, schema_editor)


def backwards(apps, schema_editor):
    unguard(LOGS, schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0002_facts"),
        ("quizzes", "0006_sources_and_facts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ExamAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opened", "opened a window"),
                            ("changed", "changed a window"),
                            ("cancelled", "called a window off"),
                            ("extended", "gave more time"),
                            ("reopened", "opened an attempt again"),
                            ("allowed", "set a learner's extra time"),
                            ("regraded", "regraded"),
                            ("undid", "undid a regrade"),
                        ],
                        max_length=9,
                        verbose_name="act",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                ("why", models.TextField(verbose_name="why")),
                ("detail", models.TextField(blank=True, verbose_name="what")),
            ],
            options={
                "verbose_name": "act",
                "verbose_name_plural": "acts",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ExtraTime",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(default=0, verbose_name="extra minutes"),
                ),
                (
                    "percent",
                    models.PositiveSmallIntegerField(default=0, verbose_name="extra percent"),
                ),
            ],
            options={
                "verbose_name": "extra time",
                "verbose_name_plural": "extra time",
                "ordering": ["course", "user"],
            },
        ),
        migrations.CreateModel(
            name="FormQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("scored", models.BooleanField(default=True, verbose_name="scored")),
            ],
            options={
                "ordering": ["quiz", "position"],
            },
        ),
        migrations.CreateModel(
            name="Regrade",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "policy",
                    models.CharField(
                        choices=[
                            ("rescore", "the right key counts"),
                            ("both", "the right key and the old one count"),
                            ("void", "the question does not count"),
                            ("credit", "everybody gets the full mark"),
                        ],
                        max_length=8,
                        verbose_name="policy",
                    ),
                ),
                ("lowers", models.BooleanField(default=False, verbose_name="marks may fall")),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone")),
            ],
            options={
                "verbose_name": "regrade",
                "verbose_name_plural": "regrades",
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="RegradedAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mark_before", models.FloatField()),
                ("mark_after", models.FloatField()),
                ("counted_before", models.BooleanField()),
                ("counted_after", models.BooleanField()),
                ("right_before", models.PositiveSmallIntegerField()),
                ("right_after", models.PositiveSmallIntegerField()),
                ("counted_total_before", models.PositiveSmallIntegerField()),
                ("counted_total_after", models.PositiveSmallIntegerField()),
                ("score_before", models.FloatField()),
                ("score_after", models.FloatField()),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["regrade", "pk"],
            },
        ),
        migrations.CreateModel(
            name="RegradeVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Saved",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField()),
                ("client", models.UUIDField(null=True)),
                ("sequence", models.PositiveBigIntegerField(null=True)),
                ("arrived_at", models.DateTimeField(verbose_name="arrived")),
                ("given", models.CharField(blank=True, max_length=400, verbose_name="answer")),
                (
                    "certainty",
                    models.PositiveSmallIntegerField(null=True, verbose_name="certainty"),
                ),
                ("flagged", models.BooleanField(default=False, verbose_name="flagged")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("kept", "counts"),
                            ("overtaken", "a newer one had arrived before it"),
                            ("late", "came after the end"),
                        ],
                        max_length=9,
                        verbose_name="outcome",
                    ),
                ),
            ],
            options={
                "verbose_name": "save",
                "verbose_name_plural": "saves",
                "ordering": ["attempt", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Window",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("opens_at", models.DateTimeField(verbose_name="opens")),
                ("closes_at", models.DateTimeField(verbose_name="closes")),
                (
                    "review",
                    models.CharField(
                        choices=[
                            ("at-once", "as soon as one has submitted"),
                            ("after", "after the window"),
                            ("never", "never"),
                        ],
                        default="after",
                        max_length=8,
                        verbose_name="explanations",
                    ),
                ),
                (
                    "cancelled_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="called off"
                    ),
                ),
            ],
            options={
                "verbose_name": "exam window",
                "verbose_name_plural": "exam windows",
                "ordering": ["-opens_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="attempt",
            name="counted",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="questions that count"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="attempt",
            name="deadline_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="ends"),
        ),
        migrations.AddField(
            model_name="attempt",
            name="ended_by",
            field=models.CharField(
                blank=True,
                choices=[("learner", "submitted"), ("time", "time was up")],
                max_length=7,
                verbose_name="ended by",
            ),
        ),
        migrations.AddField(
            model_name="attempt",
            name="scale",
            field=models.CharField(blank=True, editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name="quiz",
            name="kind",
            field=models.CharField(
                choices=[
                    ("own", "its own questions"),
                    ("mock", "mock exam, drawn by the blueprint"),
                    ("fixed", "fixed form"),
                    ("custom", "put together by the learner"),
                ],
                default="own",
                editable=False,
                max_length=6,
                verbose_name="kind",
            ),
        ),
        migrations.AddField(
            model_name="quiz",
            name="minutes",
            field=models.PositiveSmallIntegerField(
                blank=True, editable=False, null=True, verbose_name="minutes"
            ),
        ),
        migrations.AddField(
            model_name="response",
            name="certainty",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="certainty"),
        ),
        migrations.AddField(
            model_name="response",
            name="counts",
            field=models.BooleanField(default=True, verbose_name="counts"),
        ),
        migrations.AlterField(
            model_name="attempt",
            name="mode",
            field=models.CharField(
                choices=[("practice", "Practice"), ("graded", "Graded"), ("exam", "Exam")],
                max_length=8,
                verbose_name="mode",
            ),
        ),
        migrations.AlterField(
            model_name="attempt",
            name="scope",
            field=models.CharField(
                choices=[
                    ("all", "all questions"),
                    ("wrong", "only what was wrong"),
                    ("section", "one section"),
                    ("custom", "own choice"),
                ],
                default="all",
                max_length=8,
                verbose_name="scope",
            ),
        ),
        migrations.AddConstraint(
            model_name="quiz",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "mock")), fields=("course",), name="one_mock_a_course"
            ),
        ),
        migrations.AddConstraint(
            model_name="quiz",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "custom")),
                fields=("course",),
                name="one_custom_quiz_a_course",
            ),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("certainty", None),
                    models.Q(("certainty__isnull", False), ("certainty__range", (1, 3))),
                    _connector="OR",
                ),
                name="certainty_1_to_3",
            ),
        ),
        migrations.AddField(
            model_name="examact",
            name="attempt",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="acts",
                to="quizzes.attempt",
            ),
        ),
        migrations.AddField(
            model_name="examact",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="who",
            ),
        ),
        migrations.AddField(
            model_name="examact",
            name="course",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="content.course"
            ),
        ),
        migrations.AddField(
            model_name="extratime",
            name="course",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="content.course",
                verbose_name="course",
            ),
        ),
        migrations.AddField(
            model_name="extratime",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="learner",
            ),
        ),
        migrations.AddField(
            model_name="formquestion",
            name="question",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="forms",
                to="quizzes.question",
            ),
        ),
        migrations.AddField(
            model_name="formquestion",
            name="quiz",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="form", to="quizzes.quiz"
            ),
        ),
        migrations.AddField(
            model_name="regrade",
            name="question",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="regrades",
                to="quizzes.question",
            ),
        ),
        migrations.AddField(
            model_name="examact",
            name="regrade",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="acts",
                to="quizzes.regrade",
            ),
        ),
        migrations.AddField(
            model_name="regradedattempt",
            name="attempt",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="regrades",
                to="quizzes.attempt",
            ),
        ),
        migrations.AddField(
            model_name="regradedattempt",
            name="regrade",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="attempts",
                to="quizzes.regrade",
            ),
        ),
        migrations.AddField(
            model_name="regradedattempt",
            name="response",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="regrades",
                to="quizzes.response",
            ),
        ),
        migrations.AddField(
            model_name="regradeversion",
            name="keys",
            field=models.ManyToManyField(related_name="+", to="quizzes.option"),
        ),
        migrations.AddField(
            model_name="regradeversion",
            name="regrade",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="versions",
                to="quizzes.regrade",
            ),
        ),
        migrations.AddField(
            model_name="regradeversion",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="regrades",
                to="quizzes.questionversion",
            ),
        ),
        migrations.AddField(
            model_name="saved",
            name="attempt",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="saves",
                to="quizzes.attempt",
            ),
        ),
        migrations.AddField(
            model_name="saved",
            name="response",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="saves",
                to="quizzes.response",
            ),
        ),
        migrations.AddField(
            model_name="window",
            name="quiz",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="windows",
                to="quizzes.quiz",
                verbose_name="exam",
            ),
        ),
        migrations.AddField(
            model_name="examact",
            name="window",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="acts",
                to="quizzes.window",
            ),
        ),
        migrations.AddField(
            model_name="attempt",
            name="window",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attempts",
                to="quizzes.window",
            ),
        ),
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(
                condition=models.Q(("deadline_at__isnull", False), ("submitted_at", None)),
                fields=["deadline_at"],
                name="exams_under_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(("counted__lte", models.F("total"))), name="counted_of_total"
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("deadline_at__isnull", False), ("mode", "exam")),
                    models.Q(
                        models.Q(("mode", "exam"), _negated=True),
                        ("deadline_at", None),
                        ("window", None),
                    ),
                    _connector="OR",
                ),
                name="exam_has_deadline",
            ),
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.UniqueConstraint(
                fields=("user", "window"), name="one_attempt_a_window"
            ),
        ),
        migrations.AddConstraint(
            model_name="extratime",
            constraint=models.UniqueConstraint(fields=("user", "course"), name="extra_time_once"),
        ),
        migrations.AddConstraint(
            model_name="extratime",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__gt", 0), ("percent__gt", 0), _connector="OR"),
                name="extra_time_is_some",
            ),
        ),
        migrations.AddConstraint(
            model_name="extratime",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__lte", 600), ("percent__lte", 300)),
                name="extra_time_in_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="formquestion",
            constraint=models.UniqueConstraint(
                fields=("quiz", "question"), name="form_question_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="formquestion",
            constraint=models.UniqueConstraint(
                fields=("quiz", "position"), name="form_position_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="regradedattempt",
            constraint=models.UniqueConstraint(
                fields=("regrade", "attempt"), name="regraded_attempt_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="regradeversion",
            constraint=models.UniqueConstraint(
                fields=("regrade", "version"), name="regraded_version_once"
            ),
        ),
        migrations.AddIndex(
            model_name="saved",
            index=models.Index(
                fields=["response", "client", "-sequence"], name="newest_of_a_client"
            ),
        ),
        migrations.AddConstraint(
            model_name="saved",
            constraint=models.UniqueConstraint(fields=("attempt", "key"), name="saved_once"),
        ),
        migrations.AddConstraint(
            model_name="saved",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("client", None), ("sequence", None)),
                    models.Q(("client__isnull", False), ("sequence__isnull", False)),
                    _connector="OR",
                ),
                name="saved_by_a_client_in_sequence",
            ),
        ),
        migrations.AddConstraint(
            model_name="saved",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("certainty", None),
                    models.Q(("certainty__isnull", False), ("certainty__range", (1, 3))),
                    _connector="OR",
                ),
                name="saved_certainty_1_to_3",
            ),
        ),
        migrations.AddConstraint(
            model_name="window",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                name="window_closes_after_it_opens",
            ),
        ),
        migrations.RunPython(count_all, migrations.RunPython.noop),
        migrations.RunPython(forwards, backwards),
    ]
