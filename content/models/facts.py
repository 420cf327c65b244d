"""The register of claims that can go stale, and what became of each change of one."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from content.models.guide import Course


class FactQuerySet(models.QuerySet["Fact"]):
    def stale(self, today: date) -> "FactQuerySet":
        """Those whose last check is too long ago."""
        return self.filter(good_until__lt=today)

    def unconfirmed(self) -> "FactQuerySet":
        """Those that say something else than before, where nobody has looked yet at what rests on
        them."""
        return self.filter(_has_open_change())

    def with_changed(self) -> "models.QuerySet[Any]":
        """Each with `changed`: whether it is unconfirmed."""
        return self.annotate(changed=_has_open_change())

    def doubtful(self, today: date) -> "FactQuerySet":
        """Those that nothing scored may rest on: stale ones and unconfirmed ones."""
        return self.filter(Q(good_until__lt=today) | _has_open_change())


def _has_open_change() -> Exists:
    return Exists(FactChange.objects.filter(fact=OuterRef("pk"), confirmed_at=None))


class Fact(models.Model):
    """A claim of the course that can go stale, as its facts.toml has it.

    good_until: the last day on which the check of checked_on counts, good_for_days later. line:
    where the file has it. A fact that the file has lost is retired."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="facts")
    slug = models.SlugField(_("id"), max_length=80)
    claim = models.CharField(_("claim"), max_length=500)
    value = models.CharField(_("value"), max_length=300)
    source = models.URLField(_("source"), max_length=500)
    checked_on = models.DateField(_("checked on"))
    good_for_days = models.PositiveSmallIntegerField(_("good for days"))
    good_until = models.DateField(_("good until"))
    line = models.PositiveIntegerField(_("line"), default=0)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        ordering: ClassVar = ["course", "slug"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "slug"], name="fact_slug_once"),
            models.CheckConstraint(
                condition=Q(good_until__gte=F("checked_on")), name="fact_good_once_checked"
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class FactChange(models.Model):
    """A fact said one thing and then another. confirmed_at: when somebody had looked through all
    that rests on it; None until then."""

    fact = models.ForeignKey(Fact, models.CASCADE, related_name="changes")
    claim_before = models.CharField(_("claim before"), max_length=500)
    value_before = models.CharField(_("value before"), max_length=300)
    claim = models.CharField(_("claim"), max_length=500)
    value = models.CharField(_("value"), max_length=300)
    changed_at = models.DateTimeField(_("changed"))
    confirmed_at = models.DateTimeField(_("looked through"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by whom"),
    )

    class Meta:
        verbose_name = _("change of a fact")
        verbose_name_plural = _("changes of facts")
        ordering: ClassVar = ["fact", "changed_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(confirmed_at__isnull=False),
                name="fact_confirmed_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.fact}: {self.value_before} → {self.value}"
