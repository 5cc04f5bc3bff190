"""R6: eight workers claim the same requests at once; each request has exactly one owner."""

from __future__ import annotations

import os
import random
from collections import Counter
from threading import Barrier, Thread

import sqlalchemy as sa

from familyhelp.casework import contacts
from familyhelp.extensions import db, writing
from familyhelp.models import Contact, Event, Practitioner
from familyhelp.practice.chronology import EventKind
from familyhelp.practice.roles import Role
from familyhelp.practice.words import NotYet
from tests.cast import practitioner
from tests.stories import a_request

WORKERS = 8
REQUESTS = int(os.environ.get("FAMILYHELP_R6", "60"))


def test_r6_eight_workers_claim_and_every_request_has_one_owner(app, cast):
    people = [practitioner(f"Worker{n} Front", Role.FRONT_DOOR) for n in range(WORKERS)]
    requests = [a_request(cast) for _ in range(REQUESTS)]
    db.session.flush()
    ids, workers = [r.id for r in requests], [p.id for p in people]
    db.session.commit()
    won: Counter[int] = Counter()
    refused: list[str] = []
    faults: list[Exception] = []
    start = Barrier(WORKERS)

    def work(number: int) -> None:
        with app.app_context():
            order = ids[:]
            random.Random(number // 2).shuffle(order)  # two by two in the same order, so that they meet
            start.wait()
            for request in order:
                try:
                    writing.set(True)
                    contacts.claim(db.session.get(Contact, request), by=db.session.get(Practitioner, workers[number]))
                    db.session.commit()
                    won[request] += 1
                except NotYet as no:
                    db.session.rollback()
                    refused.append(str(no))
                except Exception as fault:
                    db.session.rollback()
                    faults.append(fault)
            db.session.remove()

    threads = [Thread(target=work, args=(n,)) for n in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not faults, faults[:3]
    assert won == Counter(ids), "each request was won exactly once"
    assert len(refused) == (WORKERS - 1) * REQUESTS
    assert all("has this request in hand" in sentence for sentence in refused), "everybody else was told who"
    db.session.expire_all()
    held = db.session.execute(sa.select(Contact.id, Contact.held_by_id)).all()
    claims = db.session.execute(sa.select(Event.subject_id, Event.by_id).where(Event.kind == EventKind.CLAIMED)).all()
    assert sorted(held) == sorted(claims), "the owner is the one whose claim stands in the chronology"
