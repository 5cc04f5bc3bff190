"""The application as a server finds it: `gunicorn wsgi:app`."""

from familyhelp import create_app

app = create_app()
