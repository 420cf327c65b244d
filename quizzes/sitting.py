"""The pages of an open attempt: one question at a time, and the look back before submission."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from content.addresses import address
from content.outline import Outline, Place, outline_of
from quizzes import attempts, rows, shown
from quizzes.drafts import Kind
from quizzes.grading import Given
from quizzes.holdings import QuizEntry, holdings
from quizzes.models import Attempt, Response
from quizzes.places import twice
from quizzes.responses import ResponseRow, responses
from quizzes.shown import OptionRow
from quizzes.shown_places import AnswerRow, PlacedRow
from quizzes.wordings import answer_keys


@dataclass(frozen=True, slots=True)
class NavItem:
    """A question's number in the navigator; verdict only where it may be seen."""

    position: int
    url: str
    answered: bool
    flagged: bool
    current: bool = False
    verdict: str | None = None


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """All that question.html draws. explanation and section are empty until graded; quiz_url is ""
    where the quiz can be taken no more."""

    attempt: Attempt
    course: Outline
    quiz_url: str
    position: int
    stem: SafeString
    kind: str
    needed: int
    cue: str
    options: Sequence[OptionRow]
    placed: Sequence[PlacedRow]
    answers: Sequence[AnswerRow]
    part: str
    answered: bool
    graded: bool
    flagged: bool
    certainty: int | None
    verdict: str | None
    explanation: SafeString
    section: Place | None
    navigator: Sequence[NavItem]
    answer_url: str
    flag_url: str
    review_url: str

    @property
    def total(self) -> int:
        return len(self.navigator)

    @property
    def answered_count(self) -> int:
        return sum(item.answered for item in self.navigator)

    @property
    def previous_url(self) -> str | None:
        return self.navigator[self.position - 2].url if self.position > 1 else None

    @property
    def next_url(self) -> str | None:
        return self.navigator[self.position].url if self.position < self.total else None


def of_learner(user_id: int, attempt_id: uuid.UUID) -> Attempt:
    """The learner's own attempt with its quiz and course. Raises Attempt.DoesNotExist."""
    return rows.with_course(user_id, attempt_id)


def looked_at(user_id: int, attempt_id: uuid.UUID, *, now: datetime) -> Attempt:
    """The same, closed first if its time was up. Raises Attempt.DoesNotExist."""
    found = of_learner(user_id, attempt_id)
    if attempts.close_if_overdue(found, now=now) is found:
        return found
    return of_learner(user_id, attempt_id)


def question_url(attempt_id: uuid.UUID, position: int) -> str:
    return address("question", attempt_id, position)


def review_url(attempt_id: uuid.UUID) -> str:
    return address("review", attempt_id)


def navigator(
    attempt: Attempt, answers: Sequence[ResponseRow], *, current: int = 0
) -> tuple[NavItem, ...]:
    """Where each question of an open attempt stands; verdicts in practice only."""
    first = question_url(attempt.pk, 1).removesuffix("1/")
    return tuple(
        NavItem(
            position=row.position,
            url=f"{first}{row.position}/",
            answered=row.answered,
            flagged=row.flagged,
            current=row.position == current,
            verdict=row.verdict if attempt.is_practice else None,
        )
        for row in answers
    )


def quiz_of(attempt: Attempt) -> QuizEntry | None:
    """The attempt's quiz; None where it can be taken no more."""
    return holdings(outline_of(attempt.quiz.course)).standing(attempt.quiz_id)


def question_page(attempt: Attempt, position: int, *, refused: Given | None = None) -> QuestionPage:
    """One question of an open attempt; refused: an answer that was not taken, to be put right.

    Raises Response.DoesNotExist where it has no such number."""
    answers = responses(attempt)
    if not 1 <= position <= len(answers):
        raise Response.DoesNotExist
    row = answers[position - 1]
    # In graded mode nothing of an open attempt is explained, whatever its rows say.
    explained = attempt.is_practice and row.score is not None
    shown_row = row if refused is None or explained else row._replace(given=refused)
    question = shown.questions(
        attempt, [shown_row], explained=explained, refused=refused is not None
    )[row.version_id]
    outline = outline_of(attempt.quiz.course)
    held = holdings(outline)
    entry = held.questions.get(row.question_id)
    quiz = held.standing(attempt.quiz_id)
    return QuestionPage(
        attempt=attempt,
        course=outline,
        quiz_url=quiz.url if quiz else "",
        position=position,
        stem=question.stem,
        kind=question.kind,
        needed=question.needed,
        cue=question.cue,
        options=question.options,
        placed=question.placed,
        answers=question.answers,
        part=question.part if row.verdict != "right" else "",
        answered=row.answered,
        graded=explained,
        flagged=row.flagged,
        certainty=row.certainty,
        verdict=row.verdict if explained else None,
        explanation=question.explanation,
        section=shown.teaching_section(outline, entry) if explained else None,
        navigator=navigator(attempt, answers, current=position),
        answer_url=address("save" if attempt.is_exam else "answer", attempt.pk, position),
        flag_url=address("flag", attempt.pk, position),
        review_url=review_url(attempt.pk),
    )


def shares_a_place(version_id: int, placed: Mapping[int, int]) -> bool:
    """Whether two options of an order were given one place, as may be while it is under way."""
    return answer_keys([version_id])[version_id].kind is Kind.ORDERING and bool(twice(placed))


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The look back before submission: what is unanswered, what was flagged."""

    attempt: Attempt
    course: Outline
    navigator: Sequence[NavItem]
    submit_url: str

    @property
    def unanswered(self) -> list[NavItem]:
        return [item for item in self.navigator if not item.answered]

    @property
    def flagged(self) -> list[NavItem]:
        return [item for item in self.navigator if item.flagged]

    @property
    def back_url(self) -> str:
        return (self.unanswered or self.navigator)[0].url


def review_page(attempt: Attempt) -> ReviewPage:
    """The look back at an open attempt."""
    return ReviewPage(
        attempt=attempt,
        course=outline_of(attempt.quiz.course),
        navigator=navigator(attempt, responses(attempt)),
        submit_url=address("submit", attempt.pk),
    )
