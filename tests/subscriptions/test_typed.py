"""The commands of admins as lines of text."""

from pathlib import Path

import pytest

from bot.settings import Settings
from bot.subscriptions.console import COMMANDS, console_commands
from db.session import Store
from tests.subscriptions.conftest import shown

SCRIPT = [
    (
        "/subscription add events between China and Japan --schedule weekdays 08:30 in Manila --name Morning brief",
        "Added",
    ),
    ("/subscription add anything Japan signs —kind watch", "A watch in this console"),
    ('/subscription edit Morning brief --schedule "7:00 and 18:00" --size=5', "daily at 07:00 and 18:00"),
    ("/subscription show 1", "Subscription 1 (Morning brief)"),
    ("/subscription pause morning --until 3 days", "Paused until"),
    ("/subscription resume morning", "Resumed subscription 1"),
    ("/subscription list", "1 (Morning brief): digest in this console"),
    ("/subscription doctor 2", "A watch: it tells news as it is read."),
    ("/subscription preview 1", "Morning brief"),
    ("/subscription test 1", "A test is on its way to this console."),
    ("/subscription log 1 --limit 3", "test, planned"),
    ("/subscription why 1 99", "There is no event 99"),
    ("/subscription export FOLDER/x.json", "The subscriptions are in"),
    ("/subscription REMOVE 1", "Removed subscription 1"),
    ("/subscription import FOLDER/x.json", "1 of 2 subscriptions were added; 1 was there already."),
    ("/source list", "There are no sources yet."),
    ("/source list --curated", "RNZ Pacific"),
    ("/settings timezone Suva", "The time zone is Pacific/Fiji."),
    ("/settings language ja", "Dates of new subscriptions are written in ja."),
    ("/settings fallback-channel", "There is no fallback channel any more"),
    ("/settings admins add console:ann", "console:ann may now change"),
    ("/settings admins remove console:ann", "is no admin of Sealane any more"),
    ("/settings show", "Pacific/Fiji"),
    ("/settings changes --limit 1", 'settings.admins admins: admins ["console:ann"] -> []'),
    # What cannot be done
    ("/subscription", "Use one of add, list, show, edit"),
    ("/subscription frob 1", "There is no /subscription frob: use one of add"),
    ("/subscription add --frob 3", "There is no --frob for /subscription add: use --name, --kind"),
    ("/subscription show 1 --json", "There is no --json for /subscription show: it takes no options."),
    ("/subscription edit 2", "Say what to change"),
    ("/subscription show", "Say which subscription"),
    ("/subscription log 2 --limit many", "“many” cannot be used for --limit: give a number."),
    ("/subscription why 2", "/subscription why 3 8823"),
    ("/subscription export", "Name the file"),
    ("/subscription export FOLDER", "Cannot write"),
    ("/subscription import FOLDER/none.json", "Cannot read"),
    ("/source add file:///etc/passwd", "it is not a web address"),
    ("/source show lighthouse", "There is no source"),
    ("/settings timezone tok", "did you mean Asia/Tokyo"),
    ("/settings admins", "There is no /settings admins: use one of"),
]


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return str(tmp_path / "store.db")


async def test_all_that_admins_do_can_be_typed_on_the_console(store: Store, tmp_path: Path) -> None:
    settings = Settings(_env_file=None)  # type: ignore[call-arg]
    commands = console_commands(store, settings)
    assert set(commands) == set(COMMANDS)
    for line, expected in SCRIPT:
        command, _, rest = line.replace("FOLDER", str(tmp_path)).partition(" ")
        assert expected in shown(await commands[command](rest)), line
