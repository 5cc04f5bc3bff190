"""Where the files of attachments stand: outside what the web serves, under names drawn by chance. A file is on the disk
for good before its row is written; one whose row never came is swept away a day later."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..extensions import db
from ..models import Attachment
from ..practice import clock
from ..practice.references import write_code

UNCLAIMED_FOR = timedelta(days=1)
"""How old a file without a row is before it is one that nobody will claim: longer than any request lasts."""
BATCH = 500
_NAME = re.compile(r"[0-9a-f]{40}")


def keep(folder: Path, content: bytes) -> str:
    """Write a file under a name drawn by chance, all the way to the disk, and give the name."""
    name = secrets.token_hex(20)
    path = path_of(folder, name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    with os.fdopen(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    beside.rename(path)
    for above in (path.parent, folder):
        _sync(above)
    return name


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def path_of(folder: Path, name: str) -> Path:
    """Where the file of a name stands. Raises ValueError for what is no such name."""
    if not _NAME.fullmatch(name):
        raise ValueError("not the name of a file of ours")
    return folder / name[:2] / name


def content_of(folder: Path, attachment: Attachment) -> bytes | None:
    """The file of an attachment, if it is there and as it was kept."""
    try:
        content = path_of(folder, attachment.stored_as).read_bytes()
    except OSError:
        return None
    return content if digest(content) == attachment.digest else None


def digest(content: bytes) -> str:
    """The digest by which a file is known."""
    return hashlib.sha256(content).hexdigest()


def faults(folder: Path, session: Session) -> Iterator[str]:
    """Every attachment whose file is not there, or not as it was kept, in a sentence."""
    last = 0
    while rows := session.execute(
        sa.select(Attachment.id, Attachment.code, Attachment.stored_as, Attachment.digest)
        .where(Attachment.id > last)
        .order_by(Attachment.id)
        .limit(BATCH)
    ).all():
        for row in rows:
            try:
                if digest(path_of(folder, row.stored_as).read_bytes()) != row.digest:
                    yield f"attachment {write_code(row.code)}: its file is not as it was kept."
            except (OSError, ValueError):
                yield f"attachment {write_code(row.code)}: its file is not there."
        last = rows[-1].id


def unclaimed(folder: Path, session: Session) -> Iterator[Path]:
    """The files that no row knows, old enough that none will."""
    before = (clock.now() - UNCLAIMED_FOR).astimezone(UTC)
    for path in sorted(folder.glob("*/*")):
        with suppress(OSError):
            written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            known = session.scalar(sa.select(sa.exists().where(Attachment.stored_as == path.name)))
            if written < before and not known:
                yield path


def sweep(folder: Path) -> int:
    """Delete the files that no row knows. Gives their number."""
    found = list(unclaimed(folder, db.session()))
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def forget(folder: Path, names: Sequence[str]) -> None:
    """Delete the files of rows that are gone, once that is committed. Cut short between the two, `sweep` does it."""
    db.session().info.setdefault(_FORGOTTEN, []).extend(
        path_of(folder, name) for name in names if _NAME.fullmatch(name)
    )


_FORGOTTEN = "files of rows that are gone"


@sa.event.listens_for(Session, "after_commit")
def _forget_now(session: Session) -> None:
    for path in session.info.pop(_FORGOTTEN, ()):
        with suppress(OSError):
            path.unlink(missing_ok=True)


@sa.event.listens_for(Session, "after_rollback")
def _forget_nothing(session: Session) -> None:
    session.info.pop(_FORGOTTEN, None)
