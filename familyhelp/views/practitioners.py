"""People and teams: who works here, with what role; for administrators, who see no family's record."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext

from ..casework import keeping
from ..casework import practitioners as deeds
from ..forms.base import offer
from ..forms.practitioners import GivePasswordForm, PractitionerForm, SuspendForm, TeamForm
from ..models import Agency, Practitioner, Team
from ..policy import Act
from ..practice.references import write_code
from ..practice.roles import Role
from ..practice.words import NotYet, Refusal, say
from ..queries import practitioners as queries
from .guards import me, on_practitioner, signed_in
from .pages import form_page, open_form
from .ways import by_provider_alone

bp = Blueprint("practitioners", __name__)


def address(person: Practitioner) -> str:
    """Where the page of an account is."""
    return url_for("practitioners.practitioner", practitioner=write_code(person.code))


@bp.get("/people")
@signed_in(Act.MANAGE_PRACTITIONERS)
def people() -> Any:
    """Everybody who works here, by name."""
    starts_with = " ".join(request.args.get("name", "").split())[:100].replace("\x00", "")
    role = next((r for r in Role if r.value == request.args.get("role")), None)
    page = queries.people(me(), after=request.args.get("after"), starts_with=starts_with, role=role)
    return render_template("practitioners/people.html", page=page, starts_with=starts_with, role=role, roles=Role)


@bp.get("/people/<practitioner>")
@on_practitioner(Act.MANAGE_PRACTITIONERS)
def practitioner(practitioner: Practitioner) -> Any:
    """One account: what it may do, and what was done to it."""
    held = queries.to_hand_over(practitioner)
    open_sign_ins, has_more = queries.signing_in(practitioner)
    return render_template(
        "practitioners/practitioner.html",
        person=practitioner,
        events=queries.account_events(practitioner),
        led=held.families,
        held=held,
        takes_away=has_more,
        no_password_needed=by_provider_alone(practitioner.role),
        open_sign_ins=open_sign_ins,
    )


class _Choices:
    """The teams and agencies that a form offers, read once."""

    def __init__(self, form: PractitionerForm, at: int | None = None) -> None:
        """`at` is the agency that somebody is at already, which stays a choice where it has ended."""
        self.form, self._teams, self._agencies = form, queries.teams(), queries.agencies(besides=at)
        none = [("", gettext("None"))]
        form.team.choices = offer(none + [(team.id, team.name) for team in self._teams])
        form.teams.choices = offer((team.id, team.name) for team in self._teams)
        form.agency.choices = offer(none + [(agency.id, agency.name) for agency in self._agencies])

    def chosen(self) -> dict[str, Any]:
        """What was chosen and typed, as the deeds take it."""
        form = self.form
        team: Team | None = next((t for t in self._teams if str(t.id) == form.team.data), None)
        agency: Agency | None = next((a for a in self._agencies if str(a.id) == form.agency.data), None)
        return {
            "name": form.name.data,
            "email": form.email.data,
            "role": form.role.data,
            "team": team,
            "teams": [t for t in self._teams if str(t.id) in form.teams.data],
            "agency": agency,
            "is_social_worker": form.is_social_worker.data,
        }


@bp.route("/people/new", methods=["GET", "POST"])
@signed_in(Act.MANAGE_PRACTITIONERS)
def add() -> Any:
    """Add somebody who works here."""
    form = open_form(PractitionerForm)
    choices = _Choices(form)
    return form_page(
        form, "practitioners/add.html", lambda: deeds.add_practitioner(**choices.chosen(), by=me()), then=address
    )


@bp.route("/people/<practitioner>/edit", methods=["GET", "POST"])
@on_practitioner(Act.MANAGE_PRACTITIONERS)
def edit(practitioner: Practitioner) -> Any:
    """Change an account."""
    now = {
        "version": str(practitioner.version),
        "name": practitioner.name,
        "email": practitioner.email,
        "role": practitioner.role,
        "team": str(practitioner.team_id or ""),
        "teams": [str(team.id) for team in practitioner.managed_teams],
        "agency": str(practitioner.agency_id or ""),
        "is_social_worker": practitioner.is_social_worker,
    }
    form = open_form(PractitionerForm, data=now)
    choices = _Choices(form, practitioner.agency_id)

    def deed() -> None:
        deeds.change_practitioner(practitioner, **choices.chosen(), read_version=form.read_version, by=me())

    return form_page(form, "practitioners/edit.html", deed, then=address(practitioner), person=practitioner)


@bp.route("/people/<practitioner>/suspend", methods=["GET", "POST"])
@on_practitioner(Act.MANAGE_PRACTITIONERS)
def suspend(practitioner: Practitioner) -> Any:
    """Suspend an account."""
    if not practitioner.is_active and request.method != "POST":
        raise NotYet(say("This account is already suspended."))
    form = open_form(SuspendForm)
    return form_page(
        form,
        "practitioners/suspend.html",
        lambda: deeds.suspend(practitioner, because=form.because.data, by=me()),
        then=address(practitioner),
        person=practitioner,
        led=deeds.cases_led(practitioner),
        held=lambda: queries.to_hand_over(practitioner),
    )


@bp.route("/people/<practitioner>/restore", methods=["GET", "POST"])
@on_practitioner(Act.MANAGE_PRACTITIONERS)
def restore(practitioner: Practitioner) -> Any:
    """Let a suspended account sign in again."""
    if practitioner.is_active and request.method != "POST":
        raise NotYet(say("This account is not suspended."))
    form = open_form(SuspendForm)
    return form_page(
        form,
        "practitioners/restore.html",
        lambda: deeds.restore(practitioner, because=form.because.data, by=me()),
        then=address(practitioner),
        person=practitioner,
    )


@bp.route("/people/<practitioner>/password", methods=["GET", "POST"])
@on_practitioner(Act.MANAGE_PRACTITIONERS)
def password(practitioner: Practitioner) -> Any:
    """Give a password to begin with. It is on this one answer and nowhere else."""
    form = open_form(GivePasswordForm)
    if request.method == "POST" and form.validate():
        try:
            given = deeds.give_password(practitioner, by=me())
        except Refusal as refusal:
            form.refuse(refusal)
            return render_template("practitioners/password.html", form=form, person=practitioner), 409
        # Sent twice, the second one leads to the account, and the password that was shown stands.
        keeping.remember_submission(me().id, str(form.submission.data), request.path, address(practitioner))
        return render_template("practitioners/given.html", person=practitioner, password=given)
    return render_template("practitioners/password.html", form=form, person=practitioner), (
        400 if request.method == "POST" else 200
    )


@bp.get("/teams")
@signed_in(Act.MANAGE_PRACTITIONERS)
def teams() -> Any:
    """The teams and who answers for them."""
    return render_template("practitioners/teams.html", teams=queries.teams_with_managers())


@bp.route("/teams/new", methods=["GET", "POST"])
@signed_in(Act.MANAGE_PRACTITIONERS)
def add_team() -> Any:
    """Add a team."""
    form = open_form(TeamForm)
    return form_page(
        form,
        "practitioners/team.html",
        lambda: deeds.add_team(name=form.name.data, by=me()),
        then=url_for("practitioners.teams"),
    )
