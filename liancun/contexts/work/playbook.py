"""The task catalogue of a playbook: `work.toml`."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from liancun.contexts.work.rules import CatalogueTask
from liancun.framework.playbook import Playbook
from liancun.kernel.errors import Place, Refusal, mark

FILE = "work.toml"


class Reminder(BaseModel):
    """`soon_days`: how many days before the due day a task counts as 将到期."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    soon_days: int = Field(default=3, ge=0, le=60)


class TaskKind(BaseModel):
    """A task of the catalogue; `days` count from the day after the resolution took effect."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=2, max_length=60)
    subjects: tuple[str, ...] = Field(min_length=1)
    days: int = Field(ge=1, le=730)
    working_days: bool = False
    evidence: Literal["photo_or_paper", "none"] = "photo_or_paper"
    instructions: str = Field(min_length=4, max_length=400)
    order: int = 0

    def rule(self, key: str) -> CatalogueTask:
        return CatalogueTask(
            key=key,
            name=self.name,
            subjects=self.subjects,
            days=self.days,
            working_days=self.working_days,
            evidence=self.evidence,
            instructions=self.instructions,
            order=self.order,
        )


class WorkSection(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    reminder: Reminder = Reminder()
    task: dict[str, TaskKind] = Field(default_factory=dict)

    @property
    def catalogue(self) -> tuple[CatalogueTask, ...]:
        return tuple(kind.rule(key) for key, kind in self.task.items())


def faults(section: WorkSection, playbook: Playbook) -> list[Refusal]:
    """A task for a subject that no matter can have would never open."""
    subjects = set(playbook.section("affairs").subject)
    return [
        Refusal(
            code="work.unknown_subject",
            sentence=mark("任务“{task}”要为事项类别“{subject}”开立，但方案里没有这个类别。"),
            params={"task": task.name, "subject": subject},
            place=Place("key", file=FILE, key=f"task.{key}.subjects"),
            remedy=mark("请改成 subjects.toml 中已有的类别。"),
        )
        for key, task in section.task.items()
        for subject in task.subjects
        if subject not in subjects
    ]
