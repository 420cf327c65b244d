"""Imports of questions: one factory a model, for rows as an import leaves them."""

from typing import Any

from factory.declarations import LazyAttribute, LazyFunction, SelfAttribute, Sequence, SubFactory

from quizzes.drafts import Kind, OptionDraft, QuestionDraft
from quizzes.models import Brought, Import, ImportFile, ImportItem
from quizzes.payload import packed
from tests.factories.book import CourseFactory
from tests.factories.exam_hall import QuizFactory, question
from tests.factories.people import NOON, ModelFactory, UserFactory


class ImportFactory(ModelFactory):
    """An import into a quiz, just begun, without files."""

    class Meta:
        model = Import

    course = SubFactory(CourseFactory)
    quiz = SubFactory(QuizFactory, course=SelfAttribute("..course"))
    user = SubFactory(UserFactory)
    created_at = NOON


class ImportFileFactory(ModelFactory):
    """A file that has been read."""

    class Meta:
        model = ImportFile

    upload = SubFactory(ImportFactory)
    position = LazyAttribute(lambda o: o.upload.files.count() + 1)
    path = Sequence(lambda n: f"bank-{n}.md")


class ImportItemFactory(ModelFactory):
    """A new question with two options, chosen. stem and explanation are its words."""

    class Meta:
        model = ImportItem
        exclude = ("explanation",)

    explanation = "Because."
    upload = SubFactory(ImportFactory)
    file = SubFactory(ImportFileFactory, upload=SelfAttribute("..upload"))
    position = LazyAttribute(lambda o: o.upload.items.count() + 1)
    line = 3
    read = ImportItem.Read.IMPORTED
    action = ImportItem.Action.NEW
    stem = Sequence(lambda n: f"stem of import {n}")
    draft = LazyAttribute(lambda o: packed(_draft(o)))
    html = LazyAttribute(lambda o: [*_draft(o).texts])
    chosen = True


class BroughtFactory(ModelFactory):
    """What an import brought: a new question."""

    class Meta:
        model = Brought

    item = SubFactory(ImportItemFactory)
    upload = SelfAttribute("item.upload")
    question = LazyFunction(lambda: question())
    written = SelfAttribute("question.current")


def _draft(item: Any) -> QuestionDraft:
    options = (OptionDraft("A", "yes", True), OptionDraft("B", "no", False))
    stem = f"{item.stem}?"
    return QuestionDraft(
        item.file.path, item.line, "1", Kind.SINGLE, stem, options, item.explanation
    )
