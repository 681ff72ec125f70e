"""The triggers of a migration's tables, installed together."""

from typing import Any

from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger


class InstallTriggers(Operation):
    """Every trigger that the options of the app's models name; one operation for each would take most of the time of a migrate."""

    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models have them from the start."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for label, name in list(to_state.models):
            if label == app_label:
                for trigger in to_state.models[label, name].options.get("triggers", ()):
                    AddTrigger(name, trigger).database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """They go with their tables."""

    def describe(self) -> str:
        return "Install the triggers of the app's models"
