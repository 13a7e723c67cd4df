// Texts that would wake a whole workspace, in every command, form, message and reaction that takes words:
// each is kept and answered, and none of them comes to life.
import assert from "node:assert/strict";

import {channel} from "./desk.mjs";

const waking = "<!channel> <!here|x> <!subteam^S0123456> @channel @HERE @everyone & <b>";
// Each text can be told from the others: nothing may get lost.
export const kept = [];
let count = 0;
function words() {
    const mark = `kept-${++count}-so`;
    kept.push(mark);
    return `${mark} ${waking}`;
}

// Commands that take words, in an order in which each makes sense for INC-1.
const commands = [
    "ack INC-1",
    "update INC-1 ",
    "update INC-1 identified: ",
    "status INC-1 monitoring ",
    "severity INC-1 2 ",
    "note INC-1 ",
    "note INC-1 at 10m ago ",
];
// Words that are looked for or refused; they are not kept.
const asked = [
    "list ",
    "show ",
    "find ",
    "help ",
    "join ",
    "watch ",
    "merge INC-1 into ",
    "remind INC-1 ",
    "snooze INC-1 ",
    "timeline ",
    "ack ",
    "role INC-1 ",
    "role INC-1 comms me ",
    "lead INC-1 me ",
    "lead INC-1 ",
    "",
    "resolv ",
    "oncall ",
    "INC-1 ",
];

const form_of = {
    "update INC-1": "inc.update",
    "note INC-1": "tl.entry",
    "severity INC-1": "inc.severity",
    "lead INC-1": "inc.lead",
    "role INC-1": "inc.role",
    "resolve INC-1": "inc.resolve",
};

function is_answered(answer, text) {
    assert.ok(answer.after_ms < 3000, `${text}: acknowledged in time`);
    return answer.payload ?? {};
}

export function everywhere(desk) {
    const submit = async (verb, choose) => {
        await desk.close_forms();
        await desk.command(verb);
        const form = await desk.form(form_of[verb]);
        const {payload} = await desk.submit(form, words(), choose);
        assert.equal(
            payload?.response_action, undefined, `${verb}: the form closes: ${JSON.stringify(payload)}`);
    };
    return [
        [
            "in a title and an impact",
            async () => {
                await desk.command(`declare sev1 ${words()} -- ${words()}`);
                await desk.posted(kept[0]);
            }
        ],
        [
            "in every command that keeps words",
            async () => {
                for (const text of commands) {
                    const line = text.endsWith(" ") ? text + words() : text;
                    is_answered(await desk.command(line), line);
                }
            }
        ],
        [
            "in every command that looks for them",
            async () => {
                for (const text of asked) {
                    const line = text + waking;
                    const {text: said} = is_answered(await desk.command(line), line);
                    assert.doesNotMatch(said ?? "", /went wrong/i, line);
                    if (!said) {  // words that are no command become the title of a form
                        await desk.form("inc.declare");
                    }
                    await desk.close_forms();
                }
            }
        ],
        [
            "in every form",
            async () => {
                for (const verb of ["update INC-1", "note INC-1", "role INC-1"]) {
                    await submit(verb);
                }
                await submit("severity INC-1", {label: /SEV 3/});
                await submit("lead INC-1", {user: "U000LEE"});
                await desk.close_forms();
                await desk.command("declare");
                await desk.submit(await desk.form("inc.declare"), words());
                await desk.posted(kept.at(-1));
            }
        ],
        [
            "in a mention, a reply that is pinned, and a message made into an incident",
            async () => {
                const [card] = await desk.messages();
                const said = await desk.act({do: "message", thread_ts: card.ts, text: words()});
                await desk.act({do: "react", ts: said.ts, name: "pushpin"});
                await desk.until("the reply is marked as kept", async () => {
                    const reply = (await desk.messages()).find((one) => one.ts === said.ts);
                    return reply.reactions.some((one) => one.name === "ballot_box_with_check");
                });
                await desk.act({do: "message", thread_ts: card.ts, text: `@tocsin update ${words()}`});
                await desk.posted(kept.at(-1));
                const report = await desk.act({do: "message", text: `report ${waking}`});
                await desk.act({do: "message_shortcut", callback_id: "ms.declare", ts: report.ts});
                await desk.submit(await desk.form("inc.declare"), words());
                await desk.posted(kept.at(-1));
            }
        ],
        [
            "in a resolution, a cause and a false alarm",
            async () => {
                await submit("resolve INC-1");
                await desk.posted(kept.at(-1));
                is_answered(await desk.command(`reopen INC-1 ${words()}`), "reopen");
                is_answered(await desk.command(`resolve INC-1 ${words()}`), "resolve");
                is_answered(await desk.command(`cause INC-1 ${words()}`), "cause");
                is_answered(await desk.command(`cancel INC-2 ${words()}`), "cancel");
            }
        ],
        [
            "a command of 40,000 characters is answered, and what does not exist is said",
            async () => {
                const long = "x".repeat(39_000);
                for (const text of [`update INC-3 ${long}`, `declare sev3 ${long}`, long, `find ${long}`]) {
                    const {text: said} = is_answered(await desk.command(text), text.slice(0, 30));
                    assert.doesNotMatch(said ?? "", /went wrong/i, text.slice(0, 30));
                }
                await desk.close_forms();
                const {payload} = await desk.command("ack INC-99");
                assert.match(payload.text, /There is no INC-99/);
            }
        ],
        [
            "a form whose trigger has expired is answered in words",
            async () => {
                await desk.close_forms();
                await desk.act({do: "trouble", kind: "late_triggers"});
                await desk.command("declare");
                await desk.until("an answer that says what to do", async () => {
                    const {channels} = await desk.state();
                    return channels.flatMap((one) => [...one.ephemeral, ...one.messages])
                        .some((one) => /form .* Nothing was changed/.test(one.text));
                });
                await desk.act({do: "trouble", kind: "none"});
            }
        ],
    ];
}
