"""Reading a chapter that stands in a test, and what of it is compared."""

from content.drafts import ChapterDraft, SectionDraft
from content.reader import read_chapter


def read(text: str, path: str = "chapters/03-trees.md") -> ChapterDraft:
    return read_chapter(text, path=path)


def outline(chapter: ChapterDraft) -> list[tuple[int, str, str]]:
    return [(s.level, s.kind.value, s.title) for s in chapter.sections]


def section(chapter: ChapterDraft, slug: str) -> SectionDraft:
    return next(s for s in chapter.sections if s.slug == slug)
