"""The app's manifest: pasted into Slack, it makes an app with all that Sealane needs, and no more.

https://docs.slack.dev/reference/app-manifest
"""

ABOUT_THIS = "ask_about_this"
SUBSCRIBE = "subscribe"
EVENTS_PATH = "/slack/events"
INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"

SCOPES = {
    "app_mentions:read": "to see questions that mention it",
    "channels:history": "to see replies in threads that it answers in, and find its own messages again",
    "channels:read": "to know who made a channel, and whether it can write there",
    "chat:write": "to answer and to post digests",
    "commands": "for /brief and the shortcuts",
    "files:write": "for the picture of a digest",
    "groups:history": "the same in private channels that it was invited to",
    "groups:read": "the same in private channels that it was invited to",
    "im:history": "to see questions in direct messages",
    "im:read": "to know whether it can write there",
    "im:write": "to tell who made a subscription that its channel is gone",
    "users:read": "to know who is an admin",
}
"""What the bot is allowed, each with its reason."""
_EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "message.channels",
    "message.groups",
    "message.im",
    "tokens_revoked",
)


def manifest(address: str | None = None, *, several: bool = False, socket_mode: bool = True) -> str:
    """Return the manifest as YAML.

    `address` is where Slack reaches our listener; without `socket_mode` all requests go there. `several` lets other
    workspaces install the app, with tokens that are renewed.
    """
    base = (address or "").rstrip("/")
    request = "" if socket_mode else f"request_url: {base}{EVENTS_PATH}"
    redirects = [f"  redirect_urls:\n    - {base}{REDIRECT_PATH}"] if several else []
    lines = [
        "display_information:",
        "  name: Sealane",
        "  description: Answers questions about the Indo-Pacific from the news, with the quote and its source.",
        '  background_color: "#1f6f8b"',
        "features:",
        "  app_home:",
        "    home_tab_enabled: true",
        "    messages_tab_enabled: true",
        "    messages_tab_read_only_enabled: false",
        "  bot_user:",
        "    display_name: Sealane",
        "    always_online: true",
        "  slash_commands:",
        "    - command: /brief",
        *([f"      url: {base}{EVENTS_PATH}"] if not socket_mode else []),
        "      description: Ask about the Indo-Pacific, and order digests",
        "      usage_hint: what did Kishida sign? | today | who NAME | subscribe | help",
        "      should_escape: true",
        "  shortcuts:",
        "    - name: Ask Sealane about this",
        "      type: message",
        f"      callback_id: {ABOUT_THIS}",
        "      description: Answer the question in a message",
        "    - name: Subscribe to a digest",
        "      type: global",
        f"      callback_id: {SUBSCRIBE}",
        "      description: Order a digest or a watch for a channel",
        "oauth_config:",
        *redirects,
        "  scopes:",
        "    bot:",
        *(f"      - {scope}" for scope in SCOPES),
        "settings:",
        "  event_subscriptions:",
        *([f"    {request}"] if request else []),
        "    bot_events:",
        *(f"      - {event}" for event in _EVENTS),
        "  interactivity:",
        "    is_enabled: true",
        *([f"    {request}"] if request else []),
        "  org_deploy_enabled: false",
        f"  socket_mode_enabled: {str(socket_mode).lower()}",
        f"  token_rotation_enabled: {str(several).lower()}",
    ]
    return "\n".join(lines) + "\n"
