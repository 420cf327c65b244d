"""Facts of some age, and what rests on them."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from content.models import Course, Fact, Section
from quizzes.models import Quiz
from tests.factories import ChapterFactory, FactFactory, QuizFactory, SectionFactory, question

TODAY = timezone.localdate()


def fact(course: Course, slug: str, *, days_ago: int = 0, **more: Any) -> Fact:
    """A fact that was checked so many days ago and is good for ten."""
    checked = TODAY - timedelta(days=days_ago)
    made: Fact = FactFactory(course=course, slug=slug, checked_on=checked, good_for_days=10, **more)
    return made


def cite(fact: Fact, *codes: str, anchor: str = "") -> None:
    """Let questions with these codes rest on the fact, and a section of that anchor."""
    quiz: Quiz = QuizFactory(course=fact.course)
    for code in codes:
        question(quiz=quiz, code=code, source_path="q.md", source_line=7).facts.add(fact)
    if anchor:
        chapter = ChapterFactory(course=fact.course, source_root=fact.slug, source_path="01.md")
        section: Section = SectionFactory(chapter=chapter, slug=anchor, title=anchor.title())
        section.facts.add(fact)
