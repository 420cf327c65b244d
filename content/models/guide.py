"""Courses, and what their exam guides name: domains, task statements, services."""

from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class CourseQuerySet(models.QuerySet["Course"]):
    def open(self) -> "CourseQuerySet":
        """The courses that learners see: those that have been loaded."""
        return self.filter(revision__gt=0)


class Course(models.Model):
    """A certification; everything it says of itself comes from its course.toml.

    exam_map is empty, or written as in `quizzes.scaling`; exam_kinds has spaces between its kinds.
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
    exam_map = models.CharField(_("map of scores to the scale"), max_length=200, blank=True)
    exam_kinds = models.CharField(
        _("kinds of questions"), max_length=60, blank=True, default="single multiple"
    )
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
