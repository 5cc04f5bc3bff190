"""What makes an assessment whole: every voice, what a low score asks for, sharing it; how people understand best."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from .domains import HIGHEST_SCORE, LOWEST_SCORE
from .people import FamilyRole
from .words import N_, Sentence, Word, say


class Heard(Word):
    """How somebody’s own words were heard."""

    IN_PERSON = "in_person", N_("In person")
    PLAY = "play", N_("Through play, drawing or watching")
    BY_PHONE = "by_phone", N_("By phone or video")
    IN_WRITING = "in_writing", N_("In writing")
    NOT_YET = "not_yet", N_("Not heard yet")


class Topic(Word):
    """What an assessment says about the people around the family."""

    NETWORK = "network", N_("Family network: who else helps")
    PROFESSIONALS = "professionals", N_("Professionals involved")


class Advocacy(Word):
    """What somebody said to the offer of an advocate."""

    TAKEN_UP = "taken_up", N_("Yes, wants an advocate")
    THINKING = "thinking", N_("Is thinking about it")
    NOT_NOW = "not_now", N_("Not now")


class Shared(Word):
    """How an assessment was shared with the family."""

    READ_TOGETHER = "read_together", N_("Read together")
    ON_PAPER = "on_paper", N_("On paper")
    BY_PHONE = "by_phone", N_("Read out by phone or video")
    WITH_INTERPRETER = "with_interpreter", N_("With an interpreter or signer")
    OTHER_FORMAT = "other_format", N_("In another format: easy read, large print, a recording")


class FamilyAnswer(Word):
    """What the family says to its assessment."""

    AGREES = "agrees", N_("Agrees with it")
    COMMENTS = "comments", N_("Agrees, with these comments")
    DISAGREES = "disagrees", N_("Does not agree")


class Communication(Word):
    """What helps a person to understand and to be understood, besides an interpreter."""

    SIGNS = "signs", N_("Sign language or Makaton")
    EASY_READ = "easy_read", N_("Easy read")
    LARGE_PRINT = "large_print", N_("Large print")
    READ_OUT = "read_out", N_("Having things read out")
    LEARNING_DISABILITY = "learning_disability", N_("More time and plain words: a learning disability")
    SYMBOLS = "symbols", N_("Pictures or symbols")


def voice_needed(role: FamilyRole | None, born: date | None, due: date | None, died: date | None) -> bool:
    """Whether an assessment is unfinished without a person’s own words. Nobody waits for those of a child who is
    not born yet or of somebody who has died; the wider network is asked where it helps."""
    if died or (due and not born):
        return False
    return role in (FamilyRole.CHILD, FamilyRole.PARENT, FamilyRole.ADULT)


def words_missing(*texts: str, field: str) -> Iterator[Sentence]:
    """A part of an assessment says something."""
    if not any(text.strip() for text in texts):
        yield say(N_("Write something in at least one of the fields."), field)


def score_missing(field: str, score: int | None) -> Iterator[Sentence]:
    """A score that somebody gave lies on the scale."""
    if score is not None and not LOWEST_SCORE <= score <= HIGHEST_SCORE:
        yield say(
            N_("A score is a whole number from %(lowest)s to %(highest)s."),
            field,
            lowest=LOWEST_SCORE,
            highest=HIGHEST_SCORE,
        )


def voice_missing(
    heard: Heard, heard_on: date | None, words: str, daily_life: str, because: str, today: date
) -> Iterator[Sentence]:
    """What the record of a voice still lacks."""
    if heard is Heard.NOT_YET:
        if not because.strip():
            yield say(N_("Say why they have not been heard yet, and what you will try."), "because")
        if words.strip() or daily_life.strip():
            yield say(N_("Words are written below: say how they were heard."), "heard")
        return
    if heard_on is None:
        yield say(N_("Enter the day on which they were heard."), "heard_on")
    elif heard_on > today:
        yield say(N_("This date cannot be in the future."), "heard_on")
    if not words.strip() and not daily_life.strip():
        yield say(N_("Write what they said or showed, in their own words."), "words")


def offer_missing(offered_on: date, offered_by: str, explained: str, today: date) -> Iterator[Sentence]:
    """What the record of an offer of an advocate still lacks."""
    if offered_on > today:
        yield say(N_("This date cannot be in the future."), "offered_on")
    if not offered_by.strip():
        yield say(N_("Say who made the offer."), "offered_by")
    if not explained.strip():
        yield say(N_("Write in what words it was explained."), "explained")


def completion_missing(unheard: Iterable[str], because: str | None) -> Iterator[Sentence]:
    """An assessment in which a child was not heard says why."""
    names = list(unheard)
    if names and not (because or "").strip():
        yield say(
            N_("Not every child was heard (%(names)s). Say why the assessment is complete all the same."),
            "because",
            names=", ".join(names),
        )


def sharing_missing(shared_on: date, with_whom: str, assessed_on: date | None, today: date) -> Iterator[Sentence]:
    """What the record of sharing an assessment still lacks."""
    if assessed_on is None:
        yield say(N_("The assessment is not complete yet. Complete it first, then share it with the family."))
        return
    if shared_on > today:
        yield say(N_("This date cannot be in the future."), "shared_on")
    if not with_whom.strip():
        yield say(N_("Name with whom in the family it was shared."), "with_whom")


def answer_missing(
    answer: FamilyAnswer, says: str, answered_on: date, shared_on: date, today: date
) -> Iterator[Sentence]:
    """What the record of the family’s answer still lacks."""
    if answered_on > today:
        yield say(N_("This date cannot be in the future."), "answered_on")
    elif answered_on < shared_on:
        yield say(N_("The family cannot answer before the assessment was shared."), "answered_on")
    if answer is not FamilyAnswer.AGREES and not says.strip():
        yield say(N_("Write what the family says, in its own words."), "says")
