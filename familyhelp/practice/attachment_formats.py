"""What a file really is. Its bytes must be one of the few formats that are taken, whole, and nothing else beside it:
no second format in one file, no archive in an archive, nothing that runs."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from .attachments import Format
from .words import N_, Refusal, say

MOST_UNPACKED = 100 << 20
MOST_MEMBERS = 2_000
MOST_TIMES = 200
"""How much larger than packed one part of a document may be."""
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MZ")
_PROGRAMS = re.compile(
    r"(?i)(vba|macro|activeX|embeddings|\.(bin|exe|dll|js|vbs|jar|zip|docx?|docm|xlsx?|pptx?|hta|lnk)$)"
)
# Names so long that no picture holds them by chance; /JS never stands without /JavaScript.
_PDF_ACTIVE = re.compile(
    rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData)(?![A-Za-z0-9])|/XFA\s*[\[0-9]"
)
_HEX_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_OUTSIDE = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']")
_LINK = re.compile(rb"/relationships/hyperlink[\"']")
_RELATIONSHIP = re.compile(rb"<Relationship\b[^>]*>")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


class NotTaken(Refusal):
    """This file is not one that is taken, and why."""

    def __init__(self, text: str) -> None:
        """`text` is the sentence, said at the field of the file."""
        super().__init__(say(text, "file"))


OTHER = N_(
    "Only PDF, PNG, JPEG, plain text and Word (.docx) files are taken. This is none of them, whatever it is called."
)
BROKEN = N_("This file is damaged or cut off: it cannot be opened.")
TWO = N_("This file holds something else beside what it shows. Save it anew, and choose that.")
RUNS = N_(
    "This file holds something that runs when it is opened, or another file. Save it without that, such as by "
    "printing it to a PDF."
)
LOCKED = N_("This file is locked by a password, so that nobody could read it later. Save it without one.")
TOO_MUCH = N_("This file unpacks to far more than it seems to hold. It is not taken.")


def format_of(content: bytes) -> Format:
    """The format of a file by its own bytes, looked through. Raises NotTaken. Pictures are looked through where they
    are drawn anew (attachment_images.py)."""
    if content.startswith(b"%PDF-"):
        _pdf(content)
        return Format.PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Format.PNG
    if content.startswith(b"\xff\xd8\xff"):
        return Format.JPEG
    if content.startswith(b"PK\x03\x04"):
        _docx(content)
        return Format.DOCX
    _text(content)
    return Format.TEXT


def _text(content: bytes) -> None:
    if b"%PDF-" in content[:2048] or content.startswith(b"GIF8"):
        raise NotTaken(OTHER)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotTaken(OTHER) from None
    if _NOT_TEXT.search(text) or text.lstrip().startswith(("%!PS", "#!", "{\\rtf")):
        raise NotTaken(OTHER)


def _pdf(content: bytes) -> None:
    if b"%%EOF" not in content[-1024:] or b"startxref" not in content[-2048:]:
        raise NotTaken(BROKEN)
    if content.rsplit(b"%%EOF", 1)[1].strip(b"\r\n\t \x00"):
        raise NotTaken(TWO)
    if b"PK\x05\x06" in content[-66_000:] and zipfile.is_zipfile(io.BytesIO(content)):
        raise NotTaken(TWO)
    if re.search(rb"/Encrypt(?![A-Za-z])", content):
        raise NotTaken(LOCKED)
    if _active(content):
        raise NotTaken(RUNS)
    room = MOST_UNPACKED
    for found in _STREAM.finditer(content):
        unpacked, ended = _inflated(found.group(1), room)
        room -= len(unpacked)
        if not ended or room <= 0:
            raise NotTaken(TOO_MUCH)
        if _active(unpacked):
            raise NotTaken(RUNS)


def _active(content: bytes) -> bool:
    # A name can be written in other letters: /J#61vaScript is /JavaScript.
    plain = _HEX_NAME.sub(lambda found: bytes([int(found.group(1), 16)]), content) if b"#" in content else content
    return _PDF_ACTIVE.search(plain) is not None


def _inflated(packed: bytes, most: int) -> tuple[bytes, bool]:
    """What a stream of a PDF unpacks to, at most so much, and whether that is all of it."""
    machine = zlib.decompressobj()
    try:
        unpacked = machine.decompress(packed, most)
    except zlib.error:
        return b"", True
    return unpacked, not machine.unconsumed_tail


def _docx(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _whole(archive, content)
            for member in archive.infolist():
                _part(archive, member)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError):
        raise NotTaken(BROKEN) from None
    except RuntimeError:  # a part that is locked
        raise NotTaken(LOCKED) from None


def _whole(archive: zipfile.ZipFile, content: bytes) -> None:
    members = archive.infolist()
    names = [member.filename for member in members]
    if "[Content_Types].xml" not in names or "word/document.xml" not in names:
        raise NotTaken(OTHER)
    if len(set(names)) != len(names) or any(".." in name or name.startswith("/") or "\\" in name for name in names):
        raise NotTaken(TWO)
    if archive.comment or not content.endswith(b"\x00\x00") or content[-22:-18] != b"PK\x05\x06":
        raise NotTaken(TWO)
    if min(member.header_offset for member in members) != 0:
        raise NotTaken(TWO)
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise NotTaken(TOO_MUCH)
    if any(member.flag_bits & 1 for member in members):
        raise NotTaken(LOCKED)
    if any(_PROGRAMS.search(name) for name in names):
        raise NotTaken(RUNS)


def _part(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """One part of a Word document: as large as it says, no archive, no program, nothing fetched from elsewhere."""
    if member.file_size > MOST_TIMES * max(member.compress_size, 1_000):
        raise NotTaken(TOO_MUCH)
    with archive.open(member) as stream:
        read = stream.read(member.file_size + 1)
    if len(read) != member.file_size:
        raise NotTaken(BROKEN)
    if read.startswith(_ARCHIVES):
        raise NotTaken(RUNS)
    if member.filename == "[Content_Types].xml" and b"macroEnabled" in read:
        raise NotTaken(RUNS)
    if member.filename.endswith((".xml", ".rels")) and (b"<!DOCTYPE" in read or b"<!ENTITY" in read):
        raise NotTaken(RUNS)
    if member.filename.endswith(".rels"):
        for one in _RELATIONSHIP.findall(read):
            if _OUTSIDE.search(one) and not _LINK.search(one):
                raise NotTaken(RUNS)
