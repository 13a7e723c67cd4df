// Floods, slow clients and ambiguous requests against the front door of the real program: `tocsin run`. Whoever
// has something to say is served meanwhile. `node door.mjs BUILD_DIR`.
import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {Agent, request} from "node:http";
import {connect} from "node:net";
import {setTimeout as pause} from "node:timers/promises";
import {gzipSync} from "node:zlib";

import {startBot} from "../adapters/bot.mjs";

const mebibyte = 1024 * 1024;
const most_memory_mib = process.argv[3] ? Number(process.argv[3]) : 128;
const wait_ms = 60_000;
const configuration = `
http: {listen: 127.0.0.1:0, admin_listen: ""}
alerts:
  sources:
    loud: {kind: json, token: loud-token-loud-token}
    quiet: {kind: json, token: quiet-token-quiet-token}
  rules: [{name: None, when: 'alert.title == "none"', severity: sev4}]
`;

const bot = await startBot(process.argv[2], configuration);
const {port} = new URL(bot.url);

/** An address of this machine that is no proxy's: 127.0.0.1 is. */
const guest = (n) => `127.0.1.${n}`;

function post(source, body, options = {}) {
    return new Promise((resolve, reject) => {
        const asked = request(
            `${bot.url}/api/v1/alerts/${source}`, {
                method: "POST",
                headers: {Authorization: `Bearer ${source}-token-${source}-token`, ...options.headers},
                localAddress: options.from ?? guest(250),
                agent: options.agent,
                timeout: wait_ms,
            },
            (answer) => {
                let text = "";
                answer.on("data", (piece) => (text += piece));
                answer.on("end", () => resolve({status: answer.statusCode, headers: answer.headers, text}));
            });
        asked.on("timeout", () => asked.destroy(new Error("nobody answers")));
        asked.on("error", reject);
        asked.end(typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body));
    });
}

let told = 0;
async function tell() {
    const begun = performance.now();
    const answer = await post("quiet", {key: `k${++told}`, title: "none"});
    assert.equal(answer.status, 202, answer.text);
    return performance.now() - begun;
}

/** Sends these bytes, and resolves to all that is said until the door ends the connection. */
function exchange(bytes, from = guest(249)) {
    return new Promise((resolve, reject) => {
        const socket = connect({port, host: "127.0.0.1", localAddress: from});
        const timer = setTimeout(() => socket.destroy(new Error("the connection stays open")), wait_ms);
        let said = "";
        socket.on("data", (piece) => (said += piece.toString("latin1")));
        socket.on("error", (error) => (error.code === "ECONNRESET" || error.code === "EPIPE" ? {} : reject(error)));
        socket.on("close", () => {
            clearTimeout(timer);
            resolve(said);
        });
        socket.write(bytes, "latin1");
    });
}
const status_of = (said) => Number(said.slice(9, 12));
const answers_in = (said) => said.split("Content-Length: ").length - 1;

function memory_mib() {
    return Number(readFileSync(`/proc/${bot.pid}/status`, "utf8").match(/VmRSS:\s+(\d+) kB/)[1]) / 1024;
}
let highest = 0;
function look_at_memory() {
    highest = Math.max(highest, memory_mib());
    assert.ok(highest < most_memory_mib, `${highest} MiB`);
}

async function ambiguous_requests() {
    const {refused} = JSON.parse(readFileSync(new URL("../net/framing.json", import.meta.url), "utf8"));
    const smuggled = 'GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n';
    const body = '{"key":"smuggled","title":"none"}';
    const alert = `POST /api/v1/alerts/loud?token=loud-token-loud-token HTTP/1.1\r\nHost: x\r\nContent-Length: ${
        body.length}\r\n\r\n${body}`;
    for (const {name, bytes} of refused) {
        const said = await exchange(bytes.replace("/first", "/api/v1/alerts/loud?token=loud-token-loud-token")
                                        .replace(smuggled, alert));
        assert.equal(answers_in(said), 1, `${name}: ${said}`);
        assert.ok(status_of(said) >= 400, `${name}: ${said}`);
        assert.ok(said.includes("Connection: close"), `${name}: ${said}`);
    }
    const after = await post("loud", {key: "smuggled", title: "none"});
    assert.deepEqual(JSON.parse(after.text).ids, ["1"], "this alert is the first one of its source");
    console.log(`   ${refused.length} requests, none taken`);
}

async function too_large_and_compressed() {
    const head = "POST /api/v1/alerts/loud?token=loud-token-loud-token HTTP/1.1\r\nHost: x\r\n";
    assert.equal(status_of(await exchange(`${head}Content-Length: 1048577\r\n\r\n`)), 413);
    assert.equal(status_of(await exchange(`${head}Content-Length: 9223372036854775807\r\n\r\n`)), 413);
    const chunk = `10000\r\n${"x".repeat(65536)}\r\n`;
    assert.equal(status_of(await exchange(`${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(20)}`)), 413);
    assert.equal(status_of(await exchange(`${head}X: ${"x".repeat(20_000)}\r\n\r\n`)), 431);
    assert.equal(status_of(await exchange(`${head}${"X: y\r\n".repeat(5000)}\r\n`)), 431);
    // The body is longer than it says: what follows is no request.
    const lies = await exchange(`${head}Content-Length: 2\r\n\r\n{}{"key":"lies"}\r\n\r\n`);
    assert.equal(answers_in(lies), 2);
    assert.match(lies, /HTTP\/1\.1 400 Bad Request[^]*in one way only/);
    const bomb = gzipSync(Buffer.alloc(200 * mebibyte));
    assert.ok(bomb.length < mebibyte);
    for (const coding of ["gzip", "deflate", "br", "gzip, gzip"]) {
        const answer = await post("loud", bomb, {headers: {"Content-Encoding": coding}});
        assert.equal(answer.status, 400);
        assert.match(answer.text, /^\{"error":"/);
        look_at_memory();
    }
}

async function one_source_floods() {
    const agents = Array.from({length: 4}, (_, n) => [guest(200 + n), new Agent({keepAlive: true, maxSockets: 20})]);
    const begun = performance.now();
    const statuses = new Map();
    let sent = 0;
    const flood = async ([from, agent]) => {
        while (sent < 6000) {
            ++sent;
            const answer = await post("loud", {key: "flood", title: "none"}, {from, agent});
            statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
            if (answer.status === 429) assert.equal(answer.headers["retry-after"], "1");
        }
    };
    const flooding = Promise.all(agents.flatMap((each) => Array.from({length: 20}, () => flood(each))));
    let over = false;
    void flooding.finally(() => (over = true));
    let longest = 0;
    let served = 0;
    for (; !over; ++served) longest = Math.max(longest, await tell());
    await flooding;
    const seconds = (performance.now() - begun) / 1000;
    for (const [, agent] of agents) agent.destroy();
    assert.deepEqual([...statuses.keys()].sort(), [202, 429]);
    assert.ok(statuses.get(202) <= 500 + 100 * (seconds + 1), `${statuses.get(202)} taken in ${seconds} s`);
    assert.ok(served > 0);
    console.log(`   6000 in ${seconds.toFixed(1)} s: ${statuses.get(202)} taken, ${statuses.get(429)} told to wait; ` +
                `${served} of another source taken meanwhile, the slowest in ${longest.toFixed(0)} ms`);
}

async function guessing() {
    for (let i = 0; i < 20; ++i) {
        const answer = await post("quiet", {}, {headers: {Authorization: `Bearer guess-${i}`}});
        assert.equal(answer.status, 401);
    }
    const answer = await post("quiet", {}, {headers: {Authorization: "Bearer guess"}});
    assert.equal(answer.status, 429);
    assert.equal(answer.headers["retry-after"], "60");
    await tell();  // from the same address, with the token
}

async function one_address_opens_too_many() {
    const ended = [];
    const sockets = Array.from({length: 30}, (_, n) => {
        const socket = connect({port, host: "127.0.0.1", localAddress: guest(248)});
        socket.on("error", () => {});
        socket.on("close", () => ended.push(n));
        return socket;
    });
    await new Promise((resolve) => {
        const look = () => (ended.length >= 10 ? resolve() : setTimeout(look, 5));
        look();
    });
    await tell();
    assert.equal(ended.length, 10, "twenty stay");
    sockets.forEach((socket) => socket.destroy());
}

async function slow_clients() {
    const most = 1300;  // more than there are places
    const places = 1024;
    const line = "POST /api/v1/alerts/loud?token=loud-token-loud-token HTTP/1.1\r\nHost: x\r\n";
    const header = `${line}Content-Length: 100000\r\n\r\n`;
    const open = new Set();
    let given_up = 0;
    let answered = 0;
    let over = false;
    // One half never ends its header, the other half its body. Whoever is given up comes again.
    function begin(n) {
        const socket = connect({port, host: "127.0.0.1", localAddress: guest(Math.floor(n / 20))});
        socket.on("connect", () => {
            open.add(socket);
            socket.write(n % 2 ? line : header);
        });
        socket.on("error", () => {});
        socket.on("data", () => ++answered);
        socket.on("close", () => {
            given_up += open.delete(socket) ? 1 : 0;
            if (!over) begin(n);
        });
    }
    for (let n = 0; n < most; ++n) begin(n);
    const dripping = setInterval(() => open.forEach((socket) => socket.writable && socket.write("x")), 1000);
    const begun = performance.now();
    const times = [];
    const held = [];
    while (given_up < 2 * most || times.length < 300) {
        assert.ok(performance.now() - begun < wait_ms, `${given_up} were given up`);
        times.push(await tell());
        held.push(open.size);
        look_at_memory();
        await pause(25);  // a source may send 100 in a second
    }
    over = true;
    clearInterval(dripping);
    open.forEach((socket) => socket.destroy());
    assert.equal(answered, 0, "no slow client is answered");
    const sorted = (numbers) => [...numbers].sort((a, b) => a - b);
    const usually = sorted(held)[Math.floor(held.length / 2)];
    assert.ok(usually > 0.9 * places, `usually ${usually} slow clients held a connection`);
    console.log(`   ${times.length} alerts taken meanwhile, one after the other, the slowest in ${
        sorted(times).at(-1).toFixed(0)} ms; usually ${usually} slow clients held a connection`);
}

try {
    for (const step of [ambiguous_requests, too_large_and_compressed, one_address_opens_too_many, guessing,
                        one_source_floods, slow_clients]) {
        console.log(`-- ${step.name.replaceAll("_", " ")}`);
        const begun = performance.now();
        await step();
        look_at_memory();
        console.log(`   ${((performance.now() - begun) / 1000).toFixed(1)} s`);
    }
    console.log(`at most ${highest.toFixed(0)} MiB`);
} catch (error) {
    console.error(error.stack ?? error);
    process.exitCode = 1;
} finally {
    await bot.stop();
    process.exit();  // slow clients that are left
}
