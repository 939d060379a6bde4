"""What the scripts beside this one share: the proxy they talk to, under the names that LiteLLM's own programs read."""

import json
import os
import urllib.request

URL = os.environ["LITELLM_PROXY_URL"]
API_KEY = os.environ["LITELLM_PROXY_API_KEY"]


def control(path, body):
    """Asks the emulator itself for something, such as usage of a key."""
    request = urllib.request.Request(
        f"{URL}/_emulator/{path}", json.dumps(body).encode(), {"content-type": "application/json"}, method="POST"
    )
    with urllib.request.urlopen(request) as answer:
        return answer.status
