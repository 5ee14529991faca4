"""Why a question is not understood."""

from bot.asking.errors import AskingError


class NotUnderstood(AskingError):  # noqa: N818 - each is named after what happened
    """Nothing in the question can be looked for."""


class EmptyQuestion(NotUnderstood):
    """There is no word in the question."""

    def __init__(self) -> None:
        super().__init__('There is no question. Ask for instance "what did Japan sign this month?"')


class TooLong(NotUnderstood):
    """The question is longer than any question."""

    def __init__(self, length: int, most: int) -> None:
        super().__init__(
            f"A question may have {most:,} characters, this one has {length:,}. Ask in one or two sentences."
        )


class OtherScript(NotUnderstood):
    """The question is not written in Latin letters."""

    def __init__(self) -> None:
        super().__init__("Only questions in English are understood.")
