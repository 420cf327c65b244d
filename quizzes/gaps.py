"""What is missing in a course, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quizzes.coverage import ENOUGH, Gap, Row


def in_words(gap: Gap, row: Row) -> str:
    """What is missing of the row, and what to do about it."""
    lacking = ENOUGH - row.questions
    more = ngettext("write %(n)d more", "write %(n)d more", lacking) % {"n": lacking}
    few = ngettext("%(n)d question", "%(n)d questions", row.questions) % {"n": row.questions}
    return {
        Gap.FEW_QUESTIONS: f"{few} – {more}",
        Gap.NO_QUESTION: _("no question – write one that is on it"),
        Gap.NO_SECTION: _("no section – teach it under a heading that names it"),
        Gap.NO_LEVEL_1: _("no question of level 1, recall – write one"),
        Gap.NO_LEVEL_2: _("no question of level 2, understanding – write one"),
        Gap.NO_LEVEL_3: _("no question of level 3, judgement – write one"),
    }[gap]
