// A thread that asks the front door for more than it gives: over the connections of several addresses, one request after
// the other on each, at a rate or as fast as this machine can. It runs until it is told to stop, and tells what it was
// answered. A thread of its own, and no HTTP client: neither is to hold up whoever measures beside it.
import {connect} from "node:net";
import {parentPort, workerData} from "node:worker_threads";

const {port, addresses, connections, per_second, target, headers, body} = workerData;
const beat_ms = 5;
const asked = Buffer.from(`POST ${target} HTTP/1.1\r\nHost: x\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`);

const statuses = {};
const wrong = [];
const idle = [];
let sent = 0;
let waiting = 0;
let over = false;

function take(socket, answer) {
    const status = answer.slice(9, 12);
    statuses[status] = (statuses[status] ?? 0) + 1;
    if (status === "429" && !/\r\nRetry-After: 1\r\n/i.test(answer) && wrong.length < 3) wrong.push(answer);
    --waiting;
    idle.push(socket);
}

for (const address of addresses) {
    for (let n = 0; n < connections; ++n) {
        const socket = connect({port, host: "127.0.0.1", localAddress: address, noDelay: true});
        let said = "";
        socket.on("connect", () => idle.push(socket));
        socket.on("data", (piece) => {
            said += piece.toString("latin1");
            const head = said.indexOf("\r\n\r\n");
            const length = head < 0 ? null : said.slice(0, head).match(/\r\ncontent-length: (\d+)/i);
            if (length === null || said.length < head + 4 + Number(length[1])) return;
            take(socket, said);
            said = "";
            ask();
        });
        socket.on("error", (error) => wrong.push(error.message));
        socket.on("close", () => over || wrong.push("the door ended a connection"));
    }
}

const begun = performance.now();
function ask() {
    const due = Math.ceil(((performance.now() - begun) / 1000) * per_second);
    while (!over && sent < due && idle.length > 0) {
        idle.shift().write(asked);  // the one that has been silent longest
        ++sent;
        ++waiting;
    }
    if (!over || waiting > 0) return;
    clearInterval(beat);
    parentPort.postMessage({sent, statuses, wrong, seconds: (performance.now() - begun) / 1000});
    process.exit();
}
const beat = setInterval(ask, beat_ms);
parentPort.on("message", () => (over = true));
