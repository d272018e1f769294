"""What a worker does for this feature."""

from safetyzone.listen.incidents.actions import import_uploaded
from safetyzone.listen.incidents.models import Import, ImportState


def import_upload(*, run: int) -> None:
    """Import a confirmed upload. Done once, a second call does nothing; killed half way, the next one begins anew."""
    found = Import.objects.select_related("station").filter(pk=run).first()
    open_states = (ImportState.QUEUED, ImportState.STAGING, ImportState.ABANDONED)
    if found is not None and found.state in open_states:
        import_uploaded(run=found, by=found.by)
