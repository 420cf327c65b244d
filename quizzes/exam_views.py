"""An exam under way: its pages, and the saves that a browser sends. Others of its addresses are in
`quizzes.views`, which come here once they know that it is an exam."""

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from content.requests import LearnerRequest, SiteRequest
from quizzes import exam_pages, exam_results, posted, saving, sitting
from quizzes.exam_pages import ended_url
from quizzes.grading import InvalidChoiceError
from quizzes.models import Attempt, Response
from quizzes.owning import own
from quizzes.saving import Outcome, Receipt


def question(
    request: SiteRequest, found: Attempt, position: int, *, error: str = ""
) -> HttpResponse:
    """One question of the exam; once time is up, what was kept."""
    now = timezone.now()
    if not exam_pages.goes_on(found, now=now):
        return _over(found)
    page = exam_pages.question_page(found, position, now=now)
    context = {"page": page, "course": page.question.course, "error": error}
    return render(request, "quizzes/exam.html", context, status=422 if error else 200)


def review(request: SiteRequest, found: Attempt) -> HttpResponse:
    """The look back before submission."""
    now = timezone.now()
    if not exam_pages.goes_on(found, now=now):
        return _over(found)
    page = exam_pages.review_page(found, now=now)
    return render(request, "quizzes/exam_review.html", {"page": page, "course": page.course})


def _over(found: Attempt) -> HttpResponse:
    """To what was kept where time was up, else to the result that the learner asked for."""
    finished = found.ended_by == Attempt.EndedBy.LEARNER
    return redirect("result", found.pk) if finished else redirect(ended_url(found.pk))


@require_safe
@own
def ended(request: LearnerRequest, attempt: uuid.UUID) -> HttpResponse:
    now = timezone.now()
    found = sitting.looked_at(request.user.pk, attempt, now=now)
    if not found.is_exam or exam_pages.goes_on(found, now=now):
        return redirect("attempt", attempt)
    page = exam_pages.ended_page(found)
    return render(request, "quizzes/exam_ended.html", {"page": page, "course": page.course})


def result(request: SiteRequest, found: Attempt) -> HttpResponse:
    """What came of an exam that was submitted."""
    show = request.GET.get("show", "all")
    page = exam_results.exam_result(found, now=timezone.now(), show=show)
    return render(request, "quizzes/exam_result.html", {"page": page, "course": page.course})


@require_POST
def save(request: SiteRequest, attempt: uuid.UUID, position: int) -> HttpResponse:
    if by_script(request) and not request.user.is_authenticated:
        # The browser keeps what it has, and offers to sign in.
        return HttpResponse(status=401)
    return _save(request, attempt, position)


def by_script(request: HttpRequest) -> bool:
    """Whether exam.js sent it: a form that a browser sends by itself bears no key."""
    return "key" in request.POST


@own
def _save(request: LearnerRequest, attempt: uuid.UUID, position: int) -> HttpResponse:
    now, user_id = timezone.now(), request.user.pk
    try:
        save = posted.save(request)
        receipt = saving.take(user_id, attempt, position=position, save=save, now=now)
    except InvalidChoiceError:
        found = sitting.looked_at(user_id, attempt, now=now)
        if not found.is_exam:
            raise Response.DoesNotExist from None
        if by_script(request):
            return HttpResponse(status=422)
        why = _("That answer does not fit this question. Your earlier answer is unchanged.")
        return question(request, found, position, error=why)
    if by_script(request):
        return _acknowledge(request, save.key, receipt)
    if receipt.outcome is Outcome.LATE:
        return HttpResponseRedirect(ended_url(attempt))
    return HttpResponseRedirect(exam_pages.after(attempt, position, request.POST.get("go", "")))


def _acknowledge(request: SiteRequest, key: uuid.UUID, receipt: Receipt) -> HttpResponse:
    """What the browser waits for before it forgets the save; 410 where it came too late."""
    now = timezone.now()
    left = (receipt.ends_at - now).total_seconds()
    response = render(
        request,
        "quizzes/_saved.html",
        {"saved_at": now},
        status=410 if receipt.outcome is Outcome.LATE else 200,
    )
    response["X-Save-Key"] = str(key)
    response["X-Save-Outcome"] = receipt.outcome.value
    response["X-Seconds-Left"] = f"{left:.0f}"
    return response
