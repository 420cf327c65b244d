"""The book: courses, their chapters and sections, and how far each learner has read."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.drafts import SectionKind


class CourseQuerySet(models.QuerySet["Course"]):
    def open(self) -> "CourseQuerySet":
        """The courses that learners see: those that have been loaded."""
        return self.filter(revision__gt=0)


class Course(models.Model):
    """A certification; everything it says of itself comes from its course.toml.

    revision grows with every change to what learners may see, so that each process can keep what it
    has read until it is out of date."""

    slug = models.SlugField(_("slug"), unique=True)
    title = models.CharField(_("title"), max_length=200)
    code = models.CharField(_("exam code"), max_length=40, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    notice = models.TextField(_("notice"), blank=True)
    exam_questions = models.PositiveSmallIntegerField(_("questions in the exam"), default=0)
    exam_scored = models.PositiveSmallIntegerField(_("of them scored"), default=0)
    exam_minutes = models.PositiveSmallIntegerField(_("minutes"), default=0)
    scale_low = models.PositiveSmallIntegerField(_("lowest scaled score"), default=0)
    scale_high = models.PositiveSmallIntegerField(_("highest scaled score"), default=0)
    pass_scaled = models.PositiveSmallIntegerField(_("scaled score that passes"), default=0)
    exam_source = models.URLField(_("source of the exam's form"), blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering: ClassVar = ["title"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(exam_scored__lte=F("exam_questions")), name="scored_within_questions"
            ),
            models.CheckConstraint(
                condition=Q(scale_low__lte=F("pass_scaled"), pass_scaled__lte=F("scale_high")),
                name="pass_within_scale",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("course", args=[self.slug])

    def bump(self) -> None:
        """Tell every process that something learners see in this course has changed."""
        Course.objects.filter(pk=self.pk).update(revision=F("revision") + 1)


class Domain(models.Model):
    """A domain of the exam guide; weight is its share of the exam in percent."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="domains")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    weight = models.PositiveSmallIntegerField(
        _("weight in percent"), validators=[MaxValueValidator(100)]
    )

    class Meta:
        verbose_name = _("domain")
        verbose_name_plural = _("domains")
        ordering: ClassVar = ["course", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "number"], name="domain_number_once"),
            models.CheckConstraint(condition=Q(weight__lte=100), name="domain_weight_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class TaskStatement(models.Model):
    """A task statement of the exam guide, such as 3.4."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="tasks")
    domain = models.ForeignKey(Domain, models.CASCADE, related_name="tasks")
    code = models.CharField(_("code"), max_length=16)
    title = models.CharField(_("title"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("task statement")
        verbose_name_plural = _("task statements")
        ordering: ClassVar = ["course", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "code"], name="task_code_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Service(models.Model):
    """Something the course teaches by name, and by which progress is counted.

    aliases holds one other name a line; task is where a question on it falls by default; position
    is its place in the catalogue, which also picks its colour."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="services")
    slug = models.SlugField(_("slug"))
    name = models.CharField(_("name"), max_length=120)
    aliases = models.TextField(_("aliases"), blank=True, help_text=_("One a line."))
    category = models.CharField(_("category"), max_length=80, blank=True)
    in_scope = models.BooleanField(_("in the exam's scope"), default=True)
    task = models.ForeignKey(
        TaskStatement, models.SET_NULL, null=True, blank=True, related_name="services"
    )
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering: ClassVar = ["course", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "slug"], name="service_slug_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Chapter(models.Model):
    """A chapter as last loaded. It belongs to its file: source_root names the folder that was
    loaded, source_path the file in it."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="chapters")
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    slug = models.SlugField(_("slug"), max_length=120)
    title = models.CharField(_("title"), max_length=300)
    minutes = models.PositiveSmallIntegerField(_("minutes to read"), default=1)
    source_root = models.CharField(_("folder"), max_length=200, blank=True)
    source_path = models.CharField(_("file"), max_length=500, blank=True)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")
        ordering: ClassVar = ["course", F("number").asc(nulls_last=True), "slug"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "slug"], name="chapter_slug_once"),
            models.UniqueConstraint(
                fields=["course", "source_root", "source_path"],
                condition=~Q(source_path=""),
                name="chapter_file_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title if self.number is None else f"{self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("chapter", args=[self.course.slug, self.slug])


class Section(models.Model):
    """A heading with what stands under it: what is read, ticked off and pointed to."""

    chapter = models.ForeignKey(Chapter, models.CASCADE, related_name="sections")
    slug = models.CharField(_("anchor"), max_length=200)
    title = models.CharField(_("title"), max_length=300)
    level = models.PositiveSmallIntegerField(
        _("level"), validators=[MinValueValidator(1), MaxValueValidator(6)]
    )
    kind = models.CharField(_("kind"), max_length=12, choices=[(k, k) for k in SectionKind])
    position = models.PositiveSmallIntegerField(_("position"))
    markdown = models.TextField(blank=True)
    html = models.TextField(blank=True)
    services = models.ManyToManyField(Service, related_name="sections", blank=True)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering: ClassVar = ["chapter", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["chapter", "slug"], name="section_slug_once"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{self.chapter.get_absolute_url()}#{self.slug}"


class LabStep(models.Model):
    """A step of a lab section, with a tick box of its own."""

    section = models.ForeignKey(Section, models.CASCADE, related_name="steps")
    slug = models.CharField(_("anchor"), max_length=200)
    title = models.CharField(_("title"), max_length=300)
    position = models.PositiveSmallIntegerField(_("position"))
    markdown = models.TextField(blank=True)
    html = models.TextField(blank=True)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)

    class Meta:
        verbose_name = _("lab step")
        verbose_name_plural = _("lab steps")
        ordering: ClassVar = ["section", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["section", "slug"], name="step_slug_once"),
        ]

    def __str__(self) -> str:
        return self.title


class SourceFile(models.Model):
    """A file as last loaded without an error; digest covers it and all that its HTML depends on."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="files")
    root = models.CharField(_("folder"), max_length=200)
    path = models.CharField(_("file"), max_length=500)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(_("loaded"))

    class Meta:
        verbose_name = _("source file")
        verbose_name_plural = _("source files")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "root", "path"], name="source_file_once"),
        ]

    def __str__(self) -> str:
        return f"{self.root}/{self.path}"


class Picture(models.Model):
    """An image of a course, kept by its content so that every process serves the same bytes."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="pictures")
    digest = models.CharField(max_length=64)
    media_type = models.CharField(max_length=40)
    content = models.BinaryField()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "digest"], name="picture_once"),
        ]

    def __str__(self) -> str:
        return self.digest[:12]


class SectionRead(models.Model):
    """A learner has read a section."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    section = models.ForeignKey(Section, models.CASCADE, related_name="reads")
    read_at = models.DateTimeField(_("read"))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "section"], name="section_read_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.section}"


class StepTick(models.Model):
    """A learner has done a step of a lab."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    step = models.ForeignKey(LabStep, models.CASCADE, related_name="ticks")
    ticked_at = models.DateTimeField(_("done"))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "step"], name="step_tick_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.step}"


class ReadingPosition(models.Model):
    """Where a learner last was in a chapter: a section, and the how-manieth block in it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    chapter = models.ForeignKey(Chapter, models.CASCADE, related_name="positions")
    section = models.ForeignKey(Section, models.CASCADE, related_name="+")
    block = models.PositiveSmallIntegerField(default=0)
    updated_at = models.DateTimeField(_("when"))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "chapter"], name="one_position_a_chapter"),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.section}"
