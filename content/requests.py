"""What a view is given, and the way round by signing in where it is nobody's request."""

from functools import wraps
from typing import Any, Protocol

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails


class SiteRequest(HttpRequest):
    """Any request, with what django-htmx's middleware found out about it."""

    htmx: HtmxDetails


class LearnerRequest(SiteRequest):
    """A signed-in learner's request, as login_required lets it through."""

    user: AbstractBaseUser  # type: ignore[assignment]


class View(Protocol):
    def __call__(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse: ...


def signed_in(view: View) -> View:
    """For views of a LearnerRequest: whoever is not signed in does so first, and comes back.

    A deed's address answers no GET: from there the way back is to the page one step up."""

    @wraps(view)
    def guarded(request: SiteRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        back = request.get_full_path()
        if request.method == "POST":
            back = request.path.removesuffix("/").rpartition("/")[0] + "/"
        response = redirect_to_login(back)
        # htmx would follow a redirect and swap the sign-in page into a corner of this one.
        return HttpResponseClientRedirect(response["Location"]) if request.htmx else response

    return guarded
