// Clients of the replicas, as they are in earnest: each asks any of them and, without an answer, another one, with the
// same request. What they saw is kept for history.mjs.
import { pause } from './world.mjs';

const answer_ms = 4000;
const people = ['dana', 'lee', 'sam'];
const pick = (list) => list[Math.floor(Math.random() * list.length)];

// Keys go on from one set of clients to the next: the same one again would be answered with what it made before.
let last = 0;

export function startClients(world) {
    let goes_on = true;
    const alerts = []; // accepted ones: {key, pages, began, ended, resolved, unanswered}
    const incidents = []; // {number, key, began, ended, operations, left}: left alone, nobody acknowledges it
    const waits = []; // {key, began, ended} of alerts: told first, and accepted

    async function ask(number, method, path, { body, token = 'client-token', key } = {}) {
        const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
        if (key) headers['Idempotency-Key'] = key;
        const answer = await fetch(`${world.api(number)}${path}`, {
            method, headers, body: body && JSON.stringify(body), signal: AbortSignal.timeout(answer_ms),
        }).catch(() => null);
        if (answer === null) return null;
        const json = await answer.json().catch(() => null);
        return json === null || answer.status >= 500 || answer.status === 429 ? null : { status: answer.status, json };
    }

    // The same request, until one of them answers it. `unanswered`: how many of them got no answer, and may come to
    // something later.
    async function insist(method, path, more) {
        for (let unanswered = 0, asked = null; ; ++unanswered) {
            asked = pick([...world.replicas.keys()].filter((number) => number !== asked));
            const answer = await ask(asked, method, path, more);
            if (answer) return { ...answer, unanswered };
            await pause(100);
        }
    }

    async function tell(key, status, more) {
        const began = performance.now();
        const answer = await insist('POST', '/api/v1/alerts/anything', { token: 'alert-token', body: { key, title: key, status, ...more } });
        if (answer.status !== 202) throw new Error(`an alert was refused: ${JSON.stringify(answer)}`);
        const ended = performance.now();
        waits.push({ key, began, ended });
        return { began, ended, unanswered: answer.unanswered };
    }

    // Every third one is resolved, and of the others some page.
    async function sendAlerts() {
        while (goes_on) {
            const number = ++last;
            const key = `alert-${number}`;
            const pages = number % 45 === 1;
            const alert = { key, pages, resolved: false, ...(await tell(key, 'firing', pages ? { severity: 'sev1' } : {})) };
            alerts.push(alert);
            if (number % 3 === 0) {
                await tell(key, 'resolved');
                alert.resolved = true;
            }
            await pause(50 + Math.random() * 100);
        }
    }

    // Each asks one replica once, as somebody who presses a button.
    async function operate(incident, kind, by) {
        const began = performance.now();
        const path = `/api/v1/incidents/${incident.number}`;
        const number = pick([...world.replicas.keys()]);
        const answer = kind === 'ack'
            ? await ask(number, 'POST', `${path}/ack`, { body: { by }, key: `ack-${incident.number}-${by}` })
            : await ask(number, 'GET', path);
        const ended = answer ? performance.now() : Infinity;
        const found = answer?.json.incident;
        if (answer && !found) throw new Error(`${kind} was refused: ${JSON.stringify(answer)}`);
        const seen = found ? (found.acknowledged ? found.lead.person ?? found.lead.name.toLowerCase() : null) : undefined;
        incident.operations.push({ kind, by, began, ended, seen });
    }

    async function read(incident) {
        const end = performance.now() + 4000;
        while (goes_on && performance.now() < end) {
            await operate(incident, 'read');
            await pause(Math.random() * 100);
        }
    }

    async function declareAndAcknowledge() {
        while (goes_on) {
            const key = `declare-${++last}`;
            const began = performance.now();
            const answer = await insist('POST', '/api/v1/incidents', { body: { title: `Trouble ${key}`, severity: 'sev1' }, key });
            if (answer.status !== 201) throw new Error(`a declaration was refused: ${JSON.stringify(answer)}`);
            const { number } = answer.json.incident;
            const incident = { number, key, began, ended: performance.now(), operations: [], left: incidents.length % 3 === 2 };
            incidents.push(incident);
            if (incident.left) continue;
            await pause(Math.random() * 300);
            await Promise.all([...people.map((by) => operate(incident, 'ack', by)), read(incident), read(incident)]);
        }
    }

    const all = Promise.allSettled([sendAlerts(), sendAlerts(), declareAndAcknowledge(), declareAndAcknowledge()]);
    return {
        alerts, incidents, waits, ask,
        async stop() {
            goes_on = false;
            for (const { reason } of await all) if (reason) throw reason;
        },
    };
}
