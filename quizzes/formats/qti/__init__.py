"""QTI: single items and content packages of 1.2 (Canvas's among them), 2.x and 3.0; 2.1 written."""

from quizzes.formats.format import Format
from quizzes.formats.qti.packages import fits, read
from quizzes.formats.qti.writer import write

QTI = Format(
    name="qti",
    title="QTI and Canvas packages",
    endings=(".zip", ".imscc", ".xml"),
    fits=fits,
    read=read,
    write=write,
    media_type="application/zip",
)
