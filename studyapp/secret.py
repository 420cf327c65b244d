"""The signing key of a site that names none: made once, kept beside its data."""

import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def secret_key(data: Path) -> str:
    """The key in data/secret_key, made on first use and readable by its owner only.

    Raises ImproperlyConfigured where the folder cannot be written."""
    path = data / "secret_key"
    try:
        if not path.exists():
            data.mkdir(parents=True, exist_ok=True)
            # Several workers may start at once on an empty folder: the first to link wins.
            draft = data / f".secret_key.{secrets.token_hex(8)}"
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_urlsafe(64), encoding="ascii")
            try:
                path.hardlink_to(draft)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"{path} cannot be written ({error.strerror}) – give this user the right to write in "
            f"{data}, or point STUDYAPP_DATA at a folder that it may write"
        ) from error
