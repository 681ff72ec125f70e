from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    name = "talent.submissions"
    label = "submissions"
    verbose_name = "报送"

    def ready(self) -> None:
        from talent.submissions import ending, evidence, indexing, origins, uploads  # noqa: F401 # they register jobs, and where rows came from
