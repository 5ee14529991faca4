"""Every setting of Sealane, read once from the environment (`SEALANE_*`) and an `.env` file."""

from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "SEALANE_"


class SettingsError(Exception):
    """Settings that cannot be used. `problems` holds one sentence for each, naming the variable and never its value."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


class LogLevel(StrEnum):
    """How much is logged on standard error."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


def _known_zone(value: object) -> object:
    # zoneinfo raises several unrelated errors for bad keys ("../x", "", a directory); they all mean the same here.
    if isinstance(value, str):
        try:
            ZoneInfo(value)
        except Exception as error:
            raise ValueError("unknown zone") from error
    return value


Zone = Annotated[str, BeforeValidator(_known_zone)]

EXPECTED = {
    "database": "a file path or an SQLAlchemy URL such as postgresql://sealane@localhost/sealane",
    "zone": "an IANA time zone such as Asia/Tokyo",
    "log_level": "one of debug, info, warning, error",
    "samples": "true or false",
    "reading_workers": "a whole number from 1 to 16",
    "conversation_hours": "a whole number from 1 to 720",
    "contact": "a web or e-mail address without blanks, such as https://desk.example/bot",
    "source_workspaces": "ids of Discord servers and Slack teams with commas between, such as 81384788, T0123",
    "fetch_hosts": "host names with commas between, such as intranet.example, nas:8080",
    "discord_token": "the bot's token from the Bot page of your Discord application",
    "discord_api": "a web address such as https://discord.com/api/v10",
    "slack_bot_token": "the bot's token (xoxb-...) from the page OAuth & Permissions of your Slack app",
    "slack_app_token": "the app-level token (xapp-...) from the page Basic Information of your Slack app",
    "slack_signing_secret": "the signing secret from the page Basic Information of your Slack app",
    "slack_client_id": "the client id from the page Basic Information of your Slack app",
    "slack_client_secret": "the client secret from the page Basic Information of your Slack app",
    "slack_keys": "keys that `sealane slack key` makes, with commas between",
    "slack_admins": "ids of people with commas between, such as U012AB3CD, U045EF6GH",
    "slack_host": "the address of a network interface, such as 127.0.0.1 or 0.0.0.0",
    "slack_port": "a port number from 0 to 65535",
    "slack_address": "a web address such as https://sealane.example",
    "slack_api": "a web address such as https://slack.com/api/",
    "slack_login": "a web address such as https://slack.com/oauth/v2/authorize",
    "discord_gateway": "a web socket address such as wss://gateway.discord.gg/",
}
"""What each setting should be, in the words that a person is told when it is not."""


class Settings(BaseSettings):
    """The settings, checked. Secrets are `SecretStr`: no repr, log or error ever shows one."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    database: SecretStr = SecretStr("sealane.db")
    """Where the store is. Secret because an address may carry a password."""
    zone: Zone = "UTC"
    """The time zone that "today" and "this week" are understood in unless the asker has another."""
    log_level: LogLevel = LogLevel.WARNING
    samples: bool = True
    """Whether the sample articles are loaded into an empty store at the first start."""
    reading_workers: int = Field(default=1, ge=1, le=16)
    """Processes that read articles; each holds the language model (about 200 MB)."""
    conversation_hours: int = Field(default=24, ge=1, le=720)
    """How long a conversation is remembered for follow-up questions."""
    contact: str | None = Field(default=None, max_length=200, pattern=r"^[\x21-\x7e]+$")
    """A web or e-mail address that is sent along when news is fetched, so that publishers can reach the operator."""
    source_workspaces: str = Field(default="", pattern=r"^[\w\s,-]*$")
    """Discord servers and Slack teams whose admins may change the sources, which all workspaces share; empty: all."""
    fetch_hosts: str = ""
    """Private hosts that news may be fetched from all the same, perhaps with a port: "intranet.example, nas:8080"."""
    discord_token: SecretStr | None = None
    """Set, Sealane runs on Discord."""
    discord_api: str = Field(default="https://discord.com/api/v10", pattern=r"^https?://\S+$")
    discord_gateway: str = Field(default="wss://gateway.discord.gg/", pattern=r"^wss?://\S+$")
    """Where Discord is; other addresses are for tests and proxies."""

    slack_bot_token: SecretStr | None = None
    """The bot's token of the one workspace that Sealane serves; empty where workspaces install it themselves."""
    slack_app_token: SecretStr | None = None
    """Set, Slack is reached by Socket Mode, which needs no public address."""
    slack_signing_secret: SecretStr | None = None
    """Set without an app token, Slack sends its requests to us, signed with this."""
    slack_client_id: str | None = Field(default=None, pattern=r"^\S+$")
    slack_client_secret: SecretStr | None = None
    """Both set, workspaces install Sealane themselves, at `/slack/install`."""
    slack_keys: SecretStr | None = None
    """Fernet keys with commas between that installations are encrypted with: the first seals, each opens."""
    slack_admins: str = ""
    """Ids of people who may change subscriptions and sources though they are no admins: "U012AB3CD, U045EF6GH"."""
    slack_host: str = "127.0.0.1"
    slack_port: int = Field(default=3000, ge=0, le=65535)
    """Where we listen for Slack's requests and for installations; port 0 is any free one."""
    slack_address: str | None = Field(default=None, pattern=r"^https?://\S+$")
    """Where the world reaches that listener, for the manifest and for installations."""
    slack_api: str = Field(default="https://slack.com/api/", pattern=r"^https?://\S+$")
    slack_login: str = Field(default="https://slack.com/oauth/v2/authorize", pattern=r"^https?://\S+$")
    """Where Slack is; other addresses are for tests and proxies."""

    @cached_property
    def zone_info(self) -> ZoneInfo:
        """The zone as an object."""
        return ZoneInfo(self.zone)


def load_settings(env_file: Path | None = Path(".env")) -> Settings:
    """Read the settings. Raise `SettingsError` naming every wrong one at once."""
    try:
        return Settings(_env_file=env_file)  # type: ignore[call-arg]
    except ValidationError as error:
        problems = []
        for item in error.errors(include_input=False, include_url=False, include_context=False):
            name = str(item["loc"][0]) if item["loc"] else "?"
            problems.append(f"{PREFIX}{name.upper()} should be {EXPECTED.get(name, item['msg'])}.")
        raise SettingsError(problems) from None
    except UnicodeDecodeError:
        raise SettingsError([f"The file {env_file} is not UTF-8 text: save it as UTF-8."]) from None
