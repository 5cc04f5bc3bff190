"""Rows for the measures and their counts in plain SQL, as somebody would write them by hand for either engine."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa

from familyhelp.models.columns import Moment

_LITE = {
    "series": "WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < :n)",
    "day": "date(:today, '-' || ({}) || ' days')",
    "later": "date({}, '+' || ({}) || ' days')",
    "moment": "({} || ' 10:00:00.000000')",
    "code": "printf('%08d', {})",
    "year_before": "date({}, '-365 days')",
    "local": "date({})",
    "days": "CAST(julianday({1}) - julianday({0}) AS INTEGER)",
    "yes": "1",
    "no": "0",
}
_POSTGRES = {
    "series": "WITH s(i) AS (SELECT generate_series(CAST(1 AS bigint), CAST(:n AS bigint)))",
    "day": "(CAST(:today AS date) - CAST({} AS integer))",
    "later": "({} + CAST({} AS integer))",
    "moment": "(({} + time '10:00') AT TIME ZONE 'UTC')",
    "code": "lpad(CAST({} AS text), 8, '0')",
    "year_before": "({} - 365)",
    "local": "CAST(timezone('Europe/London', {}) AS date)",
    "days": "({1} - {0})",
    "yes": "true",
    "no": "false",
}
ENGINES = {"sqlite": _LITE, "postgresql": _POSTGRES}


def _fill(w: dict[str, str]) -> list[str]:
    """Three of four families come once, the others twice; four of five episodes have ended."""
    families = "(:n * 4 / 5)"
    now = w["moment"].format(w["day"].format("0"))
    # A second episode began less than two years ago, and the first one of the same family had ended by then.
    ago = (
        f"CASE WHEN i > {families} THEN 30 + (i * 7919) % 700"
        f" WHEN i <= :n - {families} THEN 1100 + (i * 7919) % 500 ELSE 30 + (i * 7919) % 1570 END"
    )
    length = "60 + (i * 31) % 300"
    episode = f"e AS (SELECT i, {ago} AS ago, {length} AS days, {w['day'].format(ago)} AS opened FROM s)"
    ended = w["later"].format("opened", "days")
    cases = f"{w['series']}, {episode}"
    step = "CASE WHEN i % 10 = 0 THEN 'step_down' ELSE 'targeted' END"
    reason = (
        "CASE WHEN id % 20 = 0 THEN 'error' WHEN id % 20 < 5 THEN 'partly_met' WHEN id % 20 = 5 THEN 'stepped_up'"
        " ELSE 'met' END"
    )
    contact = (
        "INSERT INTO contacts (id, code, state, received_at, source, needs, family_knows, urgency, urgency_order,"
        " address_hidden, due_on, version, level, outcome, rationale, decided_at, decided_by_id, case_id)"
    )
    alike = f"'2A', '', {w['yes']}, 'routine', 2, {w['no']}"
    return [
        "INSERT INTO teams (id, name) VALUES (1, 'North')",
        "INSERT INTO practitioners (id, code, name, email, role, is_social_worker, is_active, created_at, version)"
        f" VALUES (1, '00000001', 'A', 'a@example.org', 'manager', {w['no']}, {w['yes']}, {now}, 1)",
        f"INSERT INTO families (id, code, name, name_key, restricted, created_at, version) {w['series']}"
        f" SELECT i, {w['code'].format('i')}, 'A family', 'a family', {w['no']}, {now}, 1 FROM s WHERE i <= {families}",
        f"INSERT INTO cases (id, code, family_id, team_id, stage, level, why, opened_on, closed_on, next_due_on,"
        f" contact_id, version) {cases} SELECT i, {w['code'].format('i')}, (i - 1) % {families} + 1, 1,"
        " CASE WHEN ago > days THEN 'closed' ELSE 'allocating' END, '3', '', opened,"
        f" CASE WHEN ago > days THEN {ended} END, {w['day'].format('0')}, i, 1 FROM e",
        f"{contact} {cases} SELECT i, {w['code'].format('i')}, 'decided', {w['moment'].format('opened')}, {alike},"
        f" {w['later'].format('opened', '1')}, 1, '3', {step}, 'r',"
        f" {w['moment'].format(w['later'].format('opened', 'i % 4'))}, 1, i FROM e",
        f"{contact} {cases} SELECT :n + i, {w['code'].format(':n + i')}, 'decided', {w['moment'].format('opened')},"
        f" {alike}, {w['later'].format('opened', '1')}, 1, '2', 'advice', 'r', {w['moment'].format('opened')}, 1, NULL"
        " FROM e WHERE i % 3 = 0",
        "INSERT INTO closings (id, case_id, closed_on, reason, summary, who_was_told, check_ins_declined,"
        " recorded_by_id, recorded_at, sustaining_plan, family_feedback)"
        f" SELECT id, id, closed_on, {reason}, '', '', {w['no']}, 1, {now}, '', '' FROM cases"
        " WHERE closed_on IS NOT NULL",
        "INSERT INTO plans (id, case_id, number, outcome_count, slip_version, version, agreed_on, agreed_by,"
        " agreed_how) SELECT id, id, 1, 2, 0, 1, opened_on, 'M', 'in_person' FROM cases WHERE id % 10 > 0",
        "INSERT INTO outcomes (id, plan_id, number, words, headline, how_we_know, start_score, goal_score, scale,"
        " version, result) SELECT p.id * 2 + n, p.id, n + 1, '', 'money', '', 2, 8, '0-10', 1,"
        " CASE WHEN c.closed_on IS NULL THEN NULL WHEN (p.id + n) % 3 = 0 THEN 'partly' ELSE 'met' END"
        " FROM plans p JOIN cases c ON c.id = p.case_id CROSS JOIN (SELECT 0 AS n UNION ALL SELECT 1) two",
        "INSERT INTO scores (id, case_id, outcome_number, value, scale, respondent, scored_on, recorded_at,"
        " recorded_by_id) SELECT o.id * 2 + t, p.case_id, o.number, (o.id * 7 + t * 3) % 11, '0-10', 'practitioner',"
        f" {w['later'].format('p.agreed_on', 't * 40')}, {now}, 1 FROM outcomes o JOIN plans p ON p.id = o.plan_id"
        " CROSS JOIN (SELECT 0 AS t UNION ALL SELECT 1) two",
        "INSERT INTO steps (id, code, case_id, direction, state, immediate, from_level, to_level, reasons,"
        " family_agrees, asked_at, asked_by_id, due_on, decided_at, decided_by_id, decided_because)"
        f" SELECT id, code, id, 'up', CASE WHEN id % 36 = 0 THEN 'declined' ELSE 'accepted' END, {w['no']}, '3', '4',"
        f" '', {w['yes']}, {now}, 1, opened_on, {w['moment'].format(w['later'].format('opened_on', '50'))}, 1, 'b'"
        " FROM cases WHERE id % 12 = 0",
        "INSERT INTO check_ins (id, closing_id, months, due_on, made_on, result, recorded_by_id, recorded_at)"
        f" SELECT k.id * 3 + m / 6, k.id, m, {w['later'].format('k.closed_on', 'm * 30')},"
        f" CASE WHEN {w['later'].format('k.closed_on', 'm * 30')} <= {w['day'].format('0')}"
        f" THEN {w['later'].format('k.closed_on', 'm * 30')} END,"
        f" CASE WHEN {w['later'].format('k.closed_on', 'm * 30')} <= {w['day'].format('0')}"
        " THEN CASE WHEN (k.id + m) % 4 = 0 THEN 'not_reached' ELSE 'sustained' END END, 1,"
        f" {now} FROM closings k CROSS JOIN (SELECT 3 AS m UNION ALL SELECT 6 UNION ALL SELECT 12) three"
        " WHERE k.reason IN ('met', 'partly_met')",
    ]


FILL = {engine: _fill(words) for engine, words in ENGINES.items()}


def _hand(w: dict[str, str]) -> dict[str, Any]:
    within = "BETWEEN :first_day AND :last_day"
    closed = f"FROM cases c JOIN closings k ON k.case_id = c.id WHERE c.closed_on {within} AND k.reason <> 'error'"
    received = "FROM contacts WHERE received_at >= :first AND received_at < :after"
    in_time = f"state = 'decided' AND {w['local'].format('decided_at')} <= due_on"
    step = "sum(CASE WHEN state = 'accepted' THEN 1 ELSE 0 END), count(*) FROM steps WHERE state IN ('accepted',"
    texts = {
        "requests": f"count(*), NULL {received}",
        "decided_in_time": f"sum(CASE WHEN {in_time} THEN 1 ELSE 0 END),"
        f" sum(CASE WHEN state = 'decided' OR due_on < :today THEN 1 ELSE 0 END) {received}",
        "requests_to_cases": "sum(CASE WHEN outcome IN ('targeted', 'partner_led', 'step_down') AND case_id IS NOT NULL"
        f" THEN 1 ELSE 0 END), count(*) {received}",
        "step_ups": f"{step} 'declined') AND direction = 'up' AND decided_at >= :first AND decided_at < :after",
        "family_re_referrals": "sum(CASE WHEN EXISTS (SELECT 1 FROM cases b JOIN closings k ON k.case_id = b.id"
        " WHERE b.family_id = c.family_id AND b.id < c.id AND k.reason <> 'error' AND b.closed_on BETWEEN"
        f" {w['year_before'].format('c.opened_on')} AND c.opened_on) THEN 1 ELSE 0 END), count(*) FROM cases c"
        " LEFT JOIN closings e ON e.case_id = c.id LEFT JOIN contacts r ON r.id = c.contact_id"
        f" WHERE c.opened_on {within} AND (e.reason IS NULL OR e.reason <> 'error')"
        " AND (r.outcome IS NULL OR r.outcome <> 'step_down')",
        "outcomes_met": "sum(CASE WHEN o.result = 'met' THEN 1 ELSE 0 END), count(*) FROM outcomes o JOIN plans p"
        " ON p.id = o.plan_id WHERE p.number = (SELECT max(number) FROM plans q WHERE q.case_id = p.case_id"
        f" AND q.agreed_on IS NOT NULL) AND p.case_id IN (SELECT c.id {closed})",
        "distance_practitioner": "sum(last - first), count(*) FROM (SELECT max(CASE WHEN back = 1 THEN value END)"
        " AS last, max(CASE WHEN there = 1 THEN value END) AS first FROM (SELECT case_id, outcome_number, value,"
        " row_number() OVER (PARTITION BY case_id, outcome_number ORDER BY scored_on, id) AS there,"
        " row_number() OVER (PARTITION BY case_id, outcome_number ORDER BY scored_on DESC, id DESC) AS back"
        f" FROM scores WHERE respondent = 'practitioner' AND scale = '0-10' AND case_id IN (SELECT c.id {closed})"
        ") AS numbered GROUP BY case_id, outcome_number HAVING count(*) > 1) AS series",
        "sustained": "sum(CASE WHEN result = 'sustained' THEN 1 ELSE 0 END), count(*) FROM check_ins"
        f" WHERE due_on {within} AND (due_on <= :today OR result IS NOT NULL)",
        "days": f"count(*), sum({w['days'].format(w['local'].format('r.received_at'), 'c.closed_on')}) FROM cases c"
        " JOIN closings k ON k.case_id = c.id JOIN contacts r ON r.id = c.contact_id"
        f" WHERE c.closed_on {within} AND k.reason <> 'error'",
    }
    return {name: _typed(f"SELECT {text}") for name, text in texts.items()}


def _typed(text: str) -> Any:
    types = {"first_day": sa.Date, "last_day": sa.Date, "today": sa.Date, "first": Moment, "after": Moment}
    named = [name for name in types if re.search(rf":{name}\b", text)]
    return sa.text(text).bindparams(*(sa.bindparam(name, type_=types[name]) for name in named))


HAND = {engine: _hand(words) for engine, words in ENGINES.items()}
