"""Publishing, retiring, giving back: done to one question or to many, and told in words."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.admin import AnyAdmin
from quizzes import authoring
from quizzes.admin.faults import said
from quizzes.models import Question

Status = Question.Status


def each(
    admin: AnyAdmin, request: HttpRequest, questions: QuerySet[Question], status: Question.Status
) -> None:
    """Bring each question to the status; what cannot be is left alone and named."""
    done = of_files = 0
    for question in questions:
        try:
            _bring(admin, request, question, status)
            done += 1
        except authoring.FileOwnedError:
            of_files += 1
        except authoring.FaultyError as fault:
            messages.error(request, _says_faulty(question, fault))
    if done:
        messages.success(request, _says_done(done, status))
    if of_files:
        told = ngettext(
            "%(n)d question belongs to a course file and was left alone. Change it in its file, or "
            "open it here and adopt it.",
            "%(n)d questions belong to course files and were left alone. Change them in their "
            "files, or open each here and adopt it.",
            of_files,
        )
        messages.warning(request, told % {"n": of_files})


def set_status(admin: AnyAdmin, request: HttpRequest, question: Question) -> None:
    """Bring the question to the posted status, and say so."""
    wanted = request.POST.get("to", "")
    if wanted not in Status.values:
        raise BadRequest
    each(admin, request, Question.objects.filter(pk=question.pk), Status(wanted))


def give_back(admin: AnyAdmin, request: HttpRequest, question: Question) -> None:
    """Let the question's file own it again, and say what that means."""
    place = f"{question.source_path}:{question.source_line or 0}"
    try:
        with transaction.atomic():
            authoring.give_back(question, now=timezone.now())
            admin.log_change(request, question, _("Given back to %(place)s.") % {"place": place})
    except authoring.FileOwnedError:
        messages.warning(request, _("There is no file to give this question back to."))
        return
    told = _(
        "%(place)s owns this question again. It stays as it is until the course is loaded next; "
        "then it takes the file's words, and yours stay in the history."
    )
    messages.success(request, told % {"place": place})


@transaction.atomic
def _bring(
    admin: AnyAdmin, request: HttpRequest, question: Question, status: Question.Status
) -> None:
    if status == Status.PUBLISHED:
        version = authoring.publish(question)
        told = _("Published version %(number)d.") % {"number": version.number}
    else:
        authoring.withdraw(question, status)
        told = _("Retired.") if status == Status.RETIRED else _("Back to draft.")
    admin.log_change(request, question, told)


def _says_done(done: int, status: Question.Status) -> str:
    if status == Status.PUBLISHED:
        told = ngettext(
            "%(n)d question is published: new attempts ask it.",
            "%(n)d questions are published: new attempts ask them.",
            done,
        )
    elif status == Status.RETIRED:
        told = ngettext(
            "%(n)d question is retired: no new attempt asks it, and results keep it.",
            "%(n)d questions are retired: no new attempt asks them, and results keep them.",
            done,
        )
    else:
        told = ngettext(
            "%(n)d question is a draft again: no new attempt asks it.",
            "%(n)d questions are drafts again: no new attempt asks them.",
            done,
        )
    return told % {"n": done}


def _says_faulty(question: Question, fault: authoring.FaultyError) -> str:
    reasons = " ".join(said(found) for found in fault.findings) or _("It has no words yet.")
    return _("Left alone: %(code)s. %(reasons)s") % {
        "code": question.code,
        "reasons": reasons,
    }
