"""How `gunicorn wsgi:app` serves: it reads this file from the folder it is started in."""

import gc
import os
from typing import Any

workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
preload_app = True
"""The application is read once, before the workers part: what they share is held once. No connection is open then."""


def pre_fork(_server: Any, _worker: Any) -> None:
    """Leave what is shared alone when garbage is collected, so that it stays shared."""
    gc.freeze()
