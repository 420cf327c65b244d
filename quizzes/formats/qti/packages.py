"""QTI's files, one by one or in a package, in the order in which a test asks their items."""

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from content.drafts import Problem, Severity, shown
from content.sources import Refused
from quizzes.drafts import QuestionReport
from quizzes.formats import trees
from quizzes.formats.archives import Archive, is_zip
from quizzes.formats.judging import Found, judged_all
from quizzes.formats.qti.items import fill
from quizzes.formats.qti.names import with_names_of_two
from quizzes.formats.qti.one import read_banks
from quizzes.formats.trees import Node

MANIFEST = "imsmanifest.xml"
_ITEMS = ("assessmentItem", "qti-assessment-item")
_TESTS = ("assessmentTest", "qti-assessment-test")
_BANKS = ("questestinterop",)
_QUESTIONS = (*_ITEMS, *_BANKS)
_ENDINGS = (".xml", ".qti", ".dat")
_ITEM_TYPES = ("imsqti_item", "imsqti_xmlv1", "imsqti_test")


@dataclass(slots=True)
class _Package:
    """What was found in a package, by members' names. words: the manifest's, for an item; listed
    and tested: the order in which the manifest and its tests name items."""

    archive: Archive
    questions: dict[str, Sequence[Found]] = field(default_factory=dict)
    faults: list[Found] = field(default_factory=list)
    words: dict[str, Sequence[str]] = field(default_factory=dict)
    listed: list[str] = field(default_factory=list)
    tested: list[str] = field(default_factory=list)


def fits(data: bytes) -> bool:
    """Whether the data is a QTI file, or a package of such; a broken zip file may be one."""
    if not is_zip(data):
        return trees.root_name(data) in (*_ITEMS, *_TESTS, *_BANKS)
    try:
        archive = Archive(data, path="")
    except Refused:
        return True
    if any(posixpath.basename(name) == MANIFEST for name in archive.names):
        return True
    # Without a manifest it is ours alone, or a zip of any files, each of which has its own format.
    roots = {_root_of(archive, name) for name in archive.names if name.lower().endswith(_ENDINGS)}
    alone = all(name.lower().endswith(_ENDINGS) for name in archive.names)
    return alone and not roots.isdisjoint(_QUESTIONS) and roots <= {*_QUESTIONS, *_TESTS}


def read(data: bytes, *, path: str) -> Sequence[QuestionReport]:
    """Every question of a QTI file or package; see `format.Read`."""
    if is_zip(data) or path.lower().endswith((".zip", ".imscc")):
        return judged_all(_numbered(_read_package(Archive(data, path=path))))
    root = trees.parse(data, path=path)
    if root.name in _BANKS:
        return judged_all(_numbered(read_banks(root, path=path)))
    if root.name in _ITEMS:
        return judged_all(_numbered([_item(root, path=path, words=())]))
    if root.name in _TESTS:
        what, how = "a test names its items but does not hold them", "give the whole package"
    else:
        what, how = f"the root <{shown(root.name)}> is none of QTI's", "export the questions as QTI"
    raise Refused(Problem(path, root.line, what, how, Severity.ERROR))


def _numbered(questions: Sequence[Found]) -> Sequence[Found]:
    for number, found in enumerate(questions, 1):
        found.number = str(number)
    return questions


def _item(root: Node, *, path: str, words: Sequence[str]) -> Found:
    found = Found(path, root.line)
    fill(found, with_names_of_two(root), words)
    return found


def _read_package(archive: Archive) -> list[Found]:
    """The questions in the order in which they are asked, then what could not be read."""
    package = _Package(archive, faults=[_fault(problem) for problem in archive.left_out])
    names = _xml_names(archive)
    # The manifest first: it says what items are about. One tree at a time is enough to hold.
    for name in sorted(names, key=lambda name: posixpath.basename(name) != MANIFEST):
        try:
            _read_member(package, name)
        except Refused as refused:
            package.faults.append(_fault(refused.problem))
        count = len(package.faults) + sum(map(len, package.questions.values()))
        trees.refuse_too_many(count, path=archive.path)
    order = dict.fromkeys([*(package.tested or package.listed), *names])
    found = [each for name in order for each in package.questions.get(name, ())]
    return [*found, *package.faults]


def _read_member(package: _Package, name: str) -> None:
    """What the member says, where it is one of QTI's. Raises Refused where it cannot be read."""
    data, path = package.archive.read(name), package.archive.member_path(name)
    glance = trees.root_name(data)
    if glance not in (*_QUESTIONS, *_TESTS, "manifest", "") or (not glance and _is_dat(name)):
        return
    root = trees.parse(data, path=path)
    if root.name in _BANKS:
        package.questions[name] = read_banks(root, path=path)
    elif root.name in _ITEMS:
        package.questions[name] = [_item(root, path=path, words=package.words.get(name, ()))]
    elif root.name in _TESTS:
        package.tested += _items_of_test(name, with_names_of_two(root))
    else:
        _read_manifest(package, name, root)


def _xml_names(archive: Archive) -> list[str]:
    """The members that may be QTI's. What Canvas writes twice is read where it says more."""
    names = [name for name in archive.names if name.lower().endswith(_ENDINGS)]
    fuller = {
        posixpath.basename(name).removesuffix(".xml.qti")
        for name in names
        if name.endswith(".xml.qti")
    }
    return [
        name
        for name in names
        if not name.endswith("/assessment_qti.xml") or name.split("/")[-2] not in fuller
    ]


def _is_dat(name: str) -> bool:
    """Blackboard's ending, which many a file has that is no XML."""
    return name.lower().endswith(".dat")


def _root_of(archive: Archive, name: str) -> str:
    try:
        return trees.root_name(archive.read(name))
    except Refused:
        return ""


def _fault(problem: Problem) -> Found:
    """A member of which nothing is read, as a report."""
    found = Found(problem.path, max(problem.line, 1), type_name="file")
    found.errors.append(f"{problem.what} – {problem.how}")
    return found


def _read_manifest(package: _Package, name: str, root: Node) -> None:
    """The order of items, the words about each, and the items that are not there."""
    folder = posixpath.dirname(name)
    for resource in root.deep("resource"):
        if not resource.get("type").startswith(_ITEM_TYPES):
            continue
        href = resource.get("href") or next((f.get("href") for f in resource.all("file")), "")
        member = _resolved(folder, href)
        package.listed.append(member)
        package.words[member] = [
            "".join(keyword.words()).strip() for keyword in resource.deep("keyword")
        ]
        if href and member not in package.archive:
            what = f"the file {shown(href)} is not in the package"
            path = package.archive.member_path(name)
            problem = Problem(path, resource.line, what, "export the package anew")
            package.faults.append(_fault(problem))


def _items_of_test(name: str, root: Node) -> Iterator[str]:
    for reference in root.deep("assessmentItemRef"):
        yield _resolved(posixpath.dirname(name), reference.get("href"))


def _resolved(folder: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(href))) if href else ""
