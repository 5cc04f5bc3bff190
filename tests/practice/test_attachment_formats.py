"""What a file is, by its own bytes: the few that are taken, and everything else refused."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from familyhelp.practice import attachment_images
from familyhelp.practice.attachment_formats import NotTaken, format_of
from familyhelp.practice.attachment_images import drawn_anew
from familyhelp.practice.attachments import Format
from tests.attachment_stories import LETTER, PDF, a_docx, a_picture

HEAD = b"%PDF-1.5\n1 0 obj\n<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n"
TAIL = b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"


def in_stream(content: bytes) -> bytes:
    return HEAD + zlib.compress(content) + TAIL


TAKEN = {
    "pdf": (PDF, Format.PDF),
    "pdf with a stream": (in_stream(b"<< /Type /Page >>"), Format.PDF),
    "png": (a_picture("PNG"), Format.PNG),
    "jpeg": (a_picture(), Format.JPEG),
    "docx": (a_docx({"word/media/image1.png": a_picture("PNG")}), Format.DOCX),
    "docx that links to a page": (
        a_docx(
            {"word/_rels/document.xml.rels": b'<Relationship Type="x/relationships/hyperlink" TargetMode="External"/>'}
        ),
        Format.DOCX,
    ),
    "text": (LETTER, Format.TEXT),
    "text with a byte-order mark": (b"\xef\xbb\xbf" + LETTER, Format.TEXT),
    "text of markup is text": (b"<html><script>alert(1)</script></html>", Format.TEXT),
}
REFUSED = {
    "a program": (b"MZ\x90\x00\x03\x00\x00\x00", "none of them"),
    "another archive": (b"7z\xbc\xaf\x27\x1c\x00\x04", "none of them"),
    "a script": (b"#!/bin/sh\nrm -rf /\n", "none of them"),
    "text in no known letters": (b"\xff\xfe\x00caf\xe9", "none of them"),
    "text with a bell": (b"hello\x07", "none of them"),
    "a picture that moves": (b"GIF89a" + b"\x00" * 20, "none of them"),
    "a drawing with script": (b"\x00<svg onload=alert(1)>", "none of them"),
    "a pdf cut off": (PDF[:-30], "damaged"),
    "a pdf after something": (b"GIF89a" + PDF, "none of them"),
    "a pdf before something": (PDF + b"<script>", "something else"),
    "a pdf that is an archive, too": (PDF.replace(b"%%EOF\n", b"") + a_docx() + b"\n%%EOF", "damaged|something else"),
    "a pdf with a password": (PDF.replace(b"/Root", b"/Encrypt 2 0 R /Root"), "password"),
    "a pdf with script": (PDF.replace(b"/Type", b"/OpenAction << /S /JavaScript /JS (1) >> /Type"), "runs"),
    "a pdf with script in other letters": (PDF.replace(b"/Type", b"/S /J#61vaScript /Type"), "runs"),
    "a pdf with script in a stream": (in_stream(b"<< /S /JavaScript >>"), "runs"),
    "a pdf with a file in it": (PDF.replace(b"/Type", b"/EmbeddedFiles 3 0 R /Type"), "runs"),
    "a pdf that starts a program": (PDF.replace(b"/Type", b"/S /Launch /Type"), "runs"),
    "a pdf that unpacks to very much": (in_stream(b" " * (101 << 20)), "unpacks"),
    "an archive that is no document": (a_docx().replace(b"word/document.xml", b"word/documant.xml"), "none of them"),
    "a docx with a macro": (a_docx({"word/vbaProject.bin": b"x"}), "runs"),
    "a docx with a document in it": (a_docx({"word/embeddings/a.docx": a_docx()}), "runs"),
    "a docx with an archive under another name": (a_docx({"word/media/image1.png": a_docx()}), "runs"),
    "a docx that fetches its template": (
        a_docx({"word/_rels/s.rels": b'<Relationship Type="x/attachedTemplate" TargetMode="External"/>'}),
        "runs",
    ),
    "a docx with entities": (a_docx({"word/a.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]>"}), "runs"),
    "a docx with something before it": (b"GIF89a" + a_docx(), "none of them"),
    "a docx with something after it": (a_docx() + b"<script>", "something else|damaged"),
    "a docx that climbs": (a_docx({"../../etc/passwd": b"x"}), "something else"),
    "a docx that unpacks to very much": (a_docx({"word/media/a.bmp": b"\0" * (9 << 20)}), "unpacks"),
    "a docx cut off": (a_docx()[:-30], "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_taken_is_known_by_its_bytes(name):
    content, format = TAKEN[name]
    assert format_of(content) is format


@pytest.mark.parametrize("name", REFUSED)
def test_everything_else_is_refused_with_its_reason(name):
    content, part = REFUSED[name]
    with pytest.raises(NotTaken, match=part) as refused:
        format_of(content)
    assert refused.value.sentences[0].field_name == "file"


def test_a_photo_loses_where_it_was_taken_and_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned
    exif[0x010F] = "Secret Camera"
    exif.get_ifd(0x8825)[1] = "N"
    sent = a_picture(exif=exif, comment=b"At home") + b"PK\x03\x04 an archive behind it"
    assert b"Secret Camera" in sent
    kept = drawn_anew(sent, Format.JPEG)
    assert not [w for w in (b"Secret Camera", b"At home", b"PK\x03\x04", b"Exif") if w in kept]
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.size == (40, 60) and not picture.getexif()


def test_a_picture_keeps_what_one_sees_through_and_loses_its_texts():
    written = io.BytesIO()
    from PIL.PngImagePlugin import PngInfo

    told = PngInfo()
    told.add_text("Author", "Somebody secret")
    Image.new("RGBA", (20, 20), (1, 2, 3, 0)).save(written, "PNG", pnginfo=told)
    kept = drawn_anew(written.getvalue(), Format.PNG)
    assert b"secret" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.mode == "RGBA" and picture.getpixel((3, 3)) == (1, 2, 3, 0)


def test_a_large_photo_is_made_smaller():
    kept = drawn_anew(a_picture(size=(5000, 20)), Format.JPEG)
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.size[0] <= attachment_images.LONGEST_SIDE


def a_png(width: int, height: int) -> bytes:
    """A picture that says it is large and holds nothing."""
    head = struct.pack(">II5B", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    parts = [struct.pack(">I", len(c)) + n + c + struct.pack(">I", zlib.crc32(n + c)) for n, c in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize("size", [(60_000, 60_000), (11_000, 11_000), (8_000, 8_000)])
def test_a_picture_that_would_fill_the_memory_is_refused(size):
    with pytest.raises(NotTaken, match="unpacks"):
        drawn_anew(a_png(*size), Format.PNG)


def test_a_picture_that_moves_is_refused():
    written = io.BytesIO()
    frames = [Image.new("RGB", (9, 9), (n, 0, 0)) for n in (0, 99, 200)]
    frames[0].save(written, "PNG", save_all=True, append_images=frames[1:])
    with pytest.raises(NotTaken, match="moves"):
        drawn_anew(written.getvalue(), Format.PNG)


@pytest.mark.parametrize("format", [Format.PNG, Format.JPEG])
def test_a_picture_that_is_cut_off_or_nonsense_is_refused(format):
    whole = a_picture(format.value.upper(), (300, 300))
    for broken in (whole[: len(whole) // 2], whole[:30], whole[:12] + b"\xff" * 400):
        with pytest.raises(NotTaken):
            drawn_anew(broken, format)
