"""What is asked, and in which wordings."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from content.addresses import address
from content.models import Course, Domain, Fact, Section, Service, TaskStatement
from quizzes.models.immutable import ImmutableModel


class QuizQuerySet(models.QuerySet["Quiz"]):
    def own(self) -> "QuizQuerySet":
        """Those that have questions of their own; the others ask what these have."""
        return self.filter(kind=Quiz.Kind.OWN)


class Quiz(models.Model):
    """A set of questions taken together; the loader makes one for each chapter that has any.

    kind says where its questions are from: most quizzes have their own; a mock exam draws them by
    the course's blueprint, a fixed form lists them, and a learner puts a custom quiz together.
    minutes: how long a sitting may last; it makes the quiz an exam."""

    class Kind(models.TextChoices):
        OWN = "own", _("its own questions")
        MOCK = "mock", _("mock exam, drawn by the blueprint")
        FIXED = "fixed", _("fixed form")
        CUSTOM = "custom", _("put together by the learner")

    course = models.ForeignKey(Course, models.CASCADE, related_name="quizzes")
    chapter = models.OneToOneField(
        "content.Chapter", models.CASCADE, null=True, blank=True, related_name="quiz"
    )
    slug = models.SlugField(_("slug"), max_length=120)
    title = models.CharField(_("title"), max_length=300)
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark in percent"), default=70, validators=[MaxValueValidator(100)]
    )
    partial_credit = models.BooleanField(
        _("partial credit"),
        default=False,
        help_text=_(
            "An answer that is right in part earns a part of the mark. Attempts that have begun "
            "stay as they are."
        ),
    )
    kind = models.CharField(_("kind"), max_length=6, choices=Kind, default=Kind.OWN, editable=False)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True, editable=False)
    source_root = models.CharField(_("folder"), max_length=200, blank=True)
    source_path = models.CharField(_("file"), max_length=500, blank=True)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)

    objects = QuizQuerySet.as_manager()

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")
        ordering: ClassVar = ["course", "slug"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "slug"], name="quiz_slug_once"),
            models.CheckConstraint(condition=Q(pass_mark__lte=100), name="pass_mark_percent"),
            models.UniqueConstraint(
                fields=["course"], condition=Q(kind="mock"), name="one_mock_a_course"
            ),
            models.UniqueConstraint(
                fields=["course"], condition=Q(kind="custom"), name="one_custom_quiz_a_course"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("quiz", self.course.slug, self.slug)

    @property
    def is_exam(self) -> bool:
        return self.minutes is not None


class QuestionQuerySet(models.QuerySet["Question"]):
    def asked(self) -> "QuestionQuerySet":
        """The questions that a new attempt may draw on."""
        return self.filter(status=Question.Status.PUBLISHED)

    def for_scored_exams(self, today: date) -> "QuestionQuerySet":
        """Those whose answers may be scored: none of the facts that they rest on is stale, and none
        has changed without somebody having looked the question through since."""
        doubtful = Question.facts.through.objects.filter(
            question=OuterRef("pk"), fact__in=Fact.objects.doubtful(today)
        )
        return self.filter(~Exists(doubtful))


class Question(models.Model):
    """What is asked, whatever its wording: the words are its versions'.

    code is what the author calls it. A markdown question belongs to its file, the others to this
    database; the loader never touches what it does not own."""

    class Origin(models.TextChoices):
        MARKDOWN = "markdown", _("course file")
        ADMIN = "admin", _("admin")
        IMPORT = "import", _("import")

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        RETIRED = "retired", _("retired")

    course = models.ForeignKey(Course, models.CASCADE, related_name="questions")
    quiz = models.ForeignKey(
        Quiz,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("quiz"),
    )
    section = models.ForeignKey(
        Section,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("taught in"),
    )
    code = models.SlugField(_("code"), max_length=120)
    position = models.PositiveIntegerField(_("position"), default=0)
    origin = models.CharField(_("origin"), max_length=8, choices=Origin, default=Origin.ADMIN)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.DRAFT)
    services = models.ManyToManyField(
        Service, related_name="questions", blank=True, verbose_name=_("services")
    )
    domain = models.ForeignKey(
        Domain, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("domain")
    )
    task = models.ForeignKey(
        TaskStatement,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("task statement"),
    )
    level = models.PositiveSmallIntegerField(
        _("level"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(3)],
        help_text=_("1 recall, 2 understanding, 3 judgement"),
    )
    source = models.URLField(
        _("source"),
        max_length=500,
        blank=True,
        help_text=_("The address of a page that bears the key out."),
    )
    facts = models.ManyToManyField(
        Fact, related_name="questions", blank=True, verbose_name=_("facts")
    )
    current = models.OneToOneField(
        "QuestionVersion", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    source_root = models.CharField(_("folder"), max_length=200, blank=True, editable=False)
    source_path = models.CharField(_("file"), max_length=500, blank=True, editable=False)
    source_line = models.PositiveIntegerField(_("line"), null=True, blank=True, editable=False)
    source_number = models.CharField(max_length=40, blank=True, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering: ClassVar = ["course", "quiz", "position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "code"], name="question_code_once"),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(current__isnull=False),
                name="published_has_words",
            ),
            models.CheckConstraint(
                condition=Q(level=None) | Q(level__range=(1, 3)), name="level_1_to_3"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class QuestionVersion(ImmutableModel):
    """One wording of a question, as learners answered it. Texts are Markdown, HTML made at write.

    fingerprint: SHA-256 of the words, hex. author: who wrote it in the admin; None for a file."""

    class Kind(models.TextChoices):
        SINGLE = "single", _("single answer")
        MULTIPLE = "multiple", _("multiple response")
        MATCHING = "matching", _("matching")
        ORDERING = "ordering", _("ordering")

    question = models.ForeignKey(Question, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    stem = models.TextField(_("stem"))
    explanation = models.TextField(_("explanation"), blank=True)
    stem_html = models.TextField()
    explanation_html = models.TextField(blank=True)
    shuffle = models.BooleanField(_("options may be shuffled"), default=True)
    fingerprint = models.CharField(max_length=64)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    created_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("question version")
        verbose_name_plural = _("question versions")
        ordering: ClassVar = ["question", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["question", "number"], name="version_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.question} v{self.number}"


class Option(ImmutableModel):
    """One option of a version. letter is how the author named it; learners see it by position.

    place: where it belongs, as in `quizzes.drafts.OptionDraft`; None in choice questions."""

    version = models.ForeignKey(QuestionVersion, models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()
    letter = models.CharField(max_length=8)
    text = models.TextField(_("text"))
    html = models.TextField()
    is_key = models.BooleanField(_("key"))
    place = models.PositiveSmallIntegerField(_("right place"), null=True, blank=True)
    rationale = models.TextField(_("rationale"), blank=True)
    rationale_html = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["version", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "position"], name="option_position_once"),
            models.CheckConstraint(
                condition=Q(place=None) | Q(place__isnull=False, place__gte=1, is_key=False),
                name="option_place_or_key",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter}) {self.text}"


class MatchAnswer(ImmutableModel):
    """One of the answers that a matching version's options are given; position counts from 1."""

    version = models.ForeignKey(QuestionVersion, models.CASCADE, related_name="answers")
    position = models.PositiveSmallIntegerField()
    text = models.TextField(_("text"))
    html = models.TextField()

    class Meta:
        ordering: ClassVar = ["version", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "position"], name="answer_position_once"),
            models.CheckConstraint(condition=Q(position__gte=1), name="answer_position_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.position}) {self.text}"
