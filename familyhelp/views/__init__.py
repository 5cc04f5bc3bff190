"""The pages."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, current_app
from jinja2 import ChainableUndefined, ChoiceLoader, PackageLoader, PrefixLoader

from ..extensions import csrf, db, login, writing
from . import asking, attachments, elsewhere, errors, language, link_doors, passage, uploads

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

OVER_HTTPS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}


def _headers(response: Response) -> Response:
    headers = HEADERS | OVER_HTTPS if current_app.config["SESSION_COOKIE_SECURE"] else HEADERS
    for name, value in headers.items():
        response.headers.setdefault(name, value)
    if response.mimetype == "text/html":
        response.headers["Cache-Control"] = "no-store"
    return response


def _pages() -> list[Any]:
    """Every blueprint of the service, in the order of the house."""
    from . import (
        actions,
        afterwards_page,
        agencies,
        agreements,
        alike,
        assessments,
        audit_actions,
        audit_patterns,
        audit_rounds,
        audit_tools,
        audits,
        behind,
        break_glass,
        calendars,
        caseloads,
        cases,
        check_in_cohorts,
        clocks,
        closing_requests,
        closings,
        comparisons,
        complaints,
        contact_told,
        contacts,
        contribution_page,
        contributions,
        copies,
        costs,
        cuts,
        datasets,
        disagreements,
        disposals,
        distance,
        edge_of_care,
        everything_held,
        explained,
        exports,
        families,
        family_meetings,
        family_page,
        feedback,
        flow,
        genograms,
        group_supervision,
        handovers,
        holds,
        home,
        invitation_page,
        invitations,
        journeys,
        leave,
        legal_bases,
        levels,
        life_events,
        links,
        looked,
        made_of,
        matches,
        measure_choices,
        meetings,
        menu,
        merges,
        moderations,
        notes,
        owner_page,
        panels,
        partner_views,
        passkeys,
        plans,
        practice_models,
        practitioners,
        processing,
        relationships,
        reports,
        responsibilities,
        retention,
        returned_page,
        reviews,
        scorecard,
        search,
        second_step,
        self_evaluations,
        sharing,
        sign_in,
        single_sign_on,
        spend_lines,
        staged,
        step_downs,
        step_page,
        steps,
        summaries,
        supervision,
        telling,
        themes,
        thresholds,
        told_page,
        trajectories,
        uploads,
        versions,
        view_page,
        voices,
        workload,
    )

    return [
        sign_in.bp,
        asking.bp,
        home.bp,
        menu.bp,
        second_step.bp,
        passkeys.bp,
        single_sign_on.bp,
        contacts.bp,
        matches.bp,
        partner_views.bp,
        contact_told.bp,
        staged.bp,
        view_page.bp,
        returned_page.bp,
        told_page.bp,
        merges.bp,
        families.bp,
        alike.bp,
        relationships.bp,
        responsibilities.bp,
        genograms.bp,
        life_events.bp,
        search.bp,
        cases.bp,
        agreements.bp,
        looked.bp,
        break_glass.bp,
        panels.bp,
        step_page.bp,
        step_downs.bp,
        steps.bp,
        disagreements.bp,
        legal_bases.bp,
        edge_of_care.bp,
        workload.bp,
        caseloads.bp,
        leave.bp,
        telling.bp,
        calendars.bp,
        clocks.bp,
        levels.bp,
        closings.bp,
        closing_requests.bp,
        check_in_cohorts.bp,
        assessments.bp,
        voices.bp,
        plans.bp,
        versions.bp,
        actions.bp,
        copies.bp,
        links.bp,
        afterwards_page.bp,
        family_page.bp,
        owner_page.bp,
        reviews.bp,
        distance.bp,
        meetings.bp,
        family_meetings.bp,
        notes.bp,
        attachments.bp,
        contributions.bp,
        contribution_page.bp,
        handovers.bp,
        journeys.bp,
        summaries.bp,
        supervision.bp,
        group_supervision.bp,
        audit_rounds.bp,
        audit_tools.bp,
        audits.bp,
        audit_actions.bp,
        audit_patterns.bp,
        moderations.bp,
        practice_models.bp,
        practitioners.bp,
        agencies.bp,
        invitations.bp,
        invitation_page.bp,
        everything_held.bp,
        processing.bp,
        retention.bp,
        holds.bp,
        disposals.bp,
        exports.bp,
        reports.bp,
        trajectories.bp,
        measure_choices.bp,
        self_evaluations.bp,
        sharing.bp,
        feedback.bp,
        complaints.bp,
        themes.bp,
        scorecard.bp,
        made_of.bp,
        flow.bp,
        thresholds.bp,
        cuts.bp,
        behind.bp,
        explained.bp,
        costs.bp,
        comparisons.bp,
        datasets.bp,
        uploads.bp,
        spend_lines.bp,
    ]


def init_app(app: Flask) -> None:
    """Open the doors: hooks, errors, words and pages."""
    app.jinja_loader = ChoiceLoader(
        [
            PackageLoader("familyhelp"),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    app.jinja_env.undefined = ChainableUndefined
    language.init_app(app)
    # The order matters: headers last of all, the commit before them.
    app.after_request(_headers)
    app.after_request(passage.settle)
    app.before_request(elsewhere.refuse)
    app.before_request(uploads.allow_larger)
    app.before_request(attachments.allow_larger)
    app.before_request(asking.allow_less)
    csrf.init_app(app)
    app.before_request(passage.open_door)
    app.teardown_request(lambda _error: writing.set(True) and None)
    login.user_loader(passage.load_viewer)
    errors.init_app(app)
    link_doors.init_app(app)
    for blueprint in _pages():
        app.register_blueprint(blueprint)
    app.teardown_appcontext(lambda _error: db.session.remove())
