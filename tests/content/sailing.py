"""The catalogue of a course on sailing, as its file would give it."""

from content.drafts import Blueprint, CourseDraft, DomainDraft, ServiceDraft, TaskDraft

COURSE = CourseDraft(
    slug="sea",
    title="Ocean Sailing",
    code="SEA-01",
    blueprint=Blueprint(questions=40, scored=30, minutes=60, scale_high=100, pass_scaled=60),
    domains=[
        DomainDraft(1, "Craft", 60, [TaskDraft("1.1", "Hulls"), TaskDraft("1.2", "Sails")]),
        DomainDraft(2, "Weather", 40, [TaskDraft("2.1", "Winds")]),
    ],
    services=[
        ServiceDraft("sloop", "Sloop", ["cutter", "one-master"], "Boats", task="1.1"),
        ServiceDraft("wind", "Wind", in_scope=False),
    ],
)
