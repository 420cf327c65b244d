"""Exams: what is asked and when it may be sat, what arrived meanwhile, who changed what since."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from content.models import Course
from quizzes.models.attempts import Attempt, Response
from quizzes.models.immutable import ImmutableModel
from quizzes.models.questions import Option, Question, QuestionVersion, Quiz


class FormQuestion(models.Model):
    """A question's place in a fixed form; scored: whether it counts there."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="form")
    question = models.ForeignKey(Question, models.CASCADE, related_name="forms")
    position = models.PositiveSmallIntegerField()
    scored = models.BooleanField(_("scored"), default=True)

    class Meta:
        ordering: ClassVar = ["quiz", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["quiz", "question"], name="form_question_once"),
            models.UniqueConstraint(fields=["quiz", "position"], name="form_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.quiz_id} {self.position}"


class Window(models.Model):
    """A time in which an instructor lets the class sit an exam, each learner once.

    Nobody begins before opens_at or from closes_at on, and a sitting ends at closes_at at the
    latest, extra time apart. review says when answers are explained; a score is always told."""

    class Review(models.TextChoices):
        AT_ONCE = "at-once", _("as soon as one has submitted")
        AFTER = "after", _("after the window")
        NEVER = "never", _("never")

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="windows", verbose_name=_("exam"))
    title = models.CharField(_("title"), max_length=200)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    review = models.CharField(_("explanations"), max_length=8, choices=Review, default=Review.AFTER)
    cancelled_at = models.DateTimeField(_("called off"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("exam window")
        verbose_name_plural = _("exam windows")
        ordering: ClassVar = ["-opens_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="window_closes_after_it_opens"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ExtraTime(models.Model):
    """More time that one learner has in every exam of a course, in minutes or as a percentage."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("learner")
    )
    course = models.ForeignKey(Course, models.CASCADE, related_name="+", verbose_name=_("course"))
    minutes = models.PositiveSmallIntegerField(_("extra minutes"), default=0)
    percent = models.PositiveSmallIntegerField(_("extra percent"), default=0)

    class Meta:
        verbose_name = _("extra time")
        verbose_name_plural = _("extra time")
        ordering: ClassVar = ["course", "user"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "course"], name="extra_time_once"),
            models.CheckConstraint(
                condition=Q(minutes__gt=0) | Q(percent__gt=0), name="extra_time_is_some"
            ),
            models.CheckConstraint(
                condition=Q(minutes__lte=600, percent__lte=300), name="extra_time_in_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"\u2068{self.user}\u2069: +{self.minutes} min, +{self.percent} %"


class Saved(ImmutableModel):
    """One save of a question during an exam, as it arrived: what the learner's answer, flag and
    certainty then were. The log grows and never changes; a response holds what counts of it.

    key: the browser's name for this save, the same each time it is sent again. client and sequence:
    which open page sent it and as which of its saves, so that an older one that was late on its way
    does not beat a newer one. given: option ids, each with `:place` where it was given one."""

    class Outcome(models.TextChoices):
        KEPT = "kept", _("counts")
        OVERTAKEN = "overtaken", _("a newer one had arrived before it")
        LATE = "late", _("came after the end")

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="saves")
    response = models.ForeignKey(Response, models.CASCADE, related_name="saves")
    key = models.UUIDField()
    client = models.UUIDField(null=True)
    sequence = models.PositiveBigIntegerField(null=True)
    arrived_at = models.DateTimeField(_("arrived"))
    given = models.CharField(_("answer"), max_length=400, blank=True)
    certainty = models.PositiveSmallIntegerField(_("certainty"), null=True)
    flagged = models.BooleanField(_("flagged"), default=False)
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome)

    class Meta:
        verbose_name = _("save")
        verbose_name_plural = _("saves")
        ordering: ClassVar = ["attempt", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["response", "client", "-sequence"], name="newest_of_a_client"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attempt", "key"], name="saved_once"),
            models.CheckConstraint(
                condition=Q(client=None, sequence=None)
                | Q(client__isnull=False, sequence__isnull=False),
                name="saved_by_a_client_in_sequence",
            ),
            models.CheckConstraint(
                condition=Q(certainty=None) | Q(certainty__isnull=False, certainty__range=(1, 3)),
                name="saved_certainty_1_to_3",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response_id} {self.key}"


class Regrade(models.Model):
    """A question's answers graded anew, since its key was wrong.

    RegradeVersion says which wordings it covers and what their key should have been; policy how
    their answers are graded; lowers whether a mark may fall by it. undone_at takes all of it back.
    """

    class Policy(models.TextChoices):
        RESCORE = "rescore", _("the right key counts")
        ACCEPT_BOTH = "both", _("the right key and the old one count")
        VOID = "void", _("the question does not count")
        FULL_CREDIT = "credit", _("everybody gets the full mark")

    question = models.ForeignKey(Question, models.CASCADE, related_name="regrades")
    policy = models.CharField(_("policy"), max_length=8, choices=Policy)
    lowers = models.BooleanField(_("marks may fall"), default=False)
    made_at = models.DateTimeField(_("made"))
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        verbose_name = _("regrade")
        verbose_name_plural = _("regrades")
        ordering: ClassVar = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.question}: {self.get_policy_display()}"


class RegradeVersion(models.Model):
    """A wording that a regrade covers; keys: its options that are right after all."""

    regrade = models.ForeignKey(Regrade, models.CASCADE, related_name="versions")
    version = models.ForeignKey(QuestionVersion, models.CASCADE, related_name="regrades")
    keys = models.ManyToManyField(Option, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["regrade", "version"], name="regraded_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.regrade_id}: {self.version_id}"


class RegradePlace(models.Model):
    """Where an option of a regraded wording belongs after all, where options take places."""

    regraded = models.ForeignKey(RegradeVersion, models.CASCADE, related_name="places")
    option = models.ForeignKey(Option, models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["regraded", "option"], name="regraded_place_once"),
            models.CheckConstraint(condition=Q(place__gte=1), name="regraded_place_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.regraded_id}: {self.option_id} {self.place}"


class RegradedAttempt(models.Model):
    """An attempt that a regrade changed: what was, and what came of it. seen_at: when its learner
    put the notice of it aside, or since when there is nothing to tell."""

    regrade = models.ForeignKey(Regrade, models.CASCADE, related_name="attempts")
    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="regrades")
    response = models.ForeignKey(Response, models.CASCADE, related_name="regrades")
    mark_before = models.FloatField()
    mark_after = models.FloatField()
    counted_before = models.BooleanField()
    counted_after = models.BooleanField()
    right_before = models.PositiveSmallIntegerField()
    right_after = models.PositiveSmallIntegerField()
    counted_total_before = models.PositiveSmallIntegerField()
    counted_total_after = models.PositiveSmallIntegerField()
    score_before = models.FloatField()
    score_after = models.FloatField()
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["regrade", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["regrade", "attempt"], name="regraded_attempt_once"),
        ]

    def __str__(self) -> str:
        return f"{self.regrade_id}: {self.attempt_id}"


class ExamAct(ImmutableModel):
    """What an instructor did about an exam, why, and to what. The log grows and never changes.
    learner is whom it concerned, where it was one. by and learner are empty once the account is
    gone, so neither is named in detail, which says what changed, in words."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("opened a window")
        CHANGED = "changed", _("changed a window")
        CANCELLED = "cancelled", _("called a window off")
        EXTENDED = "extended", _("gave more time")
        REOPENED = "reopened", _("opened an attempt again")
        ALLOWED = "allowed", _("set a learner's extra time")
        REGRADED = "regraded", _("regraded")
        UNDID = "undid", _("undid a regrade")

    kind = models.CharField(_("act"), max_length=9, choices=Kind)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("who"),
    )
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("learner"),
    )
    course = models.ForeignKey(Course, models.CASCADE, related_name="+")
    window = models.ForeignKey(Window, models.SET_NULL, null=True, related_name="acts")
    attempt = models.ForeignKey(Attempt, models.SET_NULL, null=True, related_name="acts")
    regrade = models.ForeignKey(Regrade, models.SET_NULL, null=True, related_name="acts")
    why = models.TextField(_("why"))
    detail = models.TextField(_("what"), blank=True)

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind}"
