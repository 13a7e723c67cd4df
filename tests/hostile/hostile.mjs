// Bad input of every kind against the real program, `tocsin sandbox`: a clear answer, nothing lost, nobody
// pinged. `node hostile.mjs PROGRAM`.
import assert from "node:assert/strict";
import {execFileSync} from "node:child_process";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";

import {start_sandbox} from "../browser/sandbox.mjs";

import {Desk, pings} from "./desk.mjs";
import {frames} from "./frames.mjs";
import {everywhere, kept} from "./words.mjs";

const [program] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "tocsin-hostile-"));
const sandbox = await start_sandbox(program, ["--state", folder]);
const desk = new Desk(sandbox.url);
const heard = new Map();  // every entry of the transcript, which forgets

/** What the bot sent since the last time, with nobody pinged and nobody left without an answer. */
async function look_at_what_was_sent() {
    const {entries} = await desk.transcript();
    for (const entry of entries) {
        if (heard.has(entry.n)) {
            continue;
        }
        heard.set(entry.n, entry.what);
        assert.notEqual(entry.what, "timeout", `an envelope was not acknowledged: ${JSON.stringify(entry)}`);
        assert.notEqual(
            entry.what, "malformed", `an acknowledgment cannot be read: ${JSON.stringify(entry)}`);
        const sent = {call: entry.arguments, ack: entry.payload, response: entry.body}[entry.what];
        assert.deepEqual(pings(sent ?? null), [], `${entry.what} ${entry.method ?? ''} pings`);
        if (entry.what === "call") {
            assert.ok(
                entry.answer?.ok || entry.method === "views.open",
                `${entry.method} is refused: ${JSON.stringify(entry.answer)} ${
                    JSON.stringify(entry.arguments)}`);
        }
    }
    const {toast} = await desk.state();
    assert.equal(toast, null, `Slack shows an error: ${toast?.text}`);
}

function stored() {
    const file = join(folder, "tocsin.yaml");
    writeFileSync(file, `storage: {url: "sqlite:${join(folder, 'tocsin.db')}"}\n`);
    const run = (verb) => execFileSync(program, [verb, "--config", file], {encoding: "utf8", stdio: "pipe"});
    assert.match(run("verify"), /^intact/);
    return run("export");
}

let running = true;
try {
    await desk.until("the bot connects", async () => (await desk.state()).socket.connections === 2);
    const [declared, ...others] = everywhere(desk);
    for (const [sentence, step] of [declared, ...frames(desk), ...others]) {
        console.log(`-- ${sentence}`);
        await step();
        await look_at_what_was_sent();
    }
    await sandbox.stop();
    running = false;
    const everything = stored();
    const lost = kept.filter((mark) => !everything.includes(mark));
    assert.deepEqual(lost, [], "every text that was taken stands in the store");
    console.log(`${heard.size} entries of the transcript: all answered, nothing lost, nobody pinged.`);
} catch (error) {
    console.error(`${error.stack ?? error}\nthe program's last lines:\n${sandbox.log()}`);
    process.exitCode = 1;
} finally {
    if (running) {
        await sandbox.stop();
    }
    rmSync(folder, {recursive: true});
}
