import uuid

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from content.requests import LearnerRequest
from quizzes import notices
from quizzes.owning import own


@require_POST
@own
def put_aside(request: LearnerRequest, attempt: uuid.UUID) -> HttpResponse:
    notices.put_aside(request.user.pk, attempt, now=timezone.now())
    return redirect("home")
