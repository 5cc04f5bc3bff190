"""The rest of the matrix: every page with a record of another kind in its address, by every role, to read and to write.

tests/test_policy.py holds the pages of cases and the pages without a record, tests/test_policy_front_door.py those of
requests and families. The routes are read from the application: one without a row in any of the three fails."""

from __future__ import annotations

import pytest

from familyhelp.extensions import db
from familyhelp.models import Event
from familyhelp.practice.chronology import Subject
from familyhelp.views import passage
from tests.browser.places import PLACES
from tests.filled import FILLED
from tests.test_policy import _count, _looks, read

# y: it opens, and a form is taken. n: not theirs to do (403). -: there is nothing there (404).
MATRIX = """
                              flora kamal colette sven lena conor mabel morag lionel anita adam
second_step.reset             -     -     -       -    -    -     -     -     -      -     y
passkeys.rename               -     y     -       -    -    -     -     -     -      -     -
passkeys.remove               -     y     -       -    -    -     -     -     -      -     -
partner_views.give            n     -     -       -    y    -     n     n     -      n     n
search.found                  y     y     y       y    n    n     y     y     y      n     n
merges.like                   y     -     -       -    -    -     y     y     -      -     -
merges.merge                  y     -     -       -    -    -     y     y     -      -     -
merges.apart                  y     -     -       -    -    -     y     y     -      -     -
merges.undo                   y     -     -       -    -    -     y     y     -      -     -
looked.of_person              -     -     -       -    -    -     y     -     -      -     -
looked.answer                 -     -     -       -    -    -     y     -     -      -     -
break_glass.review            n     n     n       n    n    n     y     -     n      n     n
caseloads.hand_over           n     n     n       n    n    n     y     -     n      n     n
leave.new_for                 n     -     -       -    -    n     y     -     -      n     n
leave.end                     n     y     -       -    -    n     y     -     -      n     n
clocks.change                 n     n     n       n    n    n     n     n     n      n     y
retention.change              n     n     n       n    n    n     n     n     n      n     y
processing.change             n     n     n       n    n    n     n     n     n      n     y
disposals.propose             n     n     n       n    n    n     y     y     n      n     y
disposals.review              n     n     n       n    n    n     y     y     n      n     y
levels.change                 n     n     n       n    n    n     n     n     n      n     y
supervision.begin             n     n     n       n    n    n     y     -     n      n     n
supervision.supervision       -     -     -       -    -    -     y     -     -      -     -
supervision.family            -     -     -       -    -    -     y     -     -      -     -
supervision.private           -     -     -       -    -    -     y     -     -      -     -
supervision.finish            -     -     -       -    -    -     y     -     -      -     -
group_supervision.group       -     -     -       -    -    -     y     -     -      -     -
group_supervision.family      -     -     -       -    -    -     y     -     -      -     -
group_supervision.learned     -     -     -       -    -    -     y     -     -      -     -
group_supervision.finish      -     -     -       -    -    -     y     -     -      -     -
audit_rounds.round_of         -     -     -       -    -    -     y     y     -      -     -
audit_rounds.draw             -     -     -       -    -    -     y     y     -      -     -
audit_rounds.draw_again       -     -     -       -    -    -     y     y     -      -     -
audit_rounds.hand_on          -     -     -       -    -    -     y     y     -      -     -
audit_tools.start             n     n     n       n    n    n     n     n     n      n     y
audit_tools.tool              -     -     -       -    -    -     -     -     -      -     y
audit_tools.add_domain        -     -     -       -    -    -     -     -     -      -     y
audit_tools.domain            -     -     -       -    -    -     -     -     -      -     y
audit_tools.leave_out         -     -     -       -    -    -     -     -     -      -     y
audit_tools.use               -     -     -       -    -    -     -     -     -      -     y
audits.audit                  -     y     -       -    -    -     -     y     -      -     -
audits.begin                  -     -     -       -    -    -     -     y     -      -     -
audits.grade                  -     -     -       -    -    -     -     y     -      -     -
audits.words                  -     -     -       -    -    -     -     y     -      -     -
audits.reflect                -     y     -       -    -    -     -     -     -      -     -
audits.finish                 -     -     -       -    -    -     -     y     -      -     -
audit_actions.add             -     -     -       -    -    -     y     y     -      -     -
audit_actions.report          -     y     -       -    -    -     -     -     -      -     -
audit_actions.close           -     -     -       -    -    -     y     y     -      -     -
audit_actions.again           -     -     -       -    -    -     y     y     -      -     -
audit_patterns.week           -     -     -       -    -    -     y     y     -      -     -
moderations.ask               -     -     -       -    -    -     y     y     -      -     -
moderations.both              -     -     -       -    -    -     y     y     -      -     -
moderations.agree             -     -     -       -    -    -     y     y     -      -     -
practice_models.model         -     -     -       -    -    -     -     -     -      -     y
practice_models.next_version  -     -     -       -    -    -     -     -     -      -     y
practice_models.scale         -     -     -       -    -    -     -     -     -      -     y
practice_models.domain        -     -     -       -    -    -     -     -     -      -     y
practice_models.leave_out     -     -     -       -    -    -     -     -     -      -     y
practice_models.use           -     -     -       -    -    -     -     -     -      -     y
agencies.agency               -     -     -       -    -    -     y     y     -      -     y
agencies.edit                 -     -     -       -    -    -     -     -     -      -     y
invitations.invite            -     -     -       -    -    -     n     n     -      -     y
invitations.send_again        -     -     -       -    -    -     -     -     -      -     y
invitations.withdraw          -     -     -       -    -    -     -     -     -      -     y
agencies.working              -     -     -       -    -    -     -     -     -      -     y
practitioners.practitioner    -     -     -       -    -    -     -     -     -      -     y
practitioners.edit            -     -     -       -    -    -     -     -     -      -     y
practitioners.suspend         -     -     -       -    -    -     -     -     -      -     y
practitioners.restore         -     -     -       y    -    -     -     -     -      -     y
practitioners.password        -     -     -       -    -    -     -     -     -      -     y
exports.scorecard             n     n     n       n    n    n     y     y     n      y     n
exports.comparison            n     n     n       n    n    n     y     y     n      y     n
exports.table                 y     y     y       y    y    y     y     y     y      y     y
exports.taken                 -     -     -       -    -    -     -     -     -      y     -
reports.report                -     -     -       -    -    -     y     y     -      y     -
reports.so_what               -     -     -       -    -    -     y     y     -      y     -
reports.promise               -     -     -       -    -    -     y     y     -      y     -
reports.take_out              -     -     -       -    -    -     y     y     -      y     -
reports.answer                -     -     -       -    -    -     y     y     -      y     -
reports.export                -     -     -       -    -    -     y     y     -      y     -
reports.approve               -     -     -       -    -    -     y     y     -      -     -
trajectories.trajectory       n     n     n       n    n    n     y     y     n      y     n
trajectories.plan             n     n     n       n    n    n     y     y     n      y     n
trajectories.comment          n     n     n       n    n    n     y     y     n      y     n
self_evaluations.evaluation   -     -     -       -    -    -     y     y     -      y     -
self_evaluations.row          -     -     -       -    -    -     y     y     -      y     -
self_evaluations.give_view    -     -     -       -    -    -     y     y     -      y     -
self_evaluations.finish       -     -     -       -    -    -     y     y     -      y     -
self_evaluations.report_step  -     -     -       -    -    -     y     y     -      y     -
complaints.complaint          -     -     -       -    -    -     y     y     -      -     -
complaints.acknowledge        -     -     -       -    -    -     y     y     -      -     -
complaints.hand_over          -     -     -       -    -    -     y     y     -      -     -
complaints.answer             -     -     -       -    -    -     y     y     -      -     -
themes.theme                  -     -     -       -    -    -     y     y     -      -     -
themes.change                 -     -     -       -    -    -     y     y     -      -     -
themes.add_source             -     -     -       -    -    -     y     y     -      -     -
themes.publish                -     -     -       -    -    -     y     y     -      -     -
themes.withdraw               -     -     -       -    -    -     y     y     -      -     -
themes.finish                 -     -     -       -    -    -     y     y     -      -     -
behind.behind                 n     n     n       n    n    n     y     y     n      n     n
explained.explained           n     n     n       n    n    n     y     y     n      y     n
datasets.edition              n     n     n       n    n    n     y     y     n      y     n
uploads.look                  n     n     n       n    n    n     -     -     n      y     -
uploads.describe              n     n     n       n    n    n     -     -     n      y     -
uploads.leave_out             n     n     n       n    n    n     -     -     n      y     -
uploads.discard               n     n     n       n    n    n     -     -     n      y     -
spend_lines.change            n     n     n       n    n    n     n     n     n      y     y
"""
IN_THE_OTHER_TABLES = {Subject.CASE, Subject.CONTACT, Subject.FAMILY}
WITHOUT_A_PLACE = {
    "sign_in.end_one": "tests/views/test_second_step.py",
    "exports.file": "tests/views/test_exports.py",
}
HELD_BY_ONE = {"audit_actions.report", "invitations.send_again", "invitations.withdraw"}
"""Pages whose record managers see elsewhere, and that are its holder's alone: not there for them, and no refusal."""
STATUS = {"n": {403}, "-": {404}, "y": {200, 302, 303, 400, 409}}


def kept_here(app) -> dict[str, set[str]]:
    """The methods of every page that belongs in this table, by its endpoint."""
    found = {}
    for rule in app.url_map.iter_rules():
        door = getattr(app.view_functions[rule.endpoint], "door", None)
        if door and door.act and rule.arguments and door.subject not in IN_THE_OTHER_TABLES:
            found[rule.endpoint] = rule.methods & {"GET", "POST"}
    return found


def test_every_page_with_a_record_in_its_address_has_its_row(app):
    assert kept_here(app).keys() == read(MATRIX).keys() | WITHOUT_A_PLACE.keys()


@pytest.mark.parametrize("endpoint", read(MATRIX))
def test_each_page_and_each_direct_request_answers_as_the_matrix_says(endpoint, app, cast, client, monkeypatch):
    path = (FILLED.get(endpoint) or PLACES[endpoint]).where(cast)
    db.session.commit()
    # What is allowed changes nothing here, so that the next person meets the same record; tests/test_csrf.py is about
    # tokens.
    monkeypatch.setattr(passage, "commit", lambda: db.session.rollback())
    monkeypatch.setitem(app.config, "WTF_CSRF_CHECK_DEFAULT", False)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    methods, wrong = sorted(kept_here(app)[endpoint]), []
    for person, mark in read(MATRIX)[endpoint].items():
        client.sign_in(getattr(cast, person))
        who, events = getattr(cast, person).id, _count(Event)
        before = sum(look.refused for look in _looks(who))
        for method in methods:
            status = client.ask(method, path).status_code
            if status not in STATUS[mark]:
                wrong.append(f"{person} {method} {path}: {status}, not {mark}")
        if mark in "n-":
            assert _count(Event) == events, f"{person}: a refused request changed the chronology"
            if app.view_functions[endpoint].door.subject and endpoint not in HELD_BY_ONE:
                assert sum(look.refused for look in _looks(who)) == before + len(methods), (
                    f"{person}: a refusal is noted"
                )
    assert not wrong, "\n".join(wrong)
