#!/usr/bin/env python
"""Studyapp's command line: `python manage.py help` lists the commands."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyapp.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit(
            "Django is not installed here – run `make setup`, then `.venv/bin/python manage.py`"
        )
    from django.core.exceptions import ImproperlyConfigured

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        # A wrong setting is the operator's to mend: one line, no traceback.
        print(f"studyapp: {' '.join(str(problem).split())}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
