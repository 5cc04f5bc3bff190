"""Settings, read once from the environment. Production refuses to start without a secret of its own."""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

KNOWN_WEAK = frozenset({"", "secret", "changeme", "change-me", "dev", "development", "default", "test"})
SHORTEST_SECRET = 32


class Unsafe(RuntimeError):
    """The settings would not be safe in production; the sentence says what to set."""


def _development_secret(instance: Path) -> str:
    """A secret of this folder alone, made once and kept beside the embedded database."""
    file = instance / "secret_key"
    if not file.exists():
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(secrets.token_urlsafe(48))
    return file.read_text().strip()


def settings(instance: Path) -> dict[str, Any]:
    """The settings of the application. Raises Unsafe where production lacks a secret or a database."""
    environment = os.environ.get("FAMILYHELP_ENV", "development")
    production = environment == "production"
    secret = os.environ.get("FAMILYHELP_SECRET_KEY", "")
    database = os.environ.get("FAMILYHELP_DATABASE_URL", "")
    if production:
        if len(secret) < SHORTEST_SECRET or secret.casefold() in KNOWN_WEAK:
            raise Unsafe(f"Set FAMILYHELP_SECRET_KEY to a secret of at least {SHORTEST_SECRET} characters.")
        if not database:
            raise Unsafe("Set FAMILYHELP_DATABASE_URL to the address of the PostgreSQL database.")
        issuer = os.environ.get("FAMILYHELP_OIDC_ISSUER", "")
        if issuer and not issuer.startswith("https://"):
            raise Unsafe("FAMILYHELP_OIDC_ISSUER begins with https:// in production.")
    return {
        "ENVIRONMENT": environment,
        "SECRET_KEY": secret or _development_secret(instance),
        "SQLALCHEMY_DATABASE_URI": database or f"sqlite:///{instance / 'familyhelp.db'}",
        "DATABASE_KEY": os.environ.get("FAMILYHELP_DATABASE_KEY", ""),
        "DATA_KEYS": os.environ.get("FAMILYHELP_DATA_KEYS", ""),
        "SESSION_COOKIE_NAME": "__Host-familyhelp" if production else "familyhelp",
        "SESSION_COOKIE_SECURE": production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": production,
        "MAX_CONTENT_LENGTH": 8 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 4 * 1024 * 1024,
        "MAX_FORM_PARTS": 2000,
        "BABEL_DEFAULT_LOCALE": "en_GB",
        "BABEL_DEFAULT_TIMEZONE": "Europe/London",
        "NATION": os.environ.get("FAMILYHELP_NATION", "england"),
        "AUTHORITY_NAME": os.environ.get("FAMILYHELP_AUTHORITY", "Saltmere Council"),
        "AUTHORITY_CODE": os.environ.get("FAMILYHELP_AUTHORITY_CODE", ""),
        "SERVICE_CONTACT": os.environ.get("FAMILYHELP_CONTACT", ""),
        "FRONT_DOOR_EMERGENCY": os.environ.get("FAMILYHELP_EMERGENCY", ""),
        "FRONT_DOOR_STAGES": os.environ.get("FAMILYHELP_FRONT_DOOR_STAGES", "off"),
        "STEP_PANEL": os.environ.get("FAMILYHELP_STEP_PANEL", "off"),
        "BREAK_GLASS_LASTS": timedelta(minutes=int(os.environ.get("FAMILYHELP_BREAK_GLASS_MINUTES", "60"))),
        "BREAK_GLASS_RESTRICTED": os.environ.get("FAMILYHELP_BREAK_GLASS_RESTRICTED", "manager"),
        "FORMER_NOTES": os.environ.get("FAMILYHELP_FORMER_NOTES", "lead"),
        "CLOSING_APPROVAL": os.environ.get("FAMILYHELP_CLOSING_APPROVAL", "off"),
        "SERVICE_URL": os.environ.get("FAMILYHELP_URL", "http://localhost:5000"),
        "ATTACHMENTS_FOLDER": os.environ.get("FAMILYHELP_ATTACHMENTS", "") or str(instance / "attachments"),
        "LARGEST_ATTACHMENT": int(os.environ.get("FAMILYHELP_ATTACHMENT_MEGABYTES", "10")) << 20,
        "MOST_ATTACHMENTS": int(os.environ.get("FAMILYHELP_ATTACHMENTS_PER_CASE", "200")),
        "SECOND_STEP": os.environ.get("FAMILYHELP_SECOND_STEP", ""),
        "UNUSED_ACCOUNTS": os.environ.get("FAMILYHELP_UNUSED_ACCOUNTS", "60,90"),
        "OIDC_ISSUER": os.environ.get("FAMILYHELP_OIDC_ISSUER", ""),
        "OIDC_CLIENT_ID": os.environ.get("FAMILYHELP_OIDC_CLIENT_ID", ""),
        "OIDC_CLIENT_SECRET": os.environ.get("FAMILYHELP_OIDC_CLIENT_SECRET", ""),
        "SIGN_IN_WAYS": os.environ.get("FAMILYHELP_SIGN_IN_WAYS", ""),
        "SIGN_IN_IDLE": timedelta(minutes=int(os.environ.get("FAMILYHELP_IDLE_MINUTES", "30"))),
        "SIGN_IN_LONGEST": timedelta(hours=int(os.environ.get("FAMILYHELP_LONGEST_HOURS", "12"))),
        "MAIL_FROM": os.environ.get("FAMILYHELP_MAIL_FROM", "familyhelp@localhost"),
        "SMTP_HOST": os.environ.get("FAMILYHELP_SMTP_HOST", ""),
        "SMTP_USER": os.environ.get("FAMILYHELP_SMTP_USER", ""),
        "SMTP_PASSWORD": os.environ.get("FAMILYHELP_SMTP_PASSWORD", ""),
        "TRUSTED_PROXIES": int(os.environ.get("FAMILYHELP_PROXIES", "0")),
        "OVERSIGHT": os.environ.get("FAMILYHELP_OVERSIGHT", "allocation,plan,step,drift,closure"),
        "SMTP_PORT": int(os.environ.get("FAMILYHELP_SMTP_PORT", "25")),
    }
