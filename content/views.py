from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from content import pictures, reading
from content.models import LabStep, Picture, Section
from content.requests import LearnerRequest, signed_in

MAX_BLOCK = 32_767


def _wanted(request: HttpRequest, field: str) -> tuple[int, bool] | None:
    """What a toggle's button posts: "<id>:1" to set, "<id>:0" to take back."""
    pk, _colon, state = request.POST.get(field, "").partition(":")
    if pk.isascii() and pk.isdigit() and len(pk) <= 18 and state in ("0", "1"):
        return int(pk), state == "1"
    return None


@require_POST
@signed_in
def mark_section(request: LearnerRequest, course: str, chapter: str) -> HttpResponse:
    if (wanted := _wanted(request, "section")) is None:
        return HttpResponseBadRequest(_("Say which section, and whether it is read."))
    section = get_object_or_404(
        Section, pk=wanted[0], chapter__slug=chapter, chapter__course__slug=course, retired_at=None
    )
    reading.mark_section(request.user.pk, section, read=wanted[1], now=timezone.now())
    if request.htmx:
        return render(
            request, "content/_toggle.html", {"section_id": section.pk, "read": wanted[1]}
        )
    return redirect(f"/{course}/{chapter}/#{section.slug}")


@require_POST
@signed_in
def tick_step(request: LearnerRequest, course: str, chapter: str) -> HttpResponse:
    if (wanted := _wanted(request, "step")) is None:
        return HttpResponseBadRequest(_("Say which step, and whether it is done."))
    step = get_object_or_404(
        LabStep.objects.select_related("section"),
        pk=wanted[0],
        section__chapter__slug=chapter,
        section__chapter__course__slug=course,
        retired_at=None,
    )
    reading.tick_step(request.user.pk, step, done=wanted[1], now=timezone.now())
    if request.htmx:
        return render(request, "content/_tick.html", {"step_id": step.pk, "done": wanted[1]})
    return redirect(f"/{course}/{chapter}/#{step.slug}")


@require_POST
@signed_in
def save_position(request: LearnerRequest, course: str, chapter: str) -> HttpResponse:
    block = request.POST.get("block", "0")
    if not (block.isascii() and block.isdigit() and len(block) < 6 and int(block) <= MAX_BLOCK):
        return HttpResponseBadRequest(_("The block is a whole number."))
    slug = request.POST.get("section", "")
    if "\0" in slug:
        # PostgreSQL cannot even be asked for it.
        raise Http404
    section = get_object_or_404(
        Section,
        slug=slug,
        chapter__slug=chapter,
        chapter__course__slug=course,
        retired_at=None,
    )
    reading.save_position(request.user.pk, section, block=int(block), now=timezone.now())
    return HttpResponse(status=204)


@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def picture(request: HttpRequest, course: str, digest: str, ending: str) -> HttpResponse:
    found = get_object_or_404(
        Picture,
        course__slug=course,
        digest=digest,
        media_type=pictures.MEDIA_TYPES.get(f".{ending}", ""),
    )
    response = HttpResponse(bytes(found.content), content_type=found.media_type)
    # An SVG opened on its own is a document: it may style itself, and nothing else.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response
