"""What the local index puts on other pages."""


def register_all() -> None:
    """Called when the app starts."""
