"""Chapters with their sections and lab steps, and the files and pictures they are made of."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from content.addresses import address
from content.drafts import SectionKind
from content.models.facts import Fact
from content.models.guide import Course, Service


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
        return address("chapter", self.course.slug, self.slug)


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
    facts = models.ManyToManyField(Fact, related_name="sections", blank=True)
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
