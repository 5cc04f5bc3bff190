"""`flask serve`: the embedded server, for `make run` and for small installations behind a proxy."""

from __future__ import annotations

import errno
import signal
from ipaddress import ip_address
from types import FrameType
from typing import NoReturn

import click
from flask import Flask
from flask.cli import ScriptInfo
from waitress import create_server


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=5000, show_default=True)
@click.option("--threads", type=click.IntRange(1, 64), default=8, show_default=True)
@click.pass_context
def serve(context: click.Context, host: str, port: int, threads: int) -> None:
    """Serve the application until it is stopped (Ctrl+C)."""
    app = context.ensure_object(ScriptInfo).load_app()
    try:
        # No "Server" header: what software answers is nobody's business.
        server = create_server(app, host=host, port=port, threads=threads, ident=None)
    except (OSError, ValueError) as error:
        raise click.ClickException(refused(host, port, error)) from None
    # A stop by the system is a stop like Ctrl+C: what is being answered is answered to its end.
    signal.signal(signal.SIGTERM, stop)
    click.echo(f"\nfamilyhelp is at http://{shown(host)}:{port} (stop it with Ctrl+C)")
    for line in welcome(app):
        click.echo(line)
    server.run()
    click.echo("Stopped.")


def stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    """End the server's loop."""
    raise SystemExit(0)


def shown(host: str) -> str:
    """The address as it is typed into a browser on this machine."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if address.is_loopback or address.is_unspecified:
        return "localhost"
    return f"[{host}]" if address.version == 6 else host


def refused(host: str, port: int, error: OSError | ValueError) -> str:
    """Why the server cannot listen there, in a sentence."""
    if isinstance(error, ValueError) or error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is not an address of this machine."
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program: stop that, or choose another port."
    if error.errno == errno.EACCES:
        return f"This account may not serve on port {port}: choose one from 1024 upwards."
    return f"Cannot listen on {host}, port {port}: {error.strerror or error}."


def welcome(app: Flask) -> list[str]:
    """Who can sign in, where the demo has been made.

    In a context of its own, ended before the server starts: a database read left open would hold up others.
    """
    try:
        from familyhelp.cli.demo import who_can_sign_in
    except ImportError:
        return []
    with app.app_context():
        people = who_can_sign_in()
    width = max((len(name) for name, _ in people), default=0)
    return ["", "Sign in as:", *(f"  {name:<{width}}  {what}" for name, what in people), ""] if people else []
