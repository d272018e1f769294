"""How people sign in: what a station sets in the environment, in the shape django-allauth wants it."""

from typing import Any
from urllib.parse import unquote, urlsplit

from safetyzone.config import environment


def openid_connect() -> dict[str, Any]:
    """allauth's provider settings; empty unless all three of address, client id and secret are given."""
    address, client, secret = (environment.text(f"SAFETYZONE_OIDC_{part}") for part in ("URL", "CLIENT", "SECRET"))
    given = [bool(value) for value in (address, client, secret)]
    if not any(given):
        return {}
    if not all(given):
        raise ValueError("SAFETYZONE_OIDC_URL, SAFETYZONE_OIDC_CLIENT and SAFETYZONE_OIDC_SECRET are needed together")
    app = {
        "provider_id": "organisation",
        "name": environment.text("SAFETYZONE_OIDC_NAME") or urlsplit(address).hostname,
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": address, "token_auth_method": "client_secret_basic"},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def openid_origin() -> str:
    """Scheme and host of the provider: a sign-in form may end there."""
    parts = urlsplit(environment.text("SAFETYZONE_OIDC_URL"))
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def mail() -> dict[str, Any]:
    """Django's e-mail settings from ``SAFETYZONE_MAIL``; without it, letters lie in the data folder's ``mail``."""
    address = environment.text("SAFETYZONE_MAIL")
    if not address:
        folder = environment.data_folder() / "mail"
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": folder}
    parts = urlsplit(address)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError(f"SAFETYZONE_MAIL is {address!r}; write smtp://user:password@host:587 or smtps://…:465")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
        "EMAIL_TIMEOUT": 10,
    }


def phone_provider() -> str:
    """Where messages to phones are handed over; HTTPS, because telephone numbers go there. Empty: phones are not used."""
    address = environment.text("SAFETYZONE_PHONE_URL")
    parts = urlsplit(address)
    here = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if address and not here and (parts.scheme != "https" or not parts.hostname):
        raise ValueError(f"SAFETYZONE_PHONE_URL is {address!r}; an address that begins with https:// is needed")
    return address
