"""Who may ask for an attempt's pages: its learner."""

from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from content.requests import View, signed_in
from quizzes.models import Attempt, Response


def own(view: View) -> View:
    """For attempts' pages: signed in, never cached, and 404 for whatever is not the learner's."""

    @never_cache
    @signed_in
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (Attempt.DoesNotExist, Response.DoesNotExist):
            raise Http404 from None

    return guarded
