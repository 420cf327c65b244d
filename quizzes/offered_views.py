"""The pages before exams and the custom quiz, and how they begin. Their addresses are those of any
quiz: `quizzes.views` comes here once it knows that it is none with questions of its own."""

from random import SystemRandom

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from content.outline import Outline
from content.requests import SiteRequest
from quizzes import attempts, custom, exam_intro, exams, intro
from quizzes.attempts import Selection
from quizzes.beginning import begin, refuse, under_way
from quizzes.custom import Wanted
from quizzes.holdings import QuizEntry
from quizzes.models import Attempt, Quiz, Window


def exam(request: SiteRequest, found: Outline, entry: QuizEntry) -> HttpResponse:
    now = timezone.now()
    page = exam_intro.exam_page(found, entry, user_id=request.user.pk, now=now)
    return render(request, "quizzes/exam_intro.html", {"page": page, "course": page.course})


def start_exam(request: SiteRequest, found: Outline, entry: QuizEntry) -> HttpResponse:
    if request.user.pk is None:
        return redirect_to_login(entry.url)
    window = None
    if wanted := request.POST.get("window", ""):
        window = _window(wanted, entry)
        if window is None:
            return refuse(request, _not_open(), back=entry.url)
    try:
        attempt, made = exams.start(
            request.user.pk,
            Quiz.objects.select_related("course").get(pk=entry.id),
            now=timezone.now(),
            window=window,
            extra_minutes=exam_intro.GRANTED_MINUTES if "granted" in request.POST else 0,
        )
    except exams.NotOpenError:
        return refuse(request, _not_open(), back=entry.url)
    except exams.AlreadySatError:
        why = _("You have sat this exam in this window already; each learner sits it once.")
        return refuse(request, why, back=entry.url)
    except exams.FormShortError as short:
        lacks = "; ".join(exam_intro.lacking(found, short.missing))
        why = _("There are too few questions for this exam. %(lacks)s") % {"lacks": lacks}
        return refuse(request, why, back=entry.url)
    if not made and attempt.window_id != (window and window.pk):
        return under_way(request, back=entry.url)
    return redirect("question", attempt.pk, attempts.first_open_position(attempt))


def _window(wanted: str, entry: QuizEntry) -> Window | None:
    plain = wanted.isascii() and wanted.isdecimal() and len(wanted) < 16
    return Window.objects.filter(pk=int(wanted), quiz=entry.id).first() if plain else None


def _not_open() -> str:
    return _("This exam cannot be begun now. The page says when it can.")


def custom_quiz(request: SiteRequest, found: Outline, entry: QuizEntry) -> HttpResponse:
    wanted = Wanted.read(request.GET)
    now = timezone.now()
    page = custom.custom_page(found, entry, wanted, user_id=request.user.pk, now=now)
    return render(request, "quizzes/custom.html", {"page": page, "course": page.course})


def start_custom(request: SiteRequest, found: Outline, entry: QuizEntry) -> HttpResponse:
    wanted = Wanted.read(request.POST)
    here = f"{entry.url}?{wanted.query}"
    if request.user.pk is None:
        return redirect_to_login(here)
    mode = request.POST.get("mode", "")
    if mode not in [each.value for each in intro.modes(entry)]:
        return refuse(request, _("Choose how you want to take the quiz."), back=here)
    ids = custom.chosen(request.user.pk, found, wanted, now=timezone.now(), random=SystemRandom())
    if not ids:
        return refuse(request, _("No question is like that. Leave something out."), back=here)
    return begin(request, entry.id, Attempt.Mode(mode), Selection(ids=ids), back=here)
