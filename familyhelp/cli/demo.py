"""`flask demo`: fill an empty database with invented families."""

from __future__ import annotations

import click
from flask import Flask

from ..demo import FAMILIES, NotEmpty, fill, is_empty, is_here
from ..demo.staff import DOMAIN, PASSWORD, PEOPLE


def who_can_sign_in() -> list[tuple[str, str]]:
    """The invented practitioners: (role, how to sign in), one for each role; nothing where they are not here."""
    found: dict[str, str] = {}
    if not is_here():
        return []
    for name, role, _team, _agency in PEOPLE:
        found.setdefault(role.label, f"{name.split()[0].lower()}@{DOMAIN}  {PASSWORD}")
    return list(found.items())


@click.command("demo")
@click.option("--seed", default=1, show_default=True, help="The same seed makes the same families.")
@click.option("--families", default=FAMILIES, show_default=True, help="How many families ask for help.")
@click.option("--if-empty", is_flag=True, help="Say nothing where the database already holds something.")
def demo(seed: int, families: int, if_empty: bool) -> None:
    """Fill an empty database with invented families over three years."""
    if if_empty and not is_empty():
        return
    try:
        with click.progressbar(length=families, label="Inventing families") as bar:
            fill(seed=seed, families=families, progress=lambda _done, _of: bar.update(1))
    except NotEmpty:
        raise click.ClickException("This database holds something already. The demo was not added.") from None
    if not if_empty:
        for role, how in who_can_sign_in():
            click.echo(f"{role}: {how}")


def init_app(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(demo)
