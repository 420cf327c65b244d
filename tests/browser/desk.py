"""What an instructor has written: a question with two wordings, and a draft."""

from dataclasses import replace
from datetime import datetime

from quizzes import authoring
from quizzes.authoring import Placement
from quizzes.drafts import Kind, OptionDraft, QuestionDraft
from quizzes.models import Question, Quiz
from studyapp.accounts.models import User


def write(author: User, quiz: Quiz, *, now: datetime) -> Question:
    """A question written here, with a second version."""
    words = QuestionDraft(
        path="",
        line=0,
        number="",
        kind=Kind.SINGLE,
        stem="Which service keeps **tables** that a stock check reads by key?",
        options=(
            OptionDraft("A", "Amazon DynamoDB", is_key=True, rationale="Reads by key are its job."),
            OptionDraft("B", "Amazon Redshift", is_key=False, rationale="It is for analysis."),
            OptionDraft("C", "Amazon Neptune", is_key=False, rationale="It is for relationships."),
        ),
        explanation="Reads by key at any size are what a key-value store is for.",
    )
    place = Placement(code="stock-check", quiz_id=quiz.pk)
    made = authoring.add(words, place, author_id=author.pk, publish=True, now=now)
    authoring.rewrite(
        made,
        replace(words, stem="Which service keeps the items that a stock check reads by key?"),
        place,
        author_id=author.pk,
        opened_on=1,
        publish=True,
        now=now,
    )
    return made


def draft(author: User, quiz: Quiz, *, now: datetime) -> None:
    """A question that waits to be published."""
    words = QuestionDraft(
        path="",
        line=0,
        number="",
        kind=Kind.SINGLE,
        stem="Which service keeps a copy of busy rows in memory?",
        options=(
            OptionDraft("A", "Amazon ElastiCache", is_key=True),
            OptionDraft("B", "Amazon Neptune", is_key=False),
        ),
    )
    place = Placement(code="busy-rows", quiz_id=quiz.pk)
    authoring.add(words, place, author_id=author.pk, publish=False, now=now)
