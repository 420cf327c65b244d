"""Somebody who has done everything that leaves a row, and which tables those are."""

import uuid

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import CASCADE, ForeignKey, Model

from quizzes.models import (
    Attempt,
    ExamAct,
    ExtraTime,
    Question,
    Regrade,
    RegradedAttempt,
    Saved,
)
from studyapp.accounts.models import User
from tests.factories import (
    NOON,
    FactChangeFactory,
    ImportFileFactory,
    QuizFactory,
    ReadingPositionFactory,
    SectionReadFactory,
    StepTickFactory,
    TallyFactory,
    attempt_at,
    choose,
    question,
    reword,
    submit,
)


def models_linked_to(target: type[Model]) -> set[type[Model]]:
    """Every model with a foreign key or one-to-one to target, the hidden ones of many-to-many
    included, and every model whose rows belong to such rows."""
    links = [
        (model, field)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey)
    ]
    found: set[type[Model]] = set()
    owners: list[type[Model]] = [target]
    while owners:
        owner = owners.pop()
        for model, field in links:
            if field.related_model is owner and model not in found:
                found.add(model)
                if field.remote_field.on_delete is CASCADE:
                    owners.append(model)
    return found


def everything_of(user: User) -> Attempt:
    """Fills every table that links to the user; the words in it carry the user's number.

    Returns an open graded attempt with one answer; there is a submitted one beside it."""
    mark = f"u{user.pk}"
    user.groups.add(Group.objects.create(name=f"group {mark}"))
    user.user_permissions.add(Permission.objects.order_by("pk")[0])
    address = EmailAddress.objects.create(user=user, email=f"{mark}@example.org", primary=True)
    EmailConfirmation.objects.create(email_address=address, sent=NOON, key=f"key {mark}")
    Authenticator.objects.create(user=user, type="totp", data={"secret": f"secret {mark}"})
    SectionReadFactory(user=user, section__title=f"read {mark}")
    StepTickFactory(user=user, step__title=f"step {mark}")
    ReadingPositionFactory(user=user, section__title=f"place {mark}")
    asked = question(stem=f"stem {mark}", quiz=QuizFactory(title=f"quiz {mark}"))
    submit(attempt_at([asked], user=user), ["A"])
    TallyFactory(user=user, question=asked)
    reword(asked, stem=f"reworded {mark}", author=user)
    ImportFileFactory(upload__user=user, path=f"imported {mark}")
    FactChangeFactory(fact__value=f"confirmed {mark}", confirmed_by=user, confirmed_at=NOON)
    LogEntry.objects.create(
        user=user,
        content_type=ContentType.objects.get_for_model(Question),
        object_id=str(asked.pk),
        object_repr=f"logged {mark}",
        action_flag=CHANGE,
    )
    still_open = attempt_at([asked], user=user)
    choose(still_open.responses.get(), "B")
    exam_of(user, asked)
    return still_open


def exam_of(user: User, asked: Question) -> None:
    """Rows of all that exams leave, with the learner as who sat and who oversaw them."""
    mark, course = f"u{user.pk}", asked.course
    ExtraTime.objects.create(user=user, course=course, minutes=30)
    sat = submit(
        attempt_at(
            [asked],
            user=user,
            mode=Attempt.Mode.EXAM,
            deadline_at=NOON,
            quiz=QuizFactory(course=course, title=f"exam {mark}", minutes=90),
        ),
        ["A"],
    )
    response = sat.responses.get()
    Saved.objects.create(
        attempt=sat,
        response=response,
        key=uuid.uuid4(),
        arrived_at=NOON,
        given=f"saved {mark}",
        outcome=Saved.Outcome.KEPT,
    )
    regrade = Regrade.objects.create(
        question=asked, policy=Regrade.Policy.FULL_CREDIT, made_at=NOON
    )
    RegradedAttempt.objects.create(
        regrade=regrade,
        attempt=sat,
        response=response,
        mark_before=0,
        mark_after=1,
        counted_before=True,
        counted_after=True,
        right_before=0,
        right_after=1,
        counted_total_before=1,
        counted_total_after=1,
        score_before=0,
        score_after=1,
    )
    ExamAct.objects.create(
        kind=ExamAct.Kind.REGRADED,
        at=NOON,
        by=user,
        course=course,
        regrade=regrade,
        why=f"act {mark}",
    )
    ExamAct.objects.create(
        kind=ExamAct.Kind.EXTENDED,
        at=NOON,
        learner=user,
        course=course,
        attempt=sat,
        why=f"extended {mark}",
    )
