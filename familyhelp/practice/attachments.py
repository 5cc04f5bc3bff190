"""Attachments of a case: a plan on paper, a child's drawing, a letter. What each is, and what one needs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from .words import N_, Sentence, Word, say


class AttachmentKind(Word):
    """What an attachment is, and whose voice it carries."""

    DRAWING = "drawing", N_("A child’s drawing or writing")
    PARENT = "parent", N_("Something that a parent or carer wrote or made")
    PLAN = "plan", N_("A plan on paper")
    LETTER = "letter", N_("A letter")
    REPORT = "report", N_("A report or assessment from elsewhere")
    OTHER = "other", N_("Something else")


class Format(Word):
    """What a file is, as its own bytes say; what it was called and said to be is not believed."""

    PDF = "pdf", N_("PDF document")
    PNG = "png", N_("Picture (PNG)")
    JPEG = "jpeg", N_("Photo (JPEG)")
    TEXT = "text", N_("Plain text")
    DOCX = "docx", N_("Word document")


ENDINGS = {
    Format.PDF: "pdf",
    Format.PNG: "png",
    Format.JPEG: "jpg",
    Format.TEXT: "txt",
    Format.DOCX: "docx",
}
MIMETYPES = {
    Format.PDF: "application/pdf",
    Format.PNG: "image/png",
    Format.JPEG: "image/jpeg",
    Format.TEXT: "text/plain; charset=utf-8",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
MOST_IN_TITLE = 200
MEGABYTE = 1 << 20


def missing(title: str, dated_on: date, today: date, count: int, most: int) -> Iterator[Sentence]:
    """What is missing or wrong before an attachment is added to a case that has `count` of at most `most`."""
    if not title.strip():
        yield say(N_("Say what it is, so that others find it."), "title")
    if dated_on > today:
        yield say(N_("This date cannot be in the future."), "dated_on")
    if count >= most:
        yield say(N_("This case has %(most)s attachments, which is the most that one holds."), "file", most=most)


def file_missing(size: int, largest: int) -> Iterator[Sentence]:
    """What is wrong with a file by its size alone."""
    if size == 0:
        yield say(N_("This file is empty."), "file")
    elif size > largest:
        yield say(
            N_("This file is larger than %(most)s megabytes. Choose a smaller one."), "file", most=largest // MEGABYTE
        )


def removal_missing(because: str) -> Iterator[Sentence]:
    """An attachment goes with its reason."""
    if not because.strip():
        yield say(N_("Say why it is taken away: it stays written here."), "because")
