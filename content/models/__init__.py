"""The book: courses, their chapters and sections, and how far each learner has read."""

from content.models.beside import CoursePage, Term
from content.models.book import Chapter, LabStep, Picture, Section, SourceFile
from content.models.facts import Fact, FactChange
from content.models.guide import Course, Domain, Service, TaskStatement
from content.models.marks import ReadingPosition, SectionRead, StepTick

__all__ = [
    "Chapter",
    "Course",
    "CoursePage",
    "Domain",
    "Fact",
    "FactChange",
    "LabStep",
    "Picture",
    "ReadingPosition",
    "Section",
    "SectionRead",
    "Service",
    "SourceFile",
    "StepTick",
    "TaskStatement",
    "Term",
]
