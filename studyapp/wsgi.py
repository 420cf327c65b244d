"""The WSGI application that granian, or any other server, serves."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from studyapp.databases import SQLITE
from studyapp.receiving import received

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyapp.settings")

application = received(
    get_wsgi_application(), one_at_a_time=settings.DATABASES["default"]["ENGINE"] == SQLITE
)
