// The running bot answers as its own OpenAPI document says, Prism standing between: every operation, and every
// refusal that can be had.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

import { startBot } from './bot.mjs';
import { startPrismBefore } from './prism.mjs';

const configuration = `
people: {dana: {name: Dana, slack: U000DANA}, lee: {name: Lee, slack: U000LEE}}
schedules: {primary: {layers: [{rotation: weekly, start: 2024-12-30T09:00, members: [dana, lee]}]}}
teams: {platform: {primary: "schedule:primary"}}
default_team: platform
http:
  listen: 127.0.0.1:0
  admin_listen: ""
  tokens:
    - {name: all, token: all-token-all-token, scopes: [read, declare, act, admin], person: dana}
    - {name: eyes, token: eyes-token-eyes-token, scopes: [read]}
    - {name: program, token: program-token-program, scopes: [read, declare, act]}
alerts:
  sources:
    anything: {kind: json, token: source-token-source}
    pd: {kind: pagerduty, token: routing-key-routing}
    og: {kind: opsgenie, token: genie-key-genie-key}
  heartbeats: [{name: nightly-backup, every: 24h}]
`;
const all = 'Bearer all-token-all-token';
const source = 'Bearer source-token-source';
const genie = 'GenieKey genie-key-genie-key';

let bot;
let prism;
let whole;
const called = new Set();

// What the document does not name is allowed to nobody here, so that nothing is said that it does not tell of.
function strict(node) {
    if (Array.isArray(node)) return node.map(strict);
    if (node === null || typeof node !== 'object') return node;
    const made = Object.fromEntries(Object.entries(node).map(([name, each]) => [name, strict(each)]));
    const isObject = typeof node.properties === 'object' && [node.type].flat().includes('object');
    return isObject ? { ...made, additionalProperties: false } : made;
}

function operation(method, path) {
    const found = Object.entries(whole.paths).find(([template, methods]) => {
        const pattern = new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+').replaceAll('.', '\\.')}$`);
        return pattern.test(path) && methods[method.toLowerCase()];
    });
    assert.ok(found, `${method} ${path} is in the document`);
    return found[1][method.toLowerCase()].operationId;
}

async function send(request, { as = all, body, key, through = prism.url } = {}) {
    const [method, path] = request.split(' ');
    const headers = { Accept: '*/*', ...(as && { Authorization: as }), ...(key && { 'Idempotency-Key': key }) };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await fetch(through + path, { method, headers, body: text });
    const content = await answer.text();
    const isJson = answer.headers.get('content-type')?.startsWith('application/json');
    return {
        status: answer.status,
        violations: JSON.parse(answer.headers.get('sl-violations') ?? '[]'),
        body: isJson ? JSON.parse(content) : content,
        headers: answer.headers,
    };
}

/** Asks as the document allows, and is answered as it says. */
async function does(request, status, options) {
    const answer = await send(request, options);
    assert.deepEqual(answer.violations, [], `${request}: ${JSON.stringify(answer.body)}`);
    assert.equal(answer.status, status, `${request}: ${JSON.stringify(answer.body)}`);
    const [method, address] = request.split(' ');
    if (status < 300) called.add(operation(method, address.split('?')[0]));
    return answer.body;
}

/** Asks for something wrong, which Prism may see too; the refusal is one of the document. */
async function refuses(request, status, options) {
    const answer = await send(request, options);
    const ofAnswer = answer.violations.filter((each) => each.location[0] === 'response');
    assert.deepEqual(ofAnswer, [], `${request}: ${JSON.stringify(answer.body)}`);
    assert.equal(answer.status, status, `${request}: ${JSON.stringify(answer.body)}`);
    return answer;
}

before(async () => {
    bot = await startBot(process.env.BUILD_DIR, configuration);
    whole = await (await fetch(`${bot.url}/api/v1/openapi.json`)).json();
    prism = await startPrismBefore(bot.url, strict(whole));
});
after(async () => {
    await prism?.stop();
    await bot?.stop();
});

test("the handbook's curl for a test incident works as written, but for host and token", async () => {
    const { stdout } = await promisify(execFile)('sh', [
        '-c',
        `curl -sS -X POST ${bot.url}/api/v1/incidents \\
  -H "Authorization: Bearer all-token-all-token" \\
  -d '{
    "title": "Test Incident - Please Acknowledge",
    "severity": "critical",
    "description": "Testing on-call rotation. Please acknowledge this incident."
  }'`,
    ]);
    const { incident } = JSON.parse(stdout);
    assert.equal(incident.id, 'INC-1');
    assert.equal(incident.state, 'paging');
    assert.equal(incident.severity, 'sev1');
    assert.equal(incident.title, 'Test Incident - Please Acknowledge');
});

test('an incident from its declaration to its end', async () => {
    const declaration = { title: 'API Down', severity: 'critical', description: 'Nobody can sign in', by: 'lee' };
    const { incident } = await does('POST /api/v1/incidents', 201, { body: declaration, key: 'deploy-7' });
    const again = await does('POST /api/v1/incidents', 201, { body: declaration, key: 'deploy-7' });
    assert.equal(again.incident.id, incident.id);
    const at = `/api/v1/incidents/${incident.id}`;
    await does(`POST ${at}/escalate`, 200, { body: { reason: 'nobody answers' } });
    await does(`POST ${at}/ack`, 200, { body: { by: 'dana' } });
    await does(`POST ${at}/ack`, 200, { body: { by: 'lee' } });
    await does(`POST ${at}/update`, 200, { body: { text: 'Looking', status: 'identified', eta: '30m', next: '5m' } });
    await does(`POST ${at}/status`, 200, { body: { status: 'monitoring', text: 'Restarted' } });
    await does(`POST ${at}/severity`, 200, { body: { severity: 2, reason: 'half of them' } });
    await does(`POST ${at}/note`, 200, { body: { text: 'The pool was full' } });
    await does(`POST ${at}/resolve`, 200, { body: { text: 'Restarted', cause: 'pool' } });
    await does(`POST ${at}/reopen`, 200, { body: { reason: 'it is back' } });
    assert.equal((await does(`GET ${at}`, 200)).incident.state, 'investigating');
    const { timeline } = await does(`GET ${at}/timeline`, 200);
    assert.ok(timeline.some((line) => line.text.includes('The pool was full')));
    await does(`POST ${at}/resolve`, 200, { body: {} });
    const drill = await does('POST /api/v1/incidents', 201, { body: { title: 'Drill', drill: true, nopage: true } });
    assert.match(drill.message, /SEV 2/);
    await does(`POST /api/v1/incidents/${drill.incident.number}/cancel`, 200, { body: { reason: 'enough' } });
    const list = await does('GET /api/v1/incidents?state=all&limit=2', 200);
    assert.equal(list.incidents.length, 2);
    assert.equal(list.next_offset, 2);
    await does('GET /api/v1/incidents?state=all&limit=2&offset=2&severity=sev1', 200);
});

test('silences, test pages and copies of the store', async () => {
    const { silence } = await does('POST /api/v1/silences', 201, { body: { text: 'service=api for 2h because deploy' } });
    await does(`POST /api/v1/silences/${silence.id}/confirm`, 200, { body: { by: 'lee' } });
    await does('GET /api/v1/silences', 200);
    await does(`POST /api/v1/silences/${silence.id}/end`, 200, { body: {} });
    const { test_page } = await does('POST /api/v1/people/dana/test-page', 201);
    await does(`GET /api/v1/test-pages/${test_page.id}`, 200);
    await does('POST /api/v1/people/U000GONE/removal', 200, { body: { dry_run: true } });
    await refuses('POST /api/v1/people/dana/removal', 409, { body: {} });
    let { backup } = await does('POST /api/v1/backups', 202);
    await refuses('POST /api/v1/backups', 409);
    while (!backup.complete) {
        const answer = await send(`GET /api/v1/backups/${backup.id}`);
        assert.deepEqual(answer.violations, []);
        ({ backup } = answer.body);
    }
    await does(`GET /api/v1/backups/${backup.id}`, 200);
    const bytes = await does(`GET /api/v1/backups/${backup.id}/bytes?from=0`, 200);
    assert.ok(bytes.startsWith('SQLite format 3'));
    await refuses(`GET /api/v1/backups/${backup.id}/bytes?from=x`, 400);
    await does(`DELETE /api/v1/backups/${backup.id}`, 200);
    await refuses(`GET /api/v1/backups/${backup.id}`, 404);
});

test('alerts, heartbeats and shifts', async () => {
    const alert = { key: 'backup/db-1', title: 'Backup of db-1 failed', severity: 'high', labels: { service: 'db' } };
    assert.equal((await does('POST /api/v1/alerts/anything', 202, { as: source, body: alert })).ids.length, 1);
    await does('POST /api/v1/alerts/anything?token=source-token-source', 202, { as: '', body: alert });
    await refuses('POST /api/v1/alerts/anything', 400, { as: source, body: '{' });
    await refuses('POST /api/v1/alerts/anything', 401, { as: 'Bearer wrong', body: alert });
    const event = { routing_key: 'routing-key-routing', event_action: 'trigger', dedup_key: 'd1' };
    const payload = { summary: 'Disk full', source: 'db1', severity: 'critical' };
    await does('POST /v2/enqueue', 202, { as: '', body: { ...event, payload } });
    await refuses('POST /v2/enqueue', 400, { as: '', body: { ...event, event_action: 'explode' } });
    await refuses('POST /v2/enqueue', 401, { as: '', body: { ...event, routing_key: 'wrong', payload } });
    await does('POST /v2/alerts', 202, { as: genie, body: { message: 'Disk full', alias: 'a1', priority: 'P1' } });
    await does('POST /v2/alerts/a1/close', 202, { as: genie, body: { note: 'done' } });
    await refuses('POST /v2/alerts', 400, { as: genie, body: '[' });
    await refuses('POST /v2/alerts', 401, { as: 'GenieKey wrong', body: { message: 'x' } });
    for (const method of ['GET', 'POST']) await does(`${method} /api/v1/heartbeats/nightly-backup`, 200);
    await refuses('GET /api/v1/heartbeats/other', 404);
    await refuses('GET /api/v1/heartbeats/nightly-backup', 401, { as: 'Bearer eyes-token-eyes-token' });
    assert.match(await does('GET /oncall.ics', 200), /^BEGIN:VCALENDAR/);
    await refuses('GET /oncall.ics?schedule=other', 404);
    await refuses('GET /oncall.ics', 401, { as: 'Bearer wrong' });
    await does('GET /api/v1/openapi.json', 200, { as: '' });
});

test('refusals are as the document says', async () => {
    const { incident } = await does('POST /api/v1/incidents', 201, { body: { title: 'Refusals', severity: 'sev3' } });
    const at = `/api/v1/incidents/${incident.id}`;
    await refuses('POST /api/v1/incidents', 400, { body: { severity: 'sev1' } });
    await refuses('POST /api/v1/incidents', 400, { body: { title: 7 } });
    await refuses('POST /api/v1/incidents', 400, { body: { title: 'Too long a key' }, key: 'k'.repeat(256) });
    await refuses('GET /api/v1/incidents?state=x', 400);
    await refuses(`POST ${at}/status`, 400, { body: { status: 'x' } });
    await refuses(`POST ${at}/ack`, 400, { body: { by: 'nobody' } });
    await refuses('GET /api/v1/incidents', 401, { as: '' });
    await refuses('POST /api/v1/incidents', 403, { as: 'Bearer eyes-token-eyes-token', body: { title: 'Eyes' } });
    await refuses('GET /api/v1/incidents/99', 404);
    await refuses('POST /api/v1/people/nobody/test-page', 404);
    await refuses('GET /api/v1/test-pages/99', 404);
    await refuses('POST /api/v1/silences/99/end', 404, { body: {} });
    await refuses('POST /api/v1/incidents/99/ack', 404, { body: {} });
    await refuses(`POST ${at}/ack`, 409, { as: 'Bearer program-token-program', body: {} });
    await refuses(`POST ${at}/reopen`, 409, { body: {} });
    await does(`POST ${at}/note`, 200, { body: { text: 'one' }, key: 'n1' });
    await refuses(`POST ${at}/note`, 422, { body: { text: 'two' }, key: 'n1' });
    await refuses(`POST ${at}/note`, 413, { body: { text: 'x'.repeat(1024 * 1024) } });
});

test('every operation was asked', () => {
    const operations = Object.values(whole.paths).flatMap((methods) => Object.values(methods));
    const missed = operations.map((each) => each.operationId).filter((each) => !called.has(each));
    assert.deepEqual(missed, []);
});

test('Prism does judge: a member that is not told of, and a status that is not, are found', async () => {
    const less = structuredClone(whole);
    delete less.components.schemas.Incident.properties.lead;
    less.components.schemas.Incident.required = less.components.schemas.Incident.required.filter((each) => each !== 'lead');
    delete less.paths['/api/v1/incidents/{incident}/timeline'].get.responses['404'];
    const other = await startPrismBefore(bot.url, strict(less));
    try {
        const shown = await send('GET /api/v1/incidents/1', { through: other.url });
        assert.ok(shown.violations.some((each) => each.location[0] === 'response' && /lead/.test(each.message)));
        const missing = await send('GET /api/v1/incidents/99/timeline', { through: other.url });
        assert.equal(missing.status, 404);
        assert.ok(missing.violations.some((each) => each.location[0] === 'response'));
    } finally {
        await other.stop();
    }
});

// Last: for a minute nobody is let in from this address.
test('whoever guesses waits', async () => {
    let answer;
    for (let i = 0; i < 21; ++i) answer = await send('GET /api/v1/incidents', { as: 'Bearer wrong', through: bot.url });
    assert.equal(answer.status, 429);
    const { headers } = await refuses('GET /api/v1/incidents', 429);
    assert.equal(headers.get('retry-after'), '60');
    await refuses('POST /api/v1/alerts/anything', 429, { as: 'Bearer wrong', body: {} });
    await refuses('POST /v2/enqueue', 429, { as: '', body: { routing_key: 'wrong', event_action: 'trigger' } });
    await refuses('POST /v2/alerts', 429, { as: 'GenieKey wrong', body: { message: 'x' } });
    await refuses('GET /oncall.ics', 429);
    await refuses('GET /api/v1/heartbeats/nightly-backup', 429);
});
