"""The shapes of a face-to-face sitting's content."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guest:
    """A citizen at one sitting; `key` is known there alone."""

    key: str
    name: str
    capacity: str
    post: str


@dataclass(frozen=True, slots=True)
class FaceRow:
    """One sitting: who led, on what, where, the deputies there by the keys of `people`, and what was said.

    `spoken` is (speaker, intent, words): intents are s 提建议, p 反映问题, a 肯定意见.
    """

    key: str
    host: str
    theme: str
    region: str
    place: str
    starts: str
    ends: str
    deputies: tuple[str, ...]
    guests: tuple[Guest, ...]
    spoken: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """A matter: the sitting and the numbers (from 1) of the opinions in it."""

    title: str
    wording: str
    category: str
    destination: str
    face: str
    numbers: tuple[int, ...]
    lead: tuple[str, ...] = ()
    reason: str = ""
