"""The admin of the exam hall; each module registers its own."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from quizzes.admin import (
    acts,
    attempts,
    extra_time,
    facts,
    front,
    imports,
    questions,
    quizzes,
    regrades,
    windows,
)

__all__ = [
    "acts",
    "attempts",
    "extra_time",
    "facts",
    "front",
    "imports",
    "questions",
    "quizzes",
    "regrades",
    "windows",
]

admin.site.index_title = _("What waits for you")
admin.site.index = front.index  # type: ignore[method-assign]
# The few pages are linked in the head; the room is the question form's.
admin.site.enable_nav_sidebar = False
