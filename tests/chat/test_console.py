"""The console shows a Message as plain text, whatever a source has put into it."""

import io

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.console import ConsoleChat, print_message, terminal, visible
from bot.chat.message import Message, Quotation


def shown(message: Message) -> str:
    output = io.StringIO()
    print_message(terminal(output), message)
    return output.getvalue()


def test_an_answer_shows_headline_text_quote_publisher_date_and_address() -> None:
    text = shown(
        Message(
            headline="the fisheries accord",
            text="Fiji and Tonga signed the fisheries accord (3 May 2024).",
            quotations=(
                Quotation(
                    "Fiji and Tonga signed the fisheries accord on Friday.",
                    "Suva Daily",
                    "4 May 2024",
                    "Neighbours agree on tuna",
                    "https://example.org/tuna",
                ),
            ),
            remarks=("2 more reports: type “more”.",),
        )
    )
    assert text.splitlines()[0] == "the fisheries accord"
    assert "“Fiji and Tonga signed the fisheries accord on Friday.”" in text
    assert "— Suva Daily, 4 May 2024, Neighbours agree on tuna" in text
    assert "https://example.org/tuna" in text
    assert "2 more reports" in text


def test_a_sample_is_marked_where_it_is_cited() -> None:
    assert "(a sample)" in shown(Message(quotations=(Quotation("Words.", "Sealane sample", note="a sample"),)))


@given(st.text())
def test_no_source_text_can_steer_the_terminal(text: str) -> None:
    printed = shown(Message(headline=text, text=text, quotations=(Quotation(text, text, None, text, text),)))
    assert all(character == "\n" or character.isprintable() for character in printed)
    assert "\x1b" not in visible(text)


async def chat(lines: str) -> str:
    output = io.StringIO()

    async def ask(question: str) -> Message:
        return Message(text=f"asked: {question}")

    async def explain() -> Message:
        return Message(text="explained")

    async def forget() -> None:
        return None

    await ConsoleChat(ask, explain, forget, io.StringIO(lines), output).run("welcome")
    return output.getvalue()


async def test_plain_text_and_the_ask_command_ask_the_same() -> None:
    text = await chat("who met whom?\n/ask who met whom?\n")
    assert text.count("asked: who met whom?") == 2


async def test_a_pipe_ends_the_chat_without_the_quit_command_and_a_last_line_without_its_end_counts() -> None:
    assert "asked: and when?" in await chat("\n\nand when?")


async def test_nothing_after_quit_is_asked() -> None:
    assert "later" not in await chat("/quit\nlater\n")


async def test_an_unknown_command_is_answered_with_where_to_look() -> None:
    assert "There is no command /frobnicate. Type /help" in await chat("/frobnicate\n")


async def test_help_names_every_command() -> None:
    text = await chat("/help\n")
    assert all(command in text for command in ("/ask", "/explain", "/forget", "/quit"))
