"""Questions on their way in: what was uploaded, what was read in it, and what came of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.models import Course
from quizzes.drafts import Status as ReadStatus
from quizzes.matching import Action
from quizzes.models.questions import Question, QuestionVersion, Quiz


class Import(models.Model):
    """One upload of question files, from reading to its end. Nothing of it is ever deleted but the
    files' bytes, once they are read, and what was only staged, once it is put aside.

    quiz is where its questions go; publish: whether learners are asked them at once. made_quiz:
    the quiz came to be with it."""

    class Status(models.TextChoices):
        READING = "reading", _("being read")
        READY = "ready", _("to be looked through")
        IMPORTED = "imported", _("imported")
        UNDONE = "undone", _("undone")
        ASIDE = "aside", _("put aside")

    course = models.ForeignKey(
        Course, models.CASCADE, related_name="imports", verbose_name=_("course")
    )
    quiz = models.ForeignKey(
        Quiz, models.SET_NULL, null=True, blank=True, related_name="imports", verbose_name=_("quiz")
    )
    quiz_title = models.CharField(_("new quiz"), max_length=300, blank=True)
    made_quiz = models.BooleanField(default=False)
    publish = models.BooleanField(_("publish"), default=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.READING)
    created_at = models.DateTimeField(_("uploaded"))
    imported_at = models.DateTimeField(_("imported"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(status="imported") | Q(imported_at__isnull=False),
                name="imported_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(status="undone") | Q(undone_at__isnull=False), name="undone_says_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.quiz_name}"

    @property
    def quiz_name(self) -> str:
        return self.quiz.title if self.quiz is not None else self.quiz_title


class ImportFile(models.Model):
    """One uploaded file, or a member of an uploaded package. data is kept until it has been read.

    problem says why nothing could be read in it; chapter: only its questions were taken."""

    upload = models.ForeignKey(Import, models.CASCADE, related_name="files")
    position = models.PositiveIntegerField()
    path = models.CharField(_("file"), max_length=500)
    data = models.BinaryField(null=True)
    problem = models.TextField(blank=True)
    chapter = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["upload", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["upload", "position"], name="import_file_once"),
        ]

    def __str__(self) -> str:
        return self.path


class ImportItem(models.Model):
    """One question as read in a file.

    draft is the whole of it, as `quizzes.payload` packs it, and html what its texts were
    drawn as, until it has been imported; both are None where it was rejected. code and stem (as
    compared) are the draft's. question is the one of the bank that it meets, newest that one's
    newest version when it was read; twin the place of its like in the same import."""

    class Read(models.TextChoices):
        IMPORTED = ReadStatus.IMPORTED, _("read")
        WARNING = ReadStatus.WARNING, _("read with a warning")
        REJECTED = ReadStatus.REJECTED, _("rejected")

    class Action(models.TextChoices):
        NEW = Action.NEW, _("new")
        CHANGED = Action.CHANGED, _("changed")
        BACK = Action.BACK, _("back from retirement")
        SAME = Action.SAME, _("unchanged")
        DUPLICATE = Action.DUPLICATE, _("duplicate")
        OWNED = Action.OWNED, _("of a course file")
        REJECTED = Action.REJECTED, _("rejected")

    upload = models.ForeignKey(Import, models.CASCADE, related_name="items")
    file = models.ForeignKey(ImportFile, models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    number = models.CharField(max_length=40, blank=True)
    read = models.CharField(max_length=8, choices=Read)
    action = models.CharField(max_length=9, choices=Action)
    reasons = models.TextField(blank=True)
    draft = models.JSONField(null=True, blank=True)
    html = models.JSONField(null=True, blank=True)
    code = models.CharField(max_length=120, blank=True)
    stem = models.TextField(blank=True)
    question = models.ForeignKey(Question, models.SET_NULL, null=True, blank=True, related_name="+")
    newest = models.ForeignKey(
        QuestionVersion, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    twin = models.TextField(blank=True)
    chosen = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["upload", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["upload", "position"], name="import_item_once"),
            models.CheckConstraint(
                condition=Q(chosen=False) | Q(draft__isnull=False), name="chosen_has_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class Brought(models.Model):
    """What an import wrote of one question, and how the question stood before.

    written is the version that it wrote or, for words that were there already, the newest one.
    newest, current and status are those from before it, empty for a new question. kept: undoing
    left the question alone, since somebody had changed it meanwhile."""

    item = models.OneToOneField(ImportItem, models.CASCADE, related_name="brought")
    upload = models.ForeignKey(Import, models.CASCADE, related_name="brought")
    question = models.ForeignKey(Question, models.CASCADE, related_name="brought")
    written = models.ForeignKey(QuestionVersion, models.CASCADE, related_name="+")
    newest = models.ForeignKey(
        QuestionVersion, models.CASCADE, null=True, blank=True, related_name="+"
    )
    current = models.ForeignKey(
        QuestionVersion, models.CASCADE, null=True, blank=True, related_name="+"
    )
    status = models.CharField(max_length=9, choices=Question.Status, blank=True)
    kept = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["upload", "question"], name="brought_once_an_import"),
            models.CheckConstraint(
                condition=Q(status="", newest=None) | (~Q(status="") & Q(newest__isnull=False)),
                name="brought_new_or_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.upload_id}: {self.question_id}"
