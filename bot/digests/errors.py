"""Why a digest cannot be composed. Each renders as one clear sentence."""

from collections.abc import Sequence


class DigestError(Exception):
    """A digest cannot be composed from what was given."""


class TopicNotUnderstood(DigestError):  # noqa: N818 - each is named after what happened
    """Nothing in a topic can be looked for. `words` are those that were not understood."""

    def __init__(self, text: str, words: Sequence[str] = (), reason: str | None = None) -> None:
        self.text = text
        self.words = tuple(words)
        told = reason or (
            f"not understood: {', '.join(f'“{word}”' for word in words)}" if words else "it names nothing to look for"
        )
        super().__init__(
            f"The topic “{text}” cannot be followed ({told}). "
            "Name who, what or where, for instance “anything Japan signs” or “protests in Myanmar”."
        )


class BadPeriod(DigestError):  # noqa: N818
    """A period that ends before it begins, or is longer than any digest."""
