"""Tests of the resources that generated requests refer to."""

import json

import httpx

from contract_tests.generation.prerequisites import Prerequisites

CRON_ID = "5e0c7d53-4a6c-4c1f-9a0e-0f0e7a1f4a11"


def test_cron_is_created_on_a_server_that_requires_an_input(context_on):
    def respond(request):
        sent = json.loads(request.content) if request.content else {}
        if sent.get("input") is None:
            return httpx.Response(422, json={"detail": "input: Field required"})
        return httpx.Response(200, json={"cron_id": CRON_ID})

    ctx = context_on(respond, operation="update_cron")
    assert Prerequisites(ctx).cron_id == CRON_ID
