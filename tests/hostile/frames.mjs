// What no Slack would send, to the bot's socket and to the driver: answered, and nothing else changes.
import assert from "node:assert/strict";

import {channel, dana} from "./desk.mjs";

const deep = 10_000;
const mebibyte = 1024 * 1024;
const almost_a_mebibyte = mebibyte - 1024;  // the driver itself takes no more
const nested = "[".repeat(deep) + "]".repeat(deep);

const slash = (id, text) => JSON.stringify({
    envelope_id: id,
    type: "slash_commands",
    accepts_response_payload: true,
    payload: {
        command: "/incident",
        text,
        user_id: dana,
        user_name: "dana",
        channel_id: channel,
        trigger_id: `1.2.${id}`
    },
});

const odd_frames = {
    "cut-1": '{"envelope_id":"cut-1","type":"slash_com',
    "nested-1": `{"envelope_id":"nested-1","type":"interactive","payload":${nested}}`,
    "surrogate-1": '{"envelope_id":"surrogate-1","type":"slash_commands","payload":{"text":"\\ud800"}}',
    "numbers-1": '{"envelope_id":"numbers-1","type":"events_api","payload":1e999}',
    "mistyped-1":
        '{"envelope_id":"mistyped-1","type":"interactive","payload":{"type":"block_actions","user":7,"actions":"no"}}',
    "pigeon-1": '{"envelope_id":"pigeon-1","type":"carrier_pigeon","payload":{}}',
    "twice-1": '{"envelope_id":"x","envelope_id":"twice-1","type":"slash_commands","payload":null}',
    "zeros-1": slash("zeros-1", "note \u0000\u0001\u202e\ufffd end"),
};

export function frames(desk) {
    const send_raw = (text) => desk.act({do: "trouble", kind: "send_raw", text});
    return [
        [
            "each odd frame is acknowledged",
            async () => {
                for (const [id, text] of Object.entries(odd_frames)) {
                    await send_raw(text);
                    await desk.acknowledged(id);
                }
            }
        ],
        [
            "what is no envelope at all costs nothing",
            async () => {
                for (const text
                         of ["", "null", "[]", "{}", "\u0000", nested, "x".repeat(almost_a_mebibyte), '{"type":7}']) {
                    await send_raw(text);
                }
            }
        ],
        [
            "a command with almost a mebibyte of text is acknowledged",
            async () => {
                await send_raw(slash("huge-1", `note INC-1 huge ${"x".repeat(almost_a_mebibyte)}`));
                await desk.acknowledged("huge-1");
            }
        ],
        [
            "the driver refuses what it cannot read, by name",
            async () => {
                const bodies = ["", "{", nested, Buffer.from([0x7b, 0x22, 0xff, 0xc3, 0x28, 0x22, 0x7d])];
                for (const body of bodies) {
                    const {status, answer} = await desk.post(body);
                    assert.equal(status, 400);
                    assert.equal(answer.error, "invalid_json");
                }
                const typed = (text) => desk.post(JSON.stringify({as: dana, do: "slash", channel, text}));
                assert.equal((await typed(`/incident ${"x".repeat(50_000)}`)).answer.error, "invalid_command");
                assert.equal((await typed(`/incident ${"x".repeat(mebibyte)}`)).status, 413);
            }
        ],
        [
            "the bot is still there, on both of its connections",
            async () => {
                assert.equal((await desk.transcript()).gateway.connections, 2);
                const {payload} = await desk.command("list");
                assert.match(payload.text, /INC-1/);
            }
        ],
    ];
}
