"""familyhelp: the case system for early help and family help."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from . import config, extensions
from .practice import (
    endings,
    former_workers,
    oversight,
    panels,
    second_step,
    single_sign_on,
    staging,
    timescales,
    unused,
    ways,
)


def create_app(settings: dict[str, Any] | None = None) -> Flask:
    """Make the application. `settings` stand over those read from the environment (tests, benchmarks)."""
    root = Path(__file__).resolve().parent.parent
    app = Flask(__name__, instance_path=str(root / "instance"))
    app.config.update(settings if settings and "SECRET_KEY" in settings else config.settings(root / "instance"))
    app.config.update(settings or {})
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    if app.config["TRUSTED_PROXIES"]:
        # Behind a proxy the sign-in throttle and the form token's origin check need the reader's own address.
        count = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    from .models import at_rest

    timescales.work_in(app.config["NATION"])
    app.config["SECOND_STEP_ROLES"] = second_step.roles_in(app.config.get("SECOND_STEP", ""))
    app.config["WAYS_OF_ROLES"] = ways.ways_in(app.config["SIGN_IN_WAYS"])
    app.config["OIDC_CLIENT"] = single_sign_on.of_settings(
        issuer=app.config["OIDC_ISSUER"],
        client_id=app.config["OIDC_CLIENT_ID"],
        secret=app.config["OIDC_CLIENT_SECRET"],
        address=app.config["SERVICE_URL"],
    )
    ways.insist(app.config["WAYS_OF_ROLES"], single_sign_on=app.config["OIDC_CLIENT"] is not None)
    app.config["UNUSED_DAYS"] = unused.days_in(app.config["UNUSED_ACCOUNTS"])
    panels.ask_for(app.config["STEP_PANEL"])
    staging.decide_in(app.config["FRONT_DOOR_STAGES"])
    former_workers.let_read(app.config["FORMER_NOTES"])
    endings.approve_by(app.config["CLOSING_APPROVAL"])
    app.config["OVERSIGHT_POINTS"] = oversight.points_in(app.config["OVERSIGHT"])
    at_rest.keep_data_keys(app.config["DATA_KEYS"])
    database_key = at_rest.open_database(app.config)
    extensions.db.init_app(app)
    extensions.migrate.init_app(app, extensions.db, directory=str(root / "migrations"))
    extensions.babel.init_app(app)
    extensions.login.init_app(app)
    with app.app_context():
        extensions.prepare(extensions.db.engine, database_key)
    from . import cli, views

    views.init_app(app)
    cli.init_app(app)
    return app
