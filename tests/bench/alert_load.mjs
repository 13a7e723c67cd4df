// Sends requests over connections that stay open, one under way on each, and notes how long every answer took. Written
// on plain sockets, so that it takes little of the processors that everything here shares.
import { connect } from 'node:net';

export class Sender {
    // `request`: the bytes of the n-th request; `answered(n, status, ms)`.
    constructor(port, connections, request, answered) {
        Object.assign(this, { port, request, answered, next: 0, idle: [], waiting: 0, failed: 0 });
        this.sockets = Array.from({ length: connections }, () => this.open());
    }

    open() {
        const socket = connect({ port: this.port, host: '127.0.0.1', noDelay: true });
        socket.got = '';
        socket.setEncoding('latin1');
        socket.on('connect', () => this.rest(socket));
        socket.on('data', (part) => this.take(socket, part));
        socket.on('error', () => { ++this.failed; });
        return socket;
    }

    rest(socket) {
        this.idle.push(socket);
        if (this.waiting > 0) {
            --this.waiting;
            this.write();
        }
    }

    write() {
        const socket = this.idle.pop();
        socket.number = this.next++;
        socket.begun = performance.now();
        socket.write(this.request(socket.number));
    }

    // One more request; it waits for a connection where all are busy.
    send() {
        if (this.idle.length > 0) this.write();
        else ++this.waiting;
    }

    take(socket, part) {
        socket.got += part;
        const head = socket.got.indexOf('\r\n\r\n');
        if (head < 0) return;
        const length = Number(socket.got.slice(0, head).match(/content-length: (\d+)/i)?.[1] ?? 0);
        if (socket.got.length < head + 4 + length) return;
        const status = Number(socket.got.slice(9, 12));
        socket.got = '';
        this.answered(socket.number, status, performance.now() - socket.begun);
        this.rest(socket);
    }

    end() {
        for (const socket of this.sockets) socket.destroy();
    }
}

export function post(path, token, body) {
    const text = JSON.stringify(body);
    const sign_in = token ? `Authorization: Bearer ${token}\r\n` : '';
    return `POST ${path} HTTP/1.1\r\nHost: localhost\r\n${sign_in}Content-Type: application/json\r\n` +
        `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}

export function share(values, part) {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}

// `count` requests, `per_second`; 0: as fast as `connections` are answered. Resolves when all are answered.
export async function play({ port, connections, count, per_second, request }) {
    const took = [];
    const statuses = {};
    let answered = 0;
    const begun = performance.now();
    let sent = 0;
    return new Promise((resolve) => {
        const sender = new Sender(port, connections, request, (number, status, ms) => {
            took.push(ms);
            statuses[status] = (statuses[status] ?? 0) + 1;
            if (++answered < count) {
                if (per_second === 0 && sent < count) (++sent, sender.send());
                return;
            }
            clearInterval(clock);
            sender.end();
            const seconds = (performance.now() - begun) / 1000;
            resolve({ seconds, statuses, failed: sender.failed, took, per_second: count / seconds });
        });
        const due = () => per_second === 0 ? Math.min(count, connections) : Math.min(count, Math.floor((performance.now() - begun) * per_second / 1000));
        const clock = setInterval(() => {
            for (; sent < due(); ++sent) sender.send();
            if (per_second === 0) clearInterval(clock);
        }, 2);
    });
}
