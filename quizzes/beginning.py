"""Beginning an attempt for whoever asked for one, or saying on the page before it why not."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes import attempts
from quizzes.attempts import Selection
from quizzes.models import Attempt, Quiz

NOTHING_TO_ASK = gettext_lazy("There is no question to ask here any more.")


def begin(
    request: HttpRequest, quiz_id: int, mode: Attempt.Mode, selection: Selection, *, back: str
) -> HttpResponse:
    """To the first open question of an attempt without a clock; else back, with the reason."""
    user_id = request.user.pk or 0
    chosen = Quiz.objects.get(pk=quiz_id)
    try:
        attempt, made = attempts.start(
            user_id, chosen, mode=mode, now=timezone.now(), selection=selection
        )
    except attempts.NothingToAskError:
        return refuse(request, NOTHING_TO_ASK, back=back)
    wanted = (mode, selection.scope, selection.section and selection.section.pk)
    # A choice of one's own is another one each time.
    same = (attempt.mode, attempt.scope, attempt.section_id) == wanted and not selection.ids
    if not made and not same:
        return under_way(request, back=back)
    return redirect("question", attempt.pk, attempts.first_open_position(attempt))


def under_way(request: HttpRequest, *, back: str) -> HttpResponse:
    messages.info(
        request, _("You have an attempt at this quiz under way. Finish it to begin another.")
    )
    return redirect(back)


def refuse(request: HttpRequest, why: str | Promise, *, back: str) -> HttpResponse:
    messages.error(request, str(why))
    return redirect(back)
