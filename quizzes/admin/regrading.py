"""Regrading a question in the admin: what to regrade, what that does, done and taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from content.admin import AnyAdmin
from quizzes import acts, regrading
from quizzes.admin.regrade_form import RegradeForm
from quizzes.grading import reaches, whole_percent
from quizzes.models import Attempt, Question, Regrade
from quizzes.regrade_plans import Plan, VoidAlreadyError, planned, standing
from quizzes.regrade_wordings import answered

SHOWN = 50
LOOK, APPLY, SEEN = "_look", "_apply", "seen"


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """An attempt before and after: percent, and whether it passed; None where there is no pass."""

    id: UUID
    learner: str
    quiz: str
    before: int
    after: int
    passed_before: bool | None
    passed_after: bool | None


def page(admin: AnyAdmin, request: HttpRequest, question: Question) -> HttpResponse:
    """The form; once sent, with what it would do; and once that is agreed to, it is done."""
    wordings = answered(question)
    form = RegradeForm(question, wordings, request.POST or None)
    plan, moved, refused = None, False, ""
    if form.is_bound and form.is_valid():
        correction = form.correction()
        try:
            if APPLY in request.POST:
                return _done(_apply(request, form))
            plan = planned(correction)
        except regrading.MovedError as other:
            plan, moved = other.plan, True
        except VoidAlreadyError:
            refused = _(
                "This question does not count since it was regraded. Undo that first; then it can "
                "be regraded otherwise."
            )
    context = {
        **_around(admin, request, _("Regrade %(code)s") % {"code": question.code}),
        "question": question,
        "form": form,
        "wordings": form.fields_of_wordings,
        "plan": plan,
        "moved": moved,
        "refused": refused,
        "lines": _planned_lines(plan, plan.concerned) if plan else [],
        "gained": _planned_lines(plan, plan.gained) if plan else [],
        "lost": _planned_lines(plan, plan.lost) if plan else [],
        "standing": list(standing(question)),
        "shown": SHOWN,
    }
    status = 409 if moved else 422 if form.is_bound and plan is None else 200
    return render(request, "admin/quizzes/question/regrade.html", context, status=status)


def _apply(request: HttpRequest, form: RegradeForm) -> Regrade:
    made = regrading.apply(
        form.correction(),
        seen=request.POST.get(SEEN, ""),
        by=request.user.pk or 0,
        why=form.cleaned_data["why"],
        now=timezone.now(),
    )
    messages.success(request, _("Regraded. Those concerned are told on their first page."))
    return made


def _done(regrade: Regrade) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:quizzes_regrade_change", args=[regrade.pk]))


def done_page(admin: AnyAdmin, request: HttpRequest, regrade: Regrade) -> HttpResponse:
    """What a regrade did, who made it and why, and the way back."""
    rows = regrade.attempts.select_related("attempt__user", "attempt__quiz")
    every = list(regrade.attempts.values_list("score_before", "score_after"))
    passes = rows.exclude(attempt__mode=Attempt.Mode.PRACTICE).values_list(
        "score_before", "score_after", "attempt__pass_mark"
    )
    verdicts = [(reaches(old, mark), reaches(new, mark)) for old, new, mark in passes]
    later = standing(regrade.question).filter(pk__gt=regrade.pk).order_by("-pk").first()
    title = _("Regrade of %(code)s") % {"code": regrade.question.code}
    context = {
        **_around(admin, request, title),
        "regrade": regrade,
        "acts": regrade.acts.select_related("by").order_by("pk"),
        "lines": [_line(row.attempt, row.score_before, row.score_after) for row in rows[:SHOWN]],
        "changed": len(every),
        "raised": sum(new > old for old, new in every),
        "lowered": sum(new < old for old, new in every),
        "gained": verdicts.count((False, True)),
        "lost": verdicts.count((True, False)),
        "later": later,
        "may_undo": regrade.undone_at is None and later is None and may_regrade(request),
        "shown": SHOWN,
    }
    return render(request, "admin/quizzes/regrade/page.html", context)


def undo(request: HttpRequest, regrade: Regrade) -> HttpResponse:
    """Take it back, and say so; or say why not."""
    why, by = request.POST.get("why", ""), request.user.pk or 0
    try:
        regrading.undo(regrade, by=by, why=why, now=timezone.now())
    except acts.NoReasonError:
        messages.error(request, _("Nothing was undone yet. Say why, then undo it."))
    except regrading.UndoneAlreadyError:
        messages.info(request, _("This regrade has been undone already."))
    except regrading.LaterRegradeError as refused:
        messages.error(request, _says_later(refused.later))
    else:
        messages.success(
            request, _("Undone: every mark and score that it changed is as it was before.")
        )
    return _done(regrade)


def _says_later(later: Regrade) -> SafeString:
    return format_html(
        _("Nothing was undone: {} of this question stands. Undo that first."),
        format_html(
            "<a href='{}'>{}</a>",
            reverse("admin:quizzes_regrade_change", args=[later.pk]),
            _("a later regrade"),
        ),
    )


def may_regrade(request: HttpRequest) -> bool:
    """Whether somebody may regrade and undo: marks of learners change by it."""
    needed = ("change_question", "add_regrade", "change_regrade")
    return all(request.user.has_perm(f"quizzes.{name}") for name in needed)


def offer(question: Question) -> bool:
    """Whether answers to earlier wordings were graded by another key than the present one."""
    return any(each.known and each.differs for each in answered(question))


def _planned_lines(plan: Plan, concerned: Sequence[Any]) -> list[AttemptLine]:
    first = concerned[:SHOWN]
    found = Attempt.objects.select_related("user", "quiz").in_bulk([e.attempt_id for e in first])
    return [_line(found[e.attempt_id], e.score_before, e.score_after) for e in first]


def _line(attempt: Attempt, before: float, after: float) -> AttemptLine:
    graded = not attempt.is_practice
    return AttemptLine(
        id=attempt.pk,
        learner=str(attempt.user),
        quiz=attempt.quiz.title,
        before=whole_percent(before),
        after=whole_percent(after),
        passed_before=reaches(before, attempt.pass_mark) if graded else None,
        passed_after=reaches(after, attempt.pass_mark) if graded else None,
    )


def _around(admin: AnyAdmin, request: HttpRequest, title: str) -> dict[str, Any]:
    return {**admin.admin_site.each_context(request), "opts": admin.opts, "title": title}
