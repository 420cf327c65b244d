from django.contrib.auth.decorators import login_required
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from content.models import Course
from content.outline import Outline, outline, outlines
from content.pages import as_context
from content.requests import LearnerRequest
from studyapp.chapters import chapter_page, course_page
from studyapp.glossary import exam_day_page, glossary_page
from studyapp.home import course_card, home_page
from studyapp.progress.standing import standing


def _outline(slug: str) -> Outline:
    try:
        return outline(slug)
    except Course.DoesNotExist:
        raise Http404 from None


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if request.user.pk is None:
        cards = [course_card(found) for found in outlines()]
        return render(request, "studyapp/welcome.html", {"courses": cards})
    return render(request, "studyapp/home.html", as_context(home_page(request.user.pk)))


@require_safe
def course(request: HttpRequest, course: str) -> HttpResponse:
    page = course_page(_outline(course), request.user.pk)
    return render(request, "content/course.html", as_context(page))


@require_safe
def course_glossary(request: HttpRequest, course: str) -> HttpResponse:
    found = _outline(course)
    if not found.has_glossary:
        raise Http404
    return render(request, "content/glossary.html", as_context(glossary_page(found)))


@require_safe
def exam_day(request: HttpRequest, course: str) -> HttpResponse:
    page = exam_day_page(_outline(course))
    if page is None:
        raise Http404
    return render(request, "content/exam_day.html", as_context(page))


@require_safe
def chapter(request: HttpRequest, course: str, chapter: str) -> HttpResponse:
    found = _outline(course)
    if (entry := found.chapter(chapter)) is None:
        raise Http404
    page = chapter_page(found, entry, request.user.pk)
    return render(request, "content/chapter.html", as_context(page))


@require_safe
@never_cache
@login_required
def progress(request: LearnerRequest) -> HttpResponse:
    courses = outlines()
    slug = request.GET.get("course") or (courses[0].slug if courses else "")
    found = next((course for course in courses if course.slug == slug), None)
    if found is None and slug:
        raise Http404
    page = standing(request.user.pk, found, now=timezone.now()) if found else None
    context = {"page": page, "course": found, "courses": courses}
    return render(request, "studyapp/progress.html", context)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether this process answers; asks nothing of the database."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether requests can be served: the database answers and has every migration."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        text = _("The database waits for a migration: run `manage.py migrate`.")
        return HttpResponse(f"{text}\n", status=503, content_type="text/plain")
    return HttpResponse("ready\n", content_type="text/plain")
