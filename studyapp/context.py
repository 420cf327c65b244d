"""What every template may ask for besides its view's own words."""

from functools import partial

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from studyapp.tokens import token


def site(request: HttpRequest) -> dict[str, object]:
    """site_name; theme: the learner's choice, or "system" for everyone else; here: the name of
    the page's address; csrf_token: made only where a page asks, since its cookie goes with it."""
    user = getattr(request, "user", None)
    theme = user.theme if user is not None and user.is_authenticated else "system"
    match = request.resolver_match
    return {
        "site_name": settings.SITE_NAME,
        "theme": theme,
        "here": match.url_name if match else "",
        "csrf_token": SimpleLazyObject(partial(token, request)),
    }
