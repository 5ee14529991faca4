"""Who has which part in an event: actors, partners, targets, recipients, and what the act is on."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.knowledge.actions import lexicon
from bot.reading.event import Complement, Mention
from bot.reading.learned.frames import Part
from bot.reading.predicates import Argument, Form, Phrase, Predicate, Role, Told
from bot.reading.scene import Scene
from bot.reading.speech import SOURCES
from bot.reading.wordlists import words
from db.vocabulary import ActorKind

_WITH = words("company prepositions")
_AMONG = words("middle prepositions")
_SIDE = words("side prepositions")
_NOUN_SIDE = words("noun side prepositions")
_PLACE = words("place prepositions")
_PROVIDING = words("providing verbs")
_CAUSED = words("causing verbs")


@dataclass(slots=True)
class Participants:
    """The parts of one event."""

    actors: list[Mention] = field(default_factory=list)
    partners: list[Mention] = field(default_factory=list)
    targets: list[Mention] = field(default_factory=list)
    recipients: list[Mention] = field(default_factory=list)
    object: Phrase | None = None
    complements: list[Complement] = field(default_factory=list)

    def add(self, part: list[Mention], mentions: tuple[Mention, ...]) -> None:
        """Put mentions into a part, none twice and none that acts already."""
        for mention in mentions:
            everywhere = (*self.actors, *self.partners, *self.targets, *self.recipients)
            if not any(_same(mention, other) for other in everywhere):
                part.append(mention)


def is_somebody(mention: Mention) -> bool:
    """Whether a mention is one that can be acted upon as a side: a name, a person, a group, a body."""
    return mention.kind is not ActorKind.OTHER or mention.key is not None or mention.country is not None


def participants(
    predicate: Predicate, scene: Scene, is_time: Callable[[Phrase], bool], joined: str | None = None
) -> Participants:
    """The parts of a predicate's arguments. `joined` is the preposition that belongs to the verb ("call *on*")."""
    found = Participants()
    caused = predicate.first(Role.OBJECT) if predicate.lemma in _CAUSED and not predicate.passive else None
    if caused is not None and lexicon().event_noun(caused.noun.lemma) is not None:
        _cause(found, predicate, caused, scene)
        return found
    for argument in predicate.of(Role.SUBJECT):
        if is_time(argument.phrase):
            continue
        found.add(found.actors, scene.who(argument.phrase))
        if predicate.form is not Form.COPULA:
            _through_noun(found, argument.phrase, scene, of_subject=True)
    for argument in predicate.of(Role.OBJECT):
        if not is_time(argument.phrase):
            _object(found, argument, scene)
    for argument in predicate.of(Role.INDIRECT):
        found.add(found.recipients, scene.who(argument.phrase))
    for argument in predicate.of(Role.OBLIQUE):
        if not is_time(argument.phrase):
            _oblique(found, argument, scene, joined)
    for argument in predicate.of(Role.ATTRIBUTE):
        found.object = found.object or argument.phrase
        if predicate.form is Form.COPULA:
            _through_noun(found, argument.phrase, scene)
    if predicate.lemma in _PROVIDING:
        _provide(found, predicate, scene)
    return found


def as_told(told: Told, scene: Scene, ruled: Participants) -> Participants:
    """The parts of an act as the learned reader tells them.

    Who is on no side by it is kept where the rules put him, if he is somebody known.
    """
    found = Participants(complements=ruled.complements)
    for part, side in (
        (Part.ACTOR, found.actors),
        (Part.PARTNER, found.partners),
        (Part.TARGET, found.targets),
        (Part.RECIPIENT, found.recipients),
    ):
        for filled in told.of(part):
            found.add(side, scene.who(filled.phrase))
    if not any(mention.key is not None for mention in found.actors):
        known = tuple(mention for mention in ruled.actors if mention.key is not None)
        found.add(found.actors, known if found.actors else tuple(ruled.actors))
    alone = not (found.partners or found.targets or found.recipients)
    for side, others in (
        (found.partners, ruled.partners),
        (found.recipients, ruled.recipients),
        (found.targets, ruled.targets),
    ):
        # Whom the object is about ("welcomed Seoul's offer") is a side of the act as well.
        found.add(side, tuple(mention for mention in others if alone or mention.key is not None))
    found.object = next((filled.phrase for filled in told.of(Part.OBJECT)), ruled.object)
    return found


def _cause(found: Participants, predicate: Predicate, caused: Phrase, scene: Scene) -> None:
    """The parts of an act that is told by what it is on: "the draft drew criticism *from Manila*"."""
    for preposition, inner in caused.complements:
        if preposition in {"from", "by", "among"}:
            found.add(found.actors, _also_called(inner, scene) or scene.who(inner))
    for argument in predicate.of(Role.SUBJECT):
        found.add(found.targets, tuple(m for m in scene.who(argument.phrase) if is_somebody(m)))
        found.object = argument.phrase


def _also_called(phrase: Phrase, scene: Scene) -> tuple[Mention, ...]:
    """Those named behind a general word: "from one of the islands, *Palau*"."""
    near = [*phrase.appositions, *(other for _, inner in phrase.complements for other in inner.appositions)]
    return tuple(m for other in near for m in scene.who(other) if m.key is not None)


def _provide(found: Participants, predicate: Predicate, scene: Scene) -> None:
    """Make what stands after "with" the object: "provided Laos *with boats*"."""
    for argument in predicate.of(Role.OBLIQUE):
        if argument.preposition == "with" and not any(m.key for m in scene.who(argument.phrase)):
            found.object = argument.phrase
            found.recipients, found.targets = [*found.recipients, *found.targets], []
            found.partners = []
            return


def _object(found: Participants, argument: Argument, scene: Scene) -> None:
    phrase = argument.phrase
    mentions = scene.who(phrase)
    somebody = tuple(mention for mention in mentions if is_somebody(mention))
    found.add(found.targets, somebody)
    if found.object is None or (somebody and not argument.shared):
        found.object = phrase
    _through_noun(found, phrase, scene)


def _through_noun(found: Participants, phrase: Phrase, scene: Scene, *, of_subject: bool = False) -> None:
    """Sides that stand with the noun: "talks *with Seoul*", "sanctions *on firms*", "*Seoul's* offer"."""
    for member in phrase.each:
        if any(is_somebody(m) for m in scene.who(member)) and not of_subject:
            continue
        for preposition, inner in member.complements:
            somebody = tuple(m for m in scene.who(inner) if is_somebody(m))
            if preposition in _WITH:
                found.add(found.partners, somebody)
            elif of_subject:
                continue
            elif preposition in _AMONG:
                found.add(found.partners if found.actors else found.actors, somebody)
            elif preposition in _NOUN_SIDE:
                found.add(found.targets, somebody)
            elif preposition == "for":
                found.add(found.recipients, somebody)
        if not of_subject:
            found.add(found.targets, tuple(m for m in scene.owner(member) if is_somebody(m)))


def _oblique(found: Participants, argument: Argument, scene: Scene, joined: str | None) -> None:
    preposition, phrase = argument.preposition or "", argument.phrase
    if preposition in SOURCES:
        return
    somebody = tuple(mention for mention in scene.who(phrase) if is_somebody(mention))
    if joined is not None and preposition == joined:
        found.add(found.targets, somebody)
        if not somebody or found.object is None:
            found.object = found.object or phrase
        _through_noun(found, phrase, scene)
        return
    if somebody and preposition in _WITH:
        found.add(found.partners, somebody)
    elif somebody and preposition in _AMONG:
        found.add(found.partners if found.actors else found.actors, somebody)
    elif somebody and preposition in _SIDE:
        found.add(found.targets, somebody)
    elif somebody and preposition == "for":
        found.add(found.recipients, somebody)
    else:
        if preposition in _SIDE:
            found.add(found.targets, scene.owner(phrase))
            near = [scene.who(inner) for joining, inner in phrase.complements if joining in {"near", "off", "over"}]
            found.add(found.targets, tuple(m for mentions in near for m in mentions if m.key is not None))
        _through_noun(found, phrase, scene, of_subject=True)
    found.complements.append(Complement(preposition, phrase.text))


def _same(one: Mention, other: Mention) -> bool:
    return one.key == other.key if one.key is not None and other.key is not None else one.text == other.text
