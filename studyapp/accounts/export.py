"""Everything the site holds on one person, as plain values for JSON.

PARTS must name every model that links to a user: a test lists those there are. What only others
could learn from it stays out: secrets of second factors, and the key, rationales and explanation of
a question until the response to it has been graded."""

from collections.abc import Callable
from dataclasses import dataclass

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.db.models import Model, Prefetch
from django.utils import timezone

from content.models import FactChange, ReadingPosition, Section, SectionRead, StepTick
from quizzes.drafts import Kind
from quizzes.models import (
    Attempt,
    Choice,
    ExamAct,
    ExtraTime,
    Import,
    ImportFile,
    QuestionVersion,
    RegradedAttempt,
    Response,
    Saved,
    Tally,
)
from quizzes.reviewing import withheld, withheld_questions
from quizzes.wordings import words_of
from studyapp.accounts.export_exams import Row, exam_acts, extra_time, regrades, saves
from studyapp.accounts.models import User


@dataclass(frozen=True, slots=True)
class Part:
    """One entry of the export: the models that it covers and how to read a person's rows."""

    name: str
    models: tuple[type[Model], ...]
    rows: Callable[[User], object]


def export(user: User) -> Row:
    """The whole export; its queries do not grow with the number of rows."""
    head: Row = {"format": "studyapp-export", "version": 1, "exported_at": timezone.now()}
    return head | {part.name: part.rows(user) for part in PARTS}


def account(user: User) -> Row:
    return {
        "email": user.email,
        "name": user.name,
        "time_zone": user.time_zone,
        "time_zone_as_on_the_device": user.follows_device,
        "theme": user.theme,
        "joined_at": user.date_joined,
        "last_signed_in_at": user.last_login,
        "may_open_the_admin": user.is_staff,
        "groups": list(user.groups.order_by("name").values_list("name", flat=True)),
        "permissions": sorted(user.get_user_permissions()),
    }


def email_addresses(user: User) -> list[Row]:
    return list(
        EmailAddress.objects.filter(user=user).order_by("pk").values("email", "verified", "primary")
    )


def second_factors(user: User) -> list[Row]:
    return list(
        Authenticator.objects.filter(user=user)
        .order_by("pk")
        .values("type", "created_at", "last_used_at")
    )


def section_place(section: Section) -> Row:
    chapter = section.chapter
    return {"course": chapter.course.slug, "chapter": chapter.title, "section": section.title}


def sections_read(user: User) -> list[Row]:
    reads = SectionRead.objects.filter(user=user).select_related("section__chapter__course")
    return [
        section_place(read.section) | {"read_at": read.read_at} for read in reads.order_by("pk")
    ]


def steps_ticked(user: User) -> list[Row]:
    ticks = StepTick.objects.filter(user=user).select_related("step__section__chapter__course")
    return [
        section_place(tick.step.section) | {"step": tick.step.title, "ticked_at": tick.ticked_at}
        for tick in ticks.order_by("pk")
    ]


def reading_positions(user: User) -> list[Row]:
    places = ReadingPosition.objects.filter(user=user).select_related("section__chapter__course")
    return [
        section_place(place.section) | {"block": place.block, "updated_at": place.updated_at}
        for place in places.order_by("pk")
    ]


def attempts(user: User) -> list[Row]:
    responses = (
        Response.objects.order_by("position")
        .select_related("question", "version")
        .prefetch_related("choices", "version__options", "version__answers")
    )
    taken = (
        Attempt.objects.filter(user=user)
        .select_related("quiz__course", "section")
        .prefetch_related(Prefetch("responses", responses))
        .order_by("started_at", "pk")
    )
    held_back = withheld(user.pk, timezone.now())
    return [
        {
            "id": attempt.pk,
            "course": attempt.quiz.course.slug,
            "quiz": attempt.quiz.title,
            "mode": attempt.mode,
            "scope": attempt.scope,
            "section": None if attempt.section is None else attempt.section.title,
            "pass_mark_percent": attempt.pass_mark,
            "partial_credit": attempt.partial_credit,
            "started_at": attempt.started_at,
            "ends_at": attempt.deadline_at,
            "submitted_at": attempt.submitted_at,
            "questions": attempt.total,
            "counted": attempt.counted,
            "right": attempt.right,
            "score": attempt.score,
            "responses": [
                response_row(response, may_tell=attempt.pk not in held_back)
                for response in attempt.responses.all()
            ],
        }
        for attempt in taken
    ]


def response_row(response: Response, *, may_tell: bool) -> Row:
    """The wording as seen, what was chosen and, once graded, what had been right and why."""
    graded = may_tell and response.graded_at is not None
    kind = Kind(response.version.kind)
    return {
        "position": response.position,
        "question": response.question.code,
        "wording": response.version.number,
        "stem": response.version.stem,
        "kind": kind.value,
        "options": chosen(response, graded) if kind.is_choice else placed(response, graded),
        "flagged": response.flagged,
        "certainty": response.certainty,
        "answered_at": response.answered_at,
        "graded_at": response.graded_at,
        "score": response.score if graded else None,
    } | ({"explanation": response.version.explanation} if graded else {})


def chosen(response: Response, graded: bool) -> list[Row]:
    """The options of a question that are chosen."""
    picked = {choice.option_id for choice in response.choices.all()}
    return [
        {"text": option.text, "chosen": option.pk in picked}
        | ({"right": option.is_key, "rationale": option.rationale} if graded else {})
        for option in response.version.options.all()
    ]


def placed(response: Response, graded: bool) -> list[Row]:
    """The options that are given a place or an answer, in the order in which the attempt shows
    them: that in which they were written may be the right one."""
    version = response.version
    answers = {answer.position: answer.text for answer in version.answers.all()}
    given = {choice.option_id: choice.place for choice in response.choices.all()}
    seed = bytes(response.attempt.seed)
    seen = words_of(version).layout(version.pk, seed=seed)
    by_id = {option.pk: option for option in version.options.all()}

    def words(place: int | None) -> str | int | None:
        return answers.get(place or 0, place)

    return [
        {"text": option.text, "given": words(given.get(pk))}
        | ({"right": words(option.place), "rationale": option.rationale} if graded else {})
        for pk in seen.options
        if (option := by_id.get(pk)) is not None
    ]


def tallies(user: User) -> list[Row]:
    """right and last_right are None where an exam that may not be explained would be."""
    held_back = withheld_questions(user.pk, timezone.now())
    rows = Tally.objects.filter(user=user).select_related("question__course").order_by("pk")
    return [
        {
            "course": tally.question.course.slug,
            "question": tally.question.code,
            "answers": tally.answers,
            "right": None if tally.question_id in held_back else tally.right,
            "last_right": None if tally.question_id in held_back else tally.last_right,
            "last_answered_at": tally.last_answered_at,
        }
        for tally in rows
    ]


def questions_written(user: User) -> list[Row]:
    versions = QuestionVersion.objects.filter(author=user).select_related("question__course")
    return [
        {
            "course": version.question.course.slug,
            "question": version.question.code,
            "wording": version.number,
            "stem": version.stem,
            "written_at": version.created_at,
        }
        for version in versions.order_by("pk")
    ]


def facts_confirmed(user: User) -> list[Row]:
    """The changes of facts after which the user looked through what rests on them."""
    changes = FactChange.objects.filter(confirmed_by=user).select_related("fact__course")
    return [
        {
            "course": change.fact.course.slug,
            "fact": change.fact.slug,
            "value_before": change.value_before,
            "value": change.value,
            "confirmed_at": change.confirmed_at,
        }
        for change in changes.order_by("pk")
    ]


def imports(user: User) -> list[Row]:
    """What the user uploaded; the questions are the bank's."""
    uploads = Import.objects.filter(user=user).select_related("course", "quiz")
    return [
        {
            "course": upload.course.slug,
            "quiz": upload.quiz_name,
            "files": [file.path for file in upload.files.all()],
            "status": upload.status,
            "uploaded_at": upload.created_at,
            "imported_at": upload.imported_at,
            "undone_at": upload.undone_at,
        }
        for upload in uploads.order_by("pk").prefetch_related(
            Prefetch("files", ImportFile.objects.only("upload", "path"))
        )
    ]


def admin_log(user: User) -> list[Row]:
    entries = LogEntry.objects.filter(user=user).select_related("content_type").order_by("pk")
    return [
        {
            "at": entry.action_time,
            "action": entry.get_action_flag_display(),
            "kind": str(entry.content_type),
            "what": entry.object_repr,
            "message": entry.get_change_message(),
        }
        for entry in entries
    ]


PARTS = (
    Part("account", (User, User.groups.through, User.user_permissions.through), account),
    Part("email_addresses", (EmailAddress, EmailConfirmation), email_addresses),
    Part("second_factors", (Authenticator,), second_factors),
    Part("sections_read", (SectionRead,), sections_read),
    Part("steps_ticked", (StepTick,), steps_ticked),
    Part("reading_positions", (ReadingPosition,), reading_positions),
    Part("attempts", (Attempt, Response, Choice), attempts),
    Part("saves", (Saved,), saves),
    Part("extra_time", (ExtraTime,), extra_time),
    Part("regrades", (RegradedAttempt,), regrades),
    Part("exam_acts", (ExamAct,), exam_acts),
    Part("tallies", (Tally,), tallies),
    Part("questions_written", (QuestionVersion,), questions_written),
    Part("facts_confirmed", (FactChange,), facts_confirmed),
    Part("imports", (Import,), imports),
    Part("admin_log", (LogEntry,), admin_log),
)
