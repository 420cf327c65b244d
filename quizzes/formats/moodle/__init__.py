"""Moodle's XML: question banks as Moodle exports and imports them."""

from quizzes.formats.format import Format
from quizzes.formats.moodle.reader import fits, read
from quizzes.formats.moodle.writer import write

MOODLE = Format(
    name="moodlexml",
    title="Moodle XML",
    endings=(".xml",),
    fits=fits,
    read=read,
    write=write,
    media_type="application/xml",
)
