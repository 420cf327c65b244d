"""What learners answered, and what it was worth. None of it is ever deleted or graded twice."""

import secrets
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from content.addresses import address
from content.models import Section
from quizzes.grading import reaches
from quizzes.models.questions import Option, Question, QuestionVersion, Quiz

SEED_BYTES = 16


def new_seed() -> bytes:
    """Random bytes that no page ever shows: in which order an attempt shows what it holds."""
    return secrets.token_bytes(SEED_BYTES)


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def open(self) -> "AttemptQuerySet":
        return self.filter(submitted_at=None)

    def submitted(self) -> "AttemptQuerySet":
        return self.exclude(submitted_at=None)


class Attempt(models.Model):
    """One sitting of a quiz by one learner.

    practice explains each answer at once; graded keeps the key until submission; an exam does too
    and ends at its deadline. scope says which of the quiz's questions it holds. counted is how many
    of them count; right those of them that are fully right, and score the mean of their marks in
    [0, 1], unanswered counted as wrong; both are None until it is submitted. scale maps an exam's
    score to the practice scale as was declared when it began (`quizzes.scaling`). seed decides the
    order of what is shown, and is a secret: it would give the authored order away."""

    class Mode(models.TextChoices):
        PRACTICE = "practice", _("Practice")
        GRADED = "graded", _("Graded")
        EXAM = "exam", _("Exam")

    UNTIMED: ClassVar = (Mode.PRACTICE, Mode.GRADED)

    class EndedBy(models.TextChoices):
        LEARNER = "learner", _("submitted")
        TIME = "time", _("time was up")

    class Scope(models.TextChoices):
        ALL = "all", _("all questions")
        WRONG = "wrong", _("only what was wrong")
        SECTION = "section", _("one section")
        CUSTOM = "custom", _("own choice")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="attempts")
    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="attempts")
    mode = models.CharField(_("mode"), max_length=8, choices=Mode)
    scope = models.CharField(_("scope"), max_length=8, choices=Scope, default=Scope.ALL)
    section = models.ForeignKey(Section, models.SET_NULL, null=True, blank=True, related_name="+")
    pass_mark = models.PositiveSmallIntegerField(_("pass mark in percent"))
    partial_credit = models.BooleanField(_("partial credit"), default=False)
    seed = models.BinaryField(max_length=SEED_BYTES, default=new_seed, editable=False)
    window = models.ForeignKey(
        "quizzes.Window", models.PROTECT, null=True, blank=True, related_name="attempts"
    )
    scale = models.CharField(max_length=200, blank=True, editable=False)
    started_at = models.DateTimeField(_("started"))
    deadline_at = models.DateTimeField(_("ends"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    ended_by = models.CharField(_("ended by"), max_length=7, choices=EndedBy, blank=True)
    total = models.PositiveSmallIntegerField(_("questions"))
    counted = models.PositiveSmallIntegerField(_("questions that count"))
    right = models.PositiveSmallIntegerField(_("right"), null=True, blank=True)
    score = models.FloatField(_("score"), null=True, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering: ClassVar = ["-started_at"]
        indexes: ClassVar = [
            models.Index(fields=["user", "quiz", "-started_at"], name="attempts_of_a_learner"),
            models.Index(fields=["user", "-started_at"], name="history_of_a_learner"),
            models.Index(
                fields=["deadline_at"],
                condition=Q(submitted_at=None, deadline_at__isnull=False),
                name="exams_under_way",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "quiz"],
                condition=Q(submitted_at=None),
                name="one_open_attempt_a_quiz",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None, score=None, right=None)
                | Q(
                    # Said of each: a comparison with NULL is no refusal.
                    submitted_at__isnull=False,
                    score__isnull=False,
                    right__isnull=False,
                    score__range=(0, 1),
                    right__lte=F("total"),
                ),
                name="score_when_submitted",
            ),
            models.CheckConstraint(condition=Q(total__gte=1), name="attempt_has_questions"),
            models.CheckConstraint(condition=Q(counted__lte=F("total")), name="counted_of_total"),
            models.CheckConstraint(
                condition=Q(mode="exam", deadline_at__isnull=False)
                | (~Q(mode="exam") & Q(deadline_at=None, window=None)),
                name="exam_has_deadline",
            ),
            models.UniqueConstraint(fields=["user", "window"], name="one_attempt_a_window"),
        ]

    def __str__(self) -> str:
        # Isolated: a name that runs the other way, or turns its text, turns nothing beside it.
        return f"{self.quiz} – \u2068{self.user}\u2069 – {self.started_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return address("attempt", self.pk)

    @property
    def title(self) -> str:
        return self.quiz.title

    @property
    def is_open(self) -> bool:
        return self.submitted_at is None

    @property
    def is_practice(self) -> bool:
        return self.mode == self.Mode.PRACTICE

    @property
    def is_exam(self) -> bool:
        return self.mode == self.Mode.EXAM

    @property
    def passed(self) -> bool | None:
        """Whether the score reaches the pass mark; None before submission."""
        return None if self.score is None else reaches(self.score, self.pass_mark)


class Response(models.Model):
    """One question of an attempt. Made blank at the start, it pins the wording for good.

    score is the mark in [0, 1]; it is set exactly when the response has been graded. counts says
    whether the mark is part of the attempt's score. certainty: 1 guess, 2 fairly, 3 sure."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="responses")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="responses")
    position = models.PositiveSmallIntegerField()
    counts = models.BooleanField(_("counts"), default=True)
    flagged = models.BooleanField(_("flagged"), default=False)
    certainty = models.PositiveSmallIntegerField(_("certainty"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    score = models.FloatField(_("mark"), null=True, blank=True)
    graded_at = models.DateTimeField(_("graded"), null=True, blank=True)
    chosen = models.ManyToManyField(Option, through="Choice", related_name="+")

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        ordering: ClassVar = ["attempt", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attempt", "position"], name="response_position_once"),
            models.UniqueConstraint(fields=["attempt", "question"], name="question_asked_once"),
            models.CheckConstraint(
                condition=Q(score=None, graded_at=None)
                | Q(score__isnull=False, score__range=(0, 1), graded_at__isnull=False),
                name="score_when_graded",
            ),
            models.CheckConstraint(
                condition=Q(certainty=None) | Q(certainty__isnull=False, certainty__range=(1, 3)),
                name="certainty_1_to_3",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.position}"


class Choice(models.Model):
    """An option that a learner has chosen, or has given a place: see `quizzes.drafts`."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="choices")
    option = models.ForeignKey(Option, models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(_("place given"), null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["response", "option"], name="option_chosen_once"),
            models.CheckConstraint(
                condition=Q(place=None) | Q(place__gte=1), name="place_given_from_1"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response_id} {self.option_id}"


class Tally(models.Model):
    """What a learner's graded answers to one question come to: kept in the grading transaction.

    answers and right count them; last_right is the newest one's verdict. It is derivable from the
    responses (`manage.py verify_tallies`), and here so that progress need not read them all."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, models.CASCADE, related_name="tallies")
    answers = models.PositiveIntegerField()
    right = models.PositiveIntegerField()
    last_right = models.BooleanField()
    last_answered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "question"], name="tally_once"),
            models.CheckConstraint(condition=Q(right__lte=F("answers")), name="right_in_answers"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.question_id}: {self.right}/{self.answers}"
