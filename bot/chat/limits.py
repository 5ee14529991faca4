"""What the chat platforms allow. Each number stands here, once, with the page of the platform that sets it."""

DISCORD_MESSAGES = "https://docs.discord.com/developers/resources/message"
DISCORD_INTERACTIONS = "https://docs.discord.com/developers/interactions/receiving-and-responding"
DISCORD_COMPONENTS = "https://docs.discord.com/developers/components/reference"
DISCORD_COMMANDS = "https://docs.discord.com/developers/interactions/application-commands"


class Discord:
    """Discord's limits. Lengths are in characters; we count UTF-16 units, the strictest way there is to count them."""

    # DISCORD_MESSAGES, "Create Message" and "Embed Limits"
    CONTENT = 2_000
    EMBEDS = 10
    """In one message; of embeds with the same address only the first is shown."""
    EMBED_TITLE = 256
    EMBED_DESCRIPTION = 4_096
    EMBED_FIELDS = 25
    EMBED_FIELD_NAME = 256
    EMBED_FIELD_VALUE = 1_024
    EMBED_FOOTER = 2_048
    EMBED_AUTHOR = 256
    EMBEDS_TOTAL = 6_000
    """Over titles, descriptions, fields, footers and authors of all embeds of a message."""
    ATTACHMENT_DESCRIPTION = 1_024
    NONCE = 25
    """Sent again with the same one within a few minutes, a message is not made twice (`enforce_nonce`)."""

    # DISCORD_INTERACTIONS, "Interaction Callback" and "Followup Messages"
    ACKNOWLEDGE_SECONDS = 3
    TOKEN_SECONDS = 15 * 60

    # DISCORD_COMPONENTS
    CUSTOM_ID = 100
    BUTTON_LABEL = 80
    BUTTONS_IN_ROW = 5
    ROWS = 5
    SELECT_OPTIONS = 25
    OPTION_LABEL = 100
    OPTION_VALUE = 100
    OPTION_DESCRIPTION = 100
    PLACEHOLDER = 150

    # DISCORD_COMMANDS
    COMMANDS = 100
    COMMAND_NAME = 32
    COMMAND_DESCRIPTION = 100
    COMMAND_OPTIONS = 25
    COMMAND_TOTAL = 8_000
    CHOICES = 25
    CHOICE = 100
    STRING_OPTION = 6_000
