"""Story -> Record: all that is shown of it, in order, as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ...story import Contact, Entity, Event, PassageKind, Relation, Story
from . import mentions, words
from .mentions import Meaning
from .words import Quoted

CHANNELS = {
    "phone": "by telephone",
    "video": "by video link",
    "visit": "visit",
    "third-party": "with a third party or on its ground",
    "multilateral": "multilateral",
}
RELATIONS = {
    "allied": "{subject} allied with {object}",
    "supports": "{subject} supports {object}",
    "opposes": "{subject} opposes {object}",
    "fights": "{subject} fights {object}",
    "controls": "{subject} controls {share}{place}",
    "member": "{subject} member of {object}",
    "mediates": "{subject} mediates with {object}",
    "stationed": "{subject} stationed in {place}",
}
OWN_VOICE = "own voice"
NO_EVENTS = "No events were found in this story."
NO_CONTACTS = "No contact between named parties was found in this story."
TIMES = {2: "twice", 3: "three times"}


@dataclass(frozen=True)
class Who:
    """An actor: name and codes (`RUS GOV`, empty when unknown)."""

    name: str
    tag: str

    def __str__(self) -> str:
        return f"{self.name} ({self.tag})" if self.tag else self.name


@dataclass(frozen=True)
class EventLine:
    """An event as shown. `number`: its place in the story object, from 1; `again`: the number of its first mention."""

    number: int
    date: str
    actors: tuple[Who, ...]
    recipients: tuple[Who, ...]
    act: str
    status: str
    place: str
    word: tuple[Who, ...]
    quote: Quoted
    confidence: float | None
    again: int | None

    @property
    def more(self) -> tuple[str, ...]:
        """What only some events have: the place, how sure the coder is, the event that it tells again."""
        sure = f"sure {self.confidence:.2f}" if self.confidence is not None else ""
        again = f"same as #{self.again}" if self.again else ""
        return tuple(filter(None, [f"at {self.place}" if self.place else "", sure, again]))


@dataclass(frozen=True)
class Account:
    """One side's readout of a contact."""

    side: str
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class ContactCard:
    """A contact as shown. `told_in`: numbers of events; `silent`: the parties whose account the story does not give."""

    title: str
    facts: tuple[str, ...]
    asked: str
    told_in: tuple[int, ...]
    accounts: tuple[Account, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True)
class Statement:
    """A sentence, and the words of the story it stands on."""

    sentence: str
    words: str


@dataclass(frozen=True)
class Record:
    """What is shown of a story. `head`: label and value, without those that the page does not give."""

    title: str
    head: tuple[tuple[str, str], ...]
    made_by: str
    captions: tuple[str, ...] = ()
    news: tuple[EventLine, ...] = ()
    background: tuple[EventLine, ...] = ()
    contacts: tuple[ContactCard, ...] = ()
    relations: tuple[Statement, ...] = ()
    who: tuple[Meaning, ...] = ()
    unclear: tuple[Meaning, ...] = ()
    times: tuple[Meaning, ...] = ()
    places: tuple[Meaning, ...] = ()
    formats: tuple[str, ...] = ()
    left_out: tuple[Statement, ...] = ()
    notes: tuple[str, ...] = ()
    nothing: str | None = None

    def contacts_alone(self) -> Record:
        """Title, head and contacts, and nothing else."""
        nothing = None if self.contacts else NO_CONTACTS
        return Record(self.title, self.head, self.made_by, contacts=self.contacts, nothing=nothing)

    def brief(self) -> Record:
        """Without what decided who and which place is meant."""
        return replace(self, who=(), places=mentions.without_reasons(self.places))


Choose = Callable[[Record], Record]


def whole(shown: Record) -> Record:
    """All of a record."""
    return shown


def record(story: Story) -> Record:
    """What is shown of `story`."""
    events = [_event(story, index) for index in range(len(story.events))]
    made = story.made_by
    return Record(
        title=words.clean(story.headline or "") or "(no headline)",
        head=_head(story),
        captions=_captions(story),
        news=tuple(e for e, event in zip(events, story.events, strict=True) if not event.background),
        background=tuple(e for e, event in zip(events, story.events, strict=True) if event.background),
        contacts=tuple(_contact(story, contact) for contact in story.contacts),
        relations=tuple(_relation(story, relation) for relation in story.relations),
        who=mentions.who(story),
        unclear=mentions.unclear(story),
        times=mentions.times(story),
        places=mentions.places(story),
        formats=tuple(map(words.clean, story.formats)),
        left_out=_left_out(story),
        notes=tuple(map(words.clean, story.notes)),
        made_by=f"coder {made.coder}, model {made.model}, knowledge {made.knowledge}",
        nothing=None if events else NO_EVENTS,
    )


def _head(story: Story) -> tuple[tuple[str, str], ...]:
    head = {
        "kicker": "; ".join(_passages(story, "kicker")),
        "agency": words.clean(story.agency or "") or "not known",
        "date": words.published(story),
        "byline": words.clean(story.byline or ""),
        "story": words.clean(story.id),
    }
    return tuple((key, value) for key, value in head.items() if value)


def _passages(story: Story, kind: PassageKind) -> list[str]:
    return [words.clean(story.text[p.start : p.end]) for p in story.passages if p.kind == kind]


def _captions(story: Story) -> tuple[str, ...]:
    return tuple(_counted(_passages(story, "caption")))


def _counted(texts: Sequence[str]) -> list[str]:
    """Each text once, with how often it stands there."""
    return [text + _often(times) for text, times in Counter(texts).items()]


def _often(count: int) -> str:
    return "" if count == 1 else f" ({TIMES.get(count, f'{count} times')})"


def _event(story: Story, index: int) -> EventLine:
    event = story.events[index]
    return EventLine(
        number=index + 1,
        date=words.days(event.date),
        actors=_who(event.actor),
        recipients=_who(event.recipient),
        act=f"{event.type} {event.mode}" if event.mode else event.type,
        status=event.status,
        place=words.clean(event.place or ""),
        word=_who(event.attribution),
        quote=words.around(story, event.start, event.end),
        confidence=event.confidence,
        again=_first_mention(story.events, index),
    )


def _who(entities: Sequence[Entity]) -> tuple[Who, ...]:
    """Each actor once."""
    return tuple(dict.fromkeys(Who(words.name(entity), words.tag(entity)) for entity in entities))


def _first_mention(events: Sequence[Event], index: int) -> int | None:
    """Number of the first event that is the same one, None for the first itself."""
    group = events[index].same_as
    first = next((i for i, e in enumerate(events) if group is not None and e.same_as == group), index)
    return first + 1 if first < index else None


def _contact(story: Story, contact: Contact) -> ContactCard:
    names = {party.code: words.clean(party.name) for party in contact.parties}
    parties = [f"{words.clean(p.name)} ({p.code}{'' if p.role == 'party' else f', {p.role}'})" for p in contact.parties]
    date = words.days(contact.date)
    if date and contact.date_from == "story":
        date += " (from the page's date)"
    place = f"at {words.clean(contact.place)}" if contact.place else ""
    facts = (CHANNELS.get(contact.channel or "", ""), date or "no date", place, contact.status)
    sides = [*names, *(code for code in contact.readouts if code not in names)]
    return ContactCard(
        title=" – ".join(parties),
        facts=tuple(filter(None, facts)),
        asked=_asked(contact, names),
        told_in=tuple(index + 1 for index in contact.mentions),
        accounts=tuple(_account(contact, code, names.get(code, code)) for code in sides if contact.readouts.get(code)),
        silent=tuple(names[code] for code in names if not contact.readouts.get(code)),
    )


def _asked(contact: Contact, names: dict[str, str]) -> str:
    if contact.asked_by is None:
        return ""
    word = words.listed([words.label(entity) for entity in contact.asked_by_according_to])
    return names.get(contact.asked_by, words.clean(contact.asked_by)) + (f", according to {word}" if word else "")


def _account(contact: Contact, code: str, side: str) -> Account:
    return Account(side, tuple(words.clean(quote.text) for quote in contact.readouts[code]))


def _relation(story: Story, relation: Relation) -> Statement:
    parts = {
        "subject": words.name(relation.subject),
        "object": words.name(relation.object) if relation.object else words.clean(relation.place or "") or "?",
        "place": words.clean(relation.place or "") or (words.name(relation.object) if relation.object else "?"),
        "share": f"{words.clean(relation.share)} of " if relation.share else "",
    }
    sentence = RELATIONS[relation.kind].format(**parts)
    times = [f"since {relation.start}" if relation.start else "", f"until {relation.end}" if relation.end else ""]
    status = relation.status if relation.status not in ("ongoing", "happened") else ""
    notes = [" ".join(filter(None, times)), status, _on_whose_word(story, relation.attribution)]
    quote = words.around(story, *relation.span)
    return Statement(f"{sentence} ({'; '.join(filter(None, notes))})", quote.before + quote.trigger + quote.after)


def _on_whose_word(story: Story, attribution: Sequence[Entity]) -> str:
    if attribution:
        return "according to " + " ← ".join(dict.fromkeys(map(words.name, attribution)))
    return "in the agency's own voice" if story.agency else "in the story's own voice"


def listed_chain(chain: Sequence[Who], arrow: str) -> str:
    """Sources, outermost first: `Kremlin (RUS GOV) <- Vladimir Putin (RUS GOV)`."""
    return arrow.join(map(str, chain))


def _left_out(story: Story) -> tuple[Statement, ...]:
    """Each part once, with why and its first words."""
    parts = [(part.why, words.clean(story.text[part.start : part.end])) for part in story.left_out]
    return tuple(
        Statement(words.clean(why) + _often(times), words.first_words(text, words.MAX_LEFT_OUT))
        for (why, text), times in Counter(parts).items()
    )
