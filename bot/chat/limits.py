"""What the chat platforms allow. Each number stands here, once, with the page of the platform that sets it."""

DISCORD_MESSAGES = "https://docs.discord.com/developers/resources/message"
DISCORD_INTERACTIONS = "https://docs.discord.com/developers/interactions/receiving-and-responding"
DISCORD_COMPONENTS = "https://docs.discord.com/developers/components/reference"
DISCORD_RATES = "https://docs.discord.com/developers/topics/rate-limits"
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

    # DISCORD_RATES, "Global Rate Limit"
    REQUESTS_A_SECOND = 50

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


SLACK_MESSAGES = "https://docs.slack.dev/reference/methods/chat.postMessage"
SLACK_BLOCKS = "https://docs.slack.dev/reference/block-kit/blocks"
SLACK_TEXT = "https://docs.slack.dev/reference/block-kit/composition-objects/text-object"
SLACK_OPTIONS = "https://docs.slack.dev/reference/block-kit/composition-objects/option-object"
SLACK_ELEMENTS = "https://docs.slack.dev/reference/block-kit/block-elements"
SLACK_VIEWS = "https://docs.slack.dev/reference/views/modal-views"
SLACK_RESPONSES = "https://docs.slack.dev/interactivity/handling-user-interaction#message_responses"
SLACK_COMMANDS = "https://docs.slack.dev/interactivity/implementing-slash-commands"
SLACK_SIGNATURES = "https://docs.slack.dev/authentication/verifying-requests-from-slack"
SLACK_RATES = "https://docs.slack.dev/apis/web-api/rate-limits"
SLACK_SUM = "https://github.com/slackapi/bolt-js/issues/2509"


class Slack:
    """Slack's limits. Lengths are in characters; we count UTF-16 units, the strictest way there is to count them."""

    # SLACK_MESSAGES
    TEXT = 4_000
    """Of the text beside blocks, as recommended; it is cut at 40,000."""

    # SLACK_BLOCKS
    BLOCKS = 50
    """In one message."""
    VIEW_BLOCKS = 100
    """In a modal or the Home tab."""
    BLOCK_ID = 255
    SECTION = 3_000
    """We hold a block of rich text, for which Slack names no limit, to the same."""
    SECTION_FIELDS = 10
    SECTION_FIELD = 2_000
    HEADER = 150
    CONTEXT_ELEMENTS = 10
    ACTIONS = 25
    IMAGE_URL = 3_000
    IMAGE_ALT = 2_000
    INPUT_LABEL = 2_000
    INPUT_HINT = 2_000

    # SLACK_SUM: measured by its users, documented nowhere
    BLOCKS_TOTAL = 13_200
    """Characters over all blocks of a message; more is refused as msg_blocks_too_long."""

    # SLACK_TEXT
    TEXT_OBJECT = 3_000

    # SLACK_ELEMENTS
    ACTION_ID = 255
    BUTTON_TEXT = 75
    BUTTON_VALUE = 2_000
    BUTTON_URL = 3_000
    PLACEHOLDER = 150
    SELECT_OPTIONS = 100
    TYPED = 3_000
    """In one field of a modal."""

    # SLACK_OPTIONS
    OPTION_TEXT = 75
    OPTION_VALUE = 150
    OPTION_DESCRIPTION = 75

    # SLACK_VIEWS
    VIEW_TITLE = 24
    VIEW_BUTTON = 24
    VIEW_METADATA = 3_000

    # SLACK_RESPONSES, SLACK_COMMANDS
    ACKNOWLEDGE_SECONDS = 3
    RESPONSES = 5
    """Uses of one response address."""
    RESPONSE_SECONDS = 30 * 60

    # SLACK_SIGNATURES
    SIGNATURE_SECONDS = 5 * 60
    """How far a request's time may be from now."""

    # SLACK_RATES
    POST_SECONDS = 1
    """Between two messages in one channel."""
