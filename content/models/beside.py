"""What a course has beside its chapters: the terms of its glossary, and pages of its own."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from content.models.guide import Course


class Term(models.Model):
    """A term of the course's glossary; aliases holds one other name a line."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="terms")
    slug = models.CharField(_("anchor"), max_length=200)
    name = models.CharField(_("term"), max_length=120)
    aliases = models.TextField(_("other names"), blank=True)
    markdown = models.TextField()
    html = models.TextField()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering: ClassVar = ["course", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "slug"], name="term_slug_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases.splitlines())


class CoursePage(models.Model):
    """A page of the course that is no chapter, such as the one on the day of the exam."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="pages")
    slug = models.SlugField(_("slug"))
    title = models.CharField(_("title"), max_length=300)
    markdown = models.TextField()
    html = models.TextField()

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering: ClassVar = ["course", "slug"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "slug"], name="course_page_once"),
        ]

    def __str__(self) -> str:
        return self.title
