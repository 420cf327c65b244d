"""Labs of a chapter and their steps."""

from content.drafts import SectionKind
from tests.content.chapters import read, section

LAB = """\
# Chapter 1: Wood

## Hands-on Lab

Costs nothing.

### Lab 1: Plant

You need a spade.

#### Prerequisites

- spade

#### Step 1: Dig

1. dig

![hole](hole.png)

2. deeper

##### Note

---

#### Step 2: Plant

#### Optional: Water

Daily.

### Before leaving

Clean up.

### Second Lab

#### Overview

Why.

#### Saw

Saw.

#### Sand

## Exercises

#### Look around

See.
"""


def test_steps_begin_at_the_first_that_is_called_one() -> None:
    lab = section(read(LAB), "lab-1-plant")
    assert lab.markdown == "You need a spade.\n\n#### Prerequisites\n\n- spade"
    assert lab.anchors == ("prerequisites",)
    assert [(s.slug, s.title, s.line) for s in lab.steps] == [
        ("step-1-dig", "Step 1: Dig", 15),
        ("step-2-plant", "Step 2: Plant", 27),
        ("optional-water", "Optional: Water", 29),
    ]
    dig = lab.steps[0]
    assert dig.markdown == "1. dig\n\n![hole](hole.png)\n\n2. deeper\n\n##### Note"
    assert dig.anchors == ("note",)


def test_without_such_names_all_after_the_preamble_are_steps() -> None:
    lab = section(read(LAB), "second-lab")
    assert lab.markdown == "#### Overview\n\nWhy."
    assert [step.title for step in lab.steps] == ["Saw", "Sand"]


def test_what_frames_labs_is_none_itself() -> None:
    chapter = read(LAB)
    frame, other = section(chapter, "hands-on-lab"), section(chapter, "before-leaving")
    assert (frame.kind, frame.steps, frame.markdown) == (SectionKind.LAB, (), "Costs nothing.")
    assert (other.kind, other.steps) == (SectionKind.CONCEPT, ())


def test_a_lab_may_have_steps_right_below_or_two_levels_below() -> None:
    assert [s.title for s in section(read(LAB), "exercises").steps] == ["Look around"]
    chapter = read("# A\n## Lab: Plant\n### You need\n### Step 1\nDig.\n### Step 2\n## B\n### C\n")
    assert [s.title for s in chapter.sections] == ["Lab: Plant", "B", "C"]
    assert [s.title for s in chapter.sections[0].steps] == ["Step 1", "Step 2"]
    assert chapter.sections[0].markdown == "### You need"


def test_a_lab_without_headings_has_no_steps() -> None:
    lab = section(read("# A\n## Lab\n1. dig\n2. plant\n"), "lab")
    assert (lab.steps, lab.markdown) == ((), "1. dig\n2. plant")
    assert section(read("# A\n## Lab\n### Lab 1\n#### Goals\nx\n"), "lab-1").steps == ()
