from django.apps import AppConfig


class Jobs(AppConfig):
    name = "safetyzone.foundation.jobs"
    label = "jobs"

    def ready(self) -> None:
        from django_q.signals import pre_execute  # noqa: PLC0415 - models exist only now

        from safetyzone.foundation.jobs.running import remember_message  # noqa: PLC0415 - models exist only now
        from safetyzone.foundation.jobs.schedules import register  # noqa: PLC0415 - models exist only now

        pre_execute.connect(remember_message, dispatch_uid="safetyzone.jobs")
        register("safetyzone.foundation.jobs.actions.forget_old", minutes=24 * 60)
        register("safetyzone.foundation.audit.actions.hourly_checkpoint", minutes=60)
