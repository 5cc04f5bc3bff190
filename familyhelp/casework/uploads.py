"""Uploading published figures: a file is looked at, described where the service does not know it, and confirmed.
Nothing of it counts before that."""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress

import sqlalchemy as sa

from ..extensions import db
from ..models import OwnMeasure, Practitioner, Upload
from ..practice import clock, profiles, publications
from ..practice import own_measures as own_rules
from ..practice import uploads as rules
from ..practice.own_measures import OwnMeasure as Described
from ..practice.tables import BadFile, Report
from ..practice.words import N_, NotYet, Refusal, Sentence, say
from .previews import in_force, preview
from .published import import_file, open_table
from .remembered import known_by


def take_in(content: bytes, file_name: str, *, whole: bool, by: Practitioner) -> Upload:
    """Keep a file for a day and look at what would come of it: by its columns where the service knows them, or as
    last year's file was taken. Raises BadFile, NotYet."""
    _forget_old()
    rules.insist_on_kind(content)
    digest = hashlib.sha256(content).hexdigest()
    upload = _waiting_again(digest, by)
    upload.uploaded_at, upload.file_name, upload.whole = clock.now(), file_name[:200], whole
    upload.content = zlib.compress(content, 3)
    columns = open_table(io.BytesIO(content), Report()).columns
    if publications.recognise(columns) is not None:
        upload.previews = [_preview(upload, content, None, by)]
    else:
        _look_at_unknown(upload, content, known_by(columns), by)
    db.session.add(upload)
    db.session.flush()
    return upload


def describe(upload: Upload, own: Described, *, by: Practitioner) -> None:
    """Take a measure from an uploaded file, as described. Described again under its name, it is changed. Raises
    BadFile, NotYet."""
    _refuse_settled(upload)
    if upload.profile is None:
        raise NotYet(say(N_("The service knows this publication: there is nothing to describe.")))
    content = _content(upload)
    _refuse(_missing(upload, own))
    others = [(d, p) for d, p in zip(upload.described, upload.previews, strict=True) if d["name"] != own.name]
    if len(others) >= rules.MOST_MEASURES:
        raise NotYet(say(N_("Take at most %(most)s measures from one file."), most=rules.MOST_MEASURES))
    told = _preview(upload, content, own, by)
    upload.described = [*(d for d, _p in others), rules.kept(own)]
    upload.previews = [*(p for _d, p in others), told]


def leave_out(upload: Upload, name: str) -> None:
    """Take one of the described measures out again. Raises NotYet."""
    _refuse_settled(upload)
    if name not in {d["name"] for d in upload.described}:
        raise NotYet(say(N_("This measure is not among those to be taken.")))
    upload.described = [d for d in upload.described if d["name"] != name]
    upload.previews = [p for p in upload.previews if p["name"] != name]


def confirm(upload: Upload, *, by: Practitioner) -> Sequence[int]:
    """Import an uploaded file as it was shown: all that it was to bring, or nothing. Gives the editions that came of
    it. Raises BadFile, NotYet."""
    _refuse_settled(upload)
    todo = [told for told in upload.previews if not told["already"]]
    if not todo:
        raise NotYet(say(N_("There is nothing to import from this file.")))
    if any(in_force(told["publication"]) != told["against"] for told in todo):
        raise NotYet(
            say(N_("Another edition came in since this was looked at. Upload the file again to see what it changes."))
        )
    described = {d["name"]: rules.read(d) for d in upload.described}
    stream = io.BytesIO(_content(upload))
    with db.session.begin_nested():
        done = [
            import_file(stream, upload.file_name, by=by, whole=upload.whole, own=described.get(told["name"]))
            for told in todo
        ]
    upload.imported = [one.dataset.id for one in done]
    _settle(upload)
    return upload.imported


def discard(upload: Upload) -> None:
    """Throw an uploaded file away. Raises NotYet."""
    _refuse_settled(upload)
    _settle(upload)


def _look_at_unknown(upload: Upload, content: bytes, known: list[Described], by: Practitioner) -> None:
    """A file that the service does not know: what it holds, and what was taken from the one before it."""
    report = Report()
    table = open_table(io.BytesIO(content), report)
    report.insist()
    lacking = sorted(publications.EES_COLUMNS - set(table.columns))
    if lacking:
        raise BadFile(
            say(N_("This is no publication that the service knows, and no file of the standard.")),
            hints=[say(N_("To be one, it lacks the columns %(columns)s."), columns=", ".join(lacking))],
        )
    profile = profiles.profile_of(table)
    report.insist()
    _refuse(profiles.missing(profile))
    upload.profile = profile.kept()
    upload.described, upload.previews = [], []
    for own in known:
        # What was taken last year and does not fit any more is described anew, and then it is told what is wrong.
        with suppress(Refusal):
            told = _preview(upload, content, own, by)
            upload.described, upload.previews = [*upload.described, rules.kept(own)], [*upload.previews, told]


def _preview(upload: Upload, content: bytes, own: Described | None, by: Practitioner) -> dict[str, object]:
    return preview(content, upload.file_name, whole=upload.whole, own=own, by=by)


def _missing(upload: Upload, own: Described) -> Iterable[Sentence]:
    """What is wrong with a description, besides what the practice says."""
    yield from own_rules.missing(own)
    held = db.session.scalar(sa.select(OwnMeasure).where(OwnMeasure.name == own.name))
    profile = profiles.read(upload.profile or {})
    here = {*profile.filters, *profile.indicators}
    if held is not None and not {held.numerator, *held.filters} <= here:
        yield say(
            N_("There is a measure of this name already, from another publication. Choose another name."), "label"
        )


def _waiting_again(digest: str, by: Practitioner) -> Upload:
    """The upload of this file that waits already, or a new one. Raises NotYet where too many wait."""
    waiting = db.session.scalars(
        sa.select(Upload).where(Upload.uploaded_by_id == by.id, Upload.settled_at.is_(None)).order_by(Upload.id)
    ).all()
    same = next((upload for upload in waiting if upload.digest == digest), None)
    if same is not None:
        return same
    if len(waiting) >= rules.MOST_WAITING:
        raise NotYet(
            say(N_("%(most)s files of yours wait already. Confirm one or throw one away first."), most=len(waiting))
        )
    return Upload(uploaded_by=by, digest=digest, described=[], previews=[], imported=[])


def _forget_old() -> None:
    """Files that nobody confirmed within a day go, and so do the traces of those that are settled."""
    db.session.execute(sa.delete(Upload).where(Upload.uploaded_at < clock.now() - rules.WAITS))


def _content(upload: Upload) -> bytes:
    if upload.content is None:  # pragma: no cover - what is settled was refused
        raise NotYet(say(N_("This file is no longer held. Upload it again.")))
    return zlib.decompress(upload.content)


def _settle(upload: Upload) -> None:
    upload.content, upload.settled_at = None, clock.now()


def _refuse_settled(upload: Upload) -> None:
    if upload.settled_at is not None:
        raise NotYet(say(N_("This file was confirmed or thrown away already.")))


def _refuse(lacking: Iterable[Sentence]) -> None:
    found = list(lacking)
    if found:
        raise NotYet(*found)
