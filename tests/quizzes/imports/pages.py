"""The admin's pages of an import, as a browser would use them."""

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from quizzes.models import Import, Quiz

LIST, ADD = "/admin/quizzes/import/", "/admin/quizzes/import/add/"
HTMX = {"HX-Request": "true"}


def url(upload: Import, deed: str = "change") -> str:
    return f"{LIST}{upload.pk}/{deed}/"


def file(data: bytes, name: str = "bank.md") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def form(into: Quiz, /, *files: SimpleUploadedFile, **changes: Any) -> dict[str, Any]:
    sent = {"question_files": list(files), "quiz": str(into.pk), "title": "", "status": "draft"}
    return sent | changes


def text_of(response: Any) -> str:
    page: str = response.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def said(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]
