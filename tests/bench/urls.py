"""The site's addresses, and beside them the cheapest signed-in page there can be."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

PAGE = ("<!doctype html><title>W</title>" + "<p>" + "word " * 8_600).encode()[:43_000]


def floor(request: HttpRequest) -> HttpResponse:
    """W: session and user are read, and a page of 43 kB goes out from memory."""
    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    return HttpResponse(PAGE)


urlpatterns = [path("floor/", floor), path("", include("studyapp.urls"))]
