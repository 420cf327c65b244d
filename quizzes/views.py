import uuid

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseRedirect,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from content.addresses import address
from content.models import Course, Section
from content.outline import Outline, outline
from content.requests import LearnerRequest, SiteRequest
from quizzes import attempts, exam_views, intro, offered_views, posted, results, sitting
from quizzes import history as histories
from quizzes.attempts import Selection
from quizzes.beginning import NOTHING_TO_ASK, begin, refuse
from quizzes.grading import Given, InvalidChoiceError
from quizzes.holdings import QuizEntry
from quizzes.models import Attempt, Response
from quizzes.owning import own

ATTEMPTS_A_PAGE = 25
_NO_QUIZ = gettext_lazy("This quiz is no longer part of the course and cannot be taken again.")


def _find(course: str, slug: str) -> tuple[Outline, QuizEntry]:
    try:
        found = outline(course)
    except Course.DoesNotExist:
        raise Http404 from None
    if (quiz := intro.find_quiz(found, slug)) is None:
        raise Http404
    return found, quiz


@require_safe
def quiz(request: SiteRequest, course: str, slug: str) -> HttpResponse:
    found, entry = _find(course, slug)
    if entry.is_exam:
        return offered_views.exam(request, found, entry)
    if entry.is_custom:
        return offered_views.custom_quiz(request, found, entry)
    section = intro.find_section(found, entry, request.GET.get("section", ""))
    page = intro.quiz_page(found, entry, section=section, user_id=request.user.pk)
    return render(request, "quizzes/quiz.html", {"page": page, "course": page.course})


@require_POST
def start(request: SiteRequest, course: str, slug: str) -> HttpResponse:
    found, entry = _find(course, slug)
    if entry.is_exam:
        return offered_views.start_exam(request, found, entry)
    if entry.is_custom:
        return offered_views.start_custom(request, found, entry)
    anchor = request.POST.get("section", "")
    section = intro.find_section(found, entry, anchor)
    here = entry.url + (f"?section={section.slug}" if section else "")
    if request.user.pk is None:
        return redirect_to_login(here)
    if anchor and section is None:
        return refuse(request, NOTHING_TO_ASK, back=here)
    mode = request.POST.get("mode", "")
    if mode not in [each.value for each in intro.modes(entry)]:
        return refuse(request, _("Choose how you want to take the quiz."), back=here)
    selection = Selection(section=Section.objects.get(pk=section.id) if section else None)
    return begin(request, entry.id, Attempt.Mode(mode), selection, back=here)


@require_safe
@own
def attempt(request: LearnerRequest, attempt: uuid.UUID) -> HttpResponse:
    found = sitting.looked_at(request.user.pk, attempt, now=timezone.now())
    if not found.is_open:
        return redirect("result", attempt)
    return redirect("question", attempt, attempts.first_open_position(found))


@require_safe
@own
def question(request: LearnerRequest, attempt: uuid.UUID, position: int) -> HttpResponse:
    found = sitting.looked_at(request.user.pk, attempt, now=timezone.now())
    if found.is_exam:
        return exam_views.question(request, found, position)
    if not found.is_open:
        return redirect("result", attempt)
    return _draw_question(request, found, position)


def _draw_question(
    request: SiteRequest,
    found: Attempt,
    position: int,
    *,
    error: str = "",
    refused: Given | None = None,
    status: int = 200,
) -> HttpResponse:
    page = sitting.question_page(found, position, refused=refused)
    fragment = request.htmx and not request.htmx.boosted
    template = "quizzes/_question.html" if fragment else "quizzes/question.html"
    return render(
        request, template, {"page": page, "course": page.course, "error": error}, status=status
    )


@require_POST
@own
def answer(request: LearnerRequest, attempt: uuid.UUID, position: int) -> HttpResponse:
    now = timezone.now()
    try:
        placed = posted.placed(request)
        response = attempts.answer(
            request.user.pk,
            attempt,
            position=position,
            chosen=posted.chosen(request),
            placed=placed,
            now=now,
            # The form's last field: a body that was cut off on its way would lack it.
            may_clear="whole" in request.POST,
        )
    except attempts.AttemptClosedError:
        return _closed(request, attempt)
    except InvalidChoiceError as refused:
        found = sitting.looked_at(request.user.pk, attempt, now=timezone.now())
        if not found.is_open:
            return _closed(request, attempt)
        given = refused.given if isinstance(refused, attempts.IncompleteAnswerError) else None
        return _draw_question(
            request, found, position, error=_why(refused), refused=given, status=422
        )
    shared = response.graded_at is None and sitting.shares_a_place(response.version_id, placed)
    if request.htmx and response.graded_at is None and request.POST.get("go") != "next":
        return render(request, "quizzes/_saved.html", {"saved_at": now, "shared": shared})
    if shared:
        messages.warning(request, _says_shared(position))
    return HttpResponseRedirect(_after(request, response))


def _says_shared(position: int) -> str:
    return _(
        "Question %(position)d is saved, but two of its options share a place: only one of them "
        "can be right there."
    ) % {"position": position}


def _closed(request: SiteRequest, attempt: uuid.UUID) -> HttpResponse:
    messages.info(request, _("This attempt has been submitted; its answers stand."))
    return _go(request, "result", attempt)


def _why(refused: InvalidChoiceError) -> str:
    """What the learner reads beside the options."""
    if isinstance(refused, attempts.IncompleteAnswerError):
        if refused.takes_places:
            return _("Nothing is graded yet. Put right what is marked below, then answer.")
        if refused.needed == 1:
            return _("Choose an option, then answer.")
        return _("Choose %(count)d options, then answer.") % {"count": refused.needed}
    return _("That answer does not fit this question. Your earlier answer is unchanged.")


def _after(request: HttpRequest, response: Response) -> str:
    """Graded mode goes on to the next question, and from the last to the look back."""
    if request.POST.get("go") != "next":
        return sitting.question_url(response.attempt_id, response.position)
    if response.position < response.attempt.total:
        return sitting.question_url(response.attempt_id, response.position + 1)
    return sitting.review_url(response.attempt_id)


def _go(request: SiteRequest, name: str, attempt: uuid.UUID) -> HttpResponse:
    """Another page, also where htmx would only swap a fragment."""
    response = redirect(name, attempt)
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": response["Location"]})
    return response


@require_POST
@own
def flag(request: LearnerRequest, attempt: uuid.UUID, position: int) -> HttpResponse:
    wanted = request.POST.get("flagged")
    if wanted not in ("0", "1"):
        return HttpResponseBadRequest(_("Say whether the question is to be flagged."))
    try:
        attempts.flag(request.user.pk, attempt, position=position, flagged=wanted == "1")
    except attempts.AttemptClosedError:
        return _go(request, "result", attempt)
    return redirect("question", attempt, position)


@require_safe
@own
def review(request: LearnerRequest, attempt: uuid.UUID) -> HttpResponse:
    found = sitting.looked_at(request.user.pk, attempt, now=timezone.now())
    if found.is_exam:
        return exam_views.review(request, found)
    if not found.is_open:
        return redirect("result", attempt)
    page = sitting.review_page(found)
    return render(request, "quizzes/review.html", {"page": page, "course": page.course})


@require_POST
@own
def submit(request: LearnerRequest, attempt: uuid.UUID) -> HttpResponse:
    attempts.submit(request.user.pk, attempt, now=timezone.now())
    return HttpResponseRedirect(address("result", attempt))


@require_safe
@own
def result(request: LearnerRequest, attempt: uuid.UUID) -> HttpResponse:
    found = sitting.looked_at(request.user.pk, attempt, now=timezone.now())
    if found.is_open:
        return redirect("attempt", attempt)
    if found.is_exam:
        return exam_views.result(request, found)
    show = request.GET.get("show", "all")
    page = results.result(found, show=show if show in results.SHOW else "all")
    return render(request, "quizzes/result.html", {"page": page, "course": page.course})


@require_POST
@own
def retake(request: LearnerRequest, attempt: uuid.UUID) -> HttpResponse:
    found = sitting.looked_at(request.user.pk, attempt, now=timezone.now())
    if found.is_open or found.is_exam:
        return redirect("attempt", attempt)
    mode = request.POST.get("mode", found.mode)
    if mode not in Attempt.UNTIMED:
        mode = found.mode
    wrong = request.POST.get("scope") == "wrong"
    back = reverse("result", args=[attempt])
    if (quiz := sitting.quiz_of(found)) is None:
        return refuse(request, _NO_QUIZ, back=back)
    again = Selection(again=found) if quiz.is_custom else Selection(section=found.section)
    selection = Selection(wrong_in=found) if wrong else again
    return begin(request, quiz.id, Attempt.Mode(mode), selection, back=quiz.url)


@require_safe
@own
def history(request: LearnerRequest) -> HttpResponse:
    mine = histories.of_learner(request.user.pk)
    page = Paginator(mine, ATTEMPTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [histories.row(attempt) for attempt in page],
        "trends": histories.trends(request.user.pk),
    }
    return render(request, "quizzes/history.html", context)
