"""The methods of a Slack of our own: what each answers, and what is there afterwards."""

import json
import re
from typing import Any

import aiohttp

from tests.fakes import slack_payloads as payloads
from tests.fakes.slack_limits import block_problems, problems
from tests.fakes.slack_payloads import ADMIN, ALICE, BOB, BOT, BOT_USER, CHANNEL, DIRECT, TEAM

TOKEN = "xoxb-a-token-that-works"
APP_TOKEN = "xapp-a-token-that-works"
CLIENT = "111.222"
CLIENT_SECRET = "a-client-secret"
Json = dict[str, Any]


class WebApi:
    """The Web API with its state. `complaints` are what a body should not have been."""

    base = ""

    def __init__(self) -> None:
        self.messages: list[Json] = []
        self.views: dict[str, Json] = {}
        self.homes: dict[str, Json] = {}
        self.files: dict[str, bytes] = {}
        self.complaints: list[str] = []
        self.tokens = {TOKEN: TEAM}
        self.refresh_tokens: dict[str, str] = {}
        self.creators = {CHANNEL: BOB}
        self.people = {ALICE: {}, BOB: {}, ADMIN: {"is_admin": True}}
        self.members = {CHANNEL, DIRECT}

    def do(self, method: str, body: Json, token: str) -> Json:
        """Do what a method does."""
        handler = getattr(self, "_" + re.sub(r"[.]|(?=[A-Z])", "_", method).lower(), None)
        answer: Json = {"ok": False, "error": "unknown_method"} if handler is None else handler(body, token)
        return answer

    def _auth_test(self, _: Json, token: str) -> Json:
        team = self.tokens[token]
        return {"url": "https://islands.slack.example/", "team": "Islands", "team_id": team, "user": "sealane"} | {
            "user_id": BOT_USER,
            "bot_id": BOT,
            "is_enterprise_install": False,
        }

    def _apps_connections_open(self, body: Json, token: str) -> Json:
        if token != APP_TOKEN:
            return {"ok": False, "error": "invalid_auth"}
        return {"url": f"{self.base.replace('http', 'ws')}/link/{payloads.fresh('L')}"}

    def _chat_post_message(self, body: Json, token: str) -> Json:
        refused = self.refused(body)
        if refused:
            return refused
        if body["channel"] not in self.members:
            return {"ok": False, "error": "not_in_channel"}
        if body.get("unfurl_links") is not False or body.get("unfurl_media") is not False:
            self.complaints.append("unfurling is on")
        message = {**body, "ts": payloads.timestamp(), "team": self.tokens[token], "user": BOT_USER, "bot_id": BOT}
        self.messages.append(message)
        return {"channel": body["channel"], "ts": message["ts"], "message": message}

    def refused(self, body: Json) -> Json | None:
        """What Slack answers to a body that it does not take."""
        found = problems(body) if body.get("blocks") else []
        for block in body.get("blocks") or []:
            if block["type"] == "image" and block.get("slack_file", {}).get("id") not in (*self.files, None):
                found.append(f"no such file: {block['slack_file']}")
        self.complaints += found
        return {"ok": False, "error": "invalid_blocks"} if found else None

    def _conversations_replies(self, body: Json, token: str) -> Json:
        return self._messages([one for one in self.messages if one.get("thread_ts") == body["ts"]], body)

    def _conversations_history(self, body: Json, token: str) -> Json:
        return self._messages([one for one in self.messages if not one.get("thread_ts")], body)

    def _messages(self, found: list[Json], body: Json) -> Json:
        found = [one for one in found if one["channel"] == body["channel"]]
        kept = [one for one in found if float(one["ts"]) >= float(body.get("oldest") or 0)]
        shown = kept if body.get("include_all_metadata") else [{**one, "metadata": None} for one in kept]
        return {"messages": shown[::-1], "has_more": False, "response_metadata": {"next_cursor": ""}}

    def _conversations_info(self, body: Json, token: str) -> Json:
        channel = body["channel"]
        if channel not in self.creators:
            return {"ok": False, "error": "channel_not_found"}
        return {
            "channel": {
                "id": channel,
                "name": "news",
                "is_channel": True,
                "is_archived": False,
                "creator": self.creators[channel],
                "is_member": channel in self.members,
            }
        }

    def _conversations_open(self, body: Json, token: str) -> Json:
        channel = f"D{body['users'][1:]}"
        self.members.add(channel)
        return {"channel": {"id": channel}}

    def _users_info(self, body: Json, token: str) -> Json:
        known = self.people.get(body["user"])
        if known is None:
            return {"ok": False, "error": "user_not_found"}
        return {"user": {"id": body["user"], "is_admin": False, "is_owner": False, "tz": "Asia/Tokyo", **known}}

    def _views_open(self, body: Json, token: str) -> Json:
        return self._view(body, {"id": payloads.fresh("V")})

    def _views_update(self, body: Json, token: str) -> Json:
        return self._view(body, {"id": body["view_id"]})

    def _views_publish(self, body: Json, token: str) -> Json:
        answer = self._view(body, {"id": f"H{body['user_id']}"})
        if "view" in answer:
            self.homes[body["user_id"]] = answer["view"]
        return answer

    def _view(self, body: Json, kept: Json) -> Json:
        view = body["view"] if isinstance(body["view"], dict) else json.loads(body["view"])
        found = block_problems(view["blocks"], most_blocks=100)
        if view["type"] == "modal":
            for name, limit in (("title", 24), ("submit", 24), ("close", 24)):
                if name in view and not 1 <= len(view[name]["text"]) <= limit:
                    found.append(f"a {name} of {len(view[name]['text'])}")
            if any(block["type"] == "input" for block in view["blocks"]) and "submit" not in view:
                found.append("inputs without submit")
        if len(view.get("private_metadata", "")) > 3000:
            found.append("too much metadata")
        self.complaints += found
        if found:
            return {"ok": False, "error": "invalid_arguments", "response_metadata": {"messages": found}}
        self.views[kept["id"]] = {**view, **kept}
        return {"view": {**view, **kept}}

    def _files_get_upload_u_r_l_external(self, body: Json, token: str) -> Json:
        number = payloads.fresh("F")
        return {"upload_url": f"{self.base}/upload/{number}", "file_id": number}

    def _files_complete_upload_external(self, body: Json, token: str) -> Json:
        files = body["files"] if isinstance(body["files"], list) else json.loads(body["files"])
        return {"files": [{"id": one["id"], "title": one.get("title")} for one in files]}

    def _oauth_v2_access(self, body: Json, token: str) -> Json:
        if token != aiohttp.encode_basic_auth(CLIENT, CLIENT_SECRET):
            return {"ok": False, "error": "bad_client_secret"}
        if body.get("grant_type") == "refresh_token":
            team = self.refresh_tokens.pop(str(body.get("refresh_token")), None)
            if team is None:
                return {"ok": False, "error": "invalid_refresh_token"}
            return {"token_type": "bot", "bot_user_id": BOT_USER, **self._tokens_for(team)}
        if not str(body.get("code", "")).startswith("code-"):
            return {"ok": False, "error": "invalid_code"}
        team = str(body["code"]).removeprefix("code-")
        return {
            "app_id": payloads.APP,
            "token_type": "bot",
            "scope": "chat:write,commands",
            "bot_user_id": BOT_USER,
            "team": {"id": team, "name": f"Workspace {team}"},
            "enterprise": None,
            "is_enterprise_install": False,
            "authed_user": {"id": ADMIN},
            **self._tokens_for(team),
        }

    def _tokens_for(self, team: str) -> Json:
        access, refresh = payloads.fresh("xoxe.xoxb-"), payloads.fresh("xoxe-")
        self.tokens[access] = team
        self.refresh_tokens[refresh] = team
        return {"access_token": access, "refresh_token": refresh, "expires_in": 43_200}
