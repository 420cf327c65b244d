"""How far each learner has read."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from content.models.book import Chapter, LabStep, Section


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
