// An hour of ordinary work: what a bot takes of memory, descriptors and threads as time goes on.
//   node --no-warnings tests/bench/soak.mjs BUILD_FOLDER [--minutes N] [--warm N] [--every MILLISECONDS]
// Each turn an alert opens an incident, people acknowledge, update and resolve it, and its alert ends; a page is asked for
// too. Figures only: nothing fails when they change.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { freePort } from '../peers/monitoring.mjs';
import { startStandIn } from '../peers/stand_in.mjs';
import { machineFacts } from './machine.mjs';
import { startPhoneCompany } from './phone_company.mjs';
import { start } from './programs.mjs';

const [folder, ...words] = process.argv.slice(2);
const buildDir = resolve(folder);
const option = (name, otherwise) => Number(words.includes(name) ? words[words.indexOf(name) + 1] : otherwise);
const minutes = option('--minutes', 60);
const warm = option('--warm', 10); // minutes that do not count
const every_ms = option('--every', 2000);
const sample_ms = 15_000;

const place = mkdtempSync(join(tmpdir(), 'tocsin-soak-'));
const slack = await startStandIn(buildDir, ['--no-transcript']);
const company = await startPhoneCompany();
const port = await freePort();
const bot = start(
    {
        name: 'tocsin', configured: true, command: [join(buildDir, 'tocsin'), 'run', '--config'],
        more: `people: {dana: {name: Dana, slack: U000DANA, phone: "+12025550101"}}
severities: {sev2: {page: {to: ["person:dana"], via: [sms, slack]}}}
paging:
  sms: [twilio]
  providers: {twilio: {account_sid: ACsoak, auth_token: soak, from: "+12025550199", inbound: poll, base_url: "${company.url}"}}
http:
  listen: "127.0.0.1:${port}"
  admin_listen: ""
  tokens: [{name: soak, token: soak, scopes: [read, declare, act], person: dana}]
alerts:
  sources: {anything: {kind: json, token: soak-alerts}}
  rules: [{name: Everything, when: "true", severity: sev2}]
`,
    },
    slack.url, place,
);

const api = `http://127.0.0.1:${port}/api/v1`;
async function ask(method, path, body, token = 'soak') {
    const answer = await fetch(`${api}${path}`, {
        method, headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }, body: body && JSON.stringify(body),
    });
    if (answer.status >= 500) throw new Error(`${path}: ${answer.status}`);
    return answer.json();
}
for (let tries = 0; tries < 100; ++tries) {
    if (await ask('GET', '/incidents').catch(() => null)) break;
    await sleep(100);
}

async function turn(n) {
    const alert = (status) => ask('POST', '/alerts/anything', { key: `a${n}`, title: `Trouble ${n}`, status, labels: { service: `s${n % 50}` } }, 'soak-alerts');
    await alert('firing');
    const { incidents } = await ask('GET', '/incidents?state=open&limit=1');
    const [newest] = incidents;
    if (!newest) return;
    await ask('POST', `/incidents/${newest.number}/ack`, {});
    await ask('POST', `/incidents/${newest.number}/update`, { text: `Looking at it, turn ${n}.` });
    await ask('POST', `/incidents/${newest.number}/resolve`, { text: 'Restarted.', cause: 'A full disk' });
    await alert('resolved');
    if (n % 10 === 0) await ask('GET', '/incidents?state=all&limit=50');
}

const samples = []; // {minute, mb, descriptors, threads}
const began = performance.now();
const minute = () => (performance.now() - began) / 60_000;
const count = (what) => readdirSync(`/proc/${bot.pid}/${what}`).length;
let turns = 0;
let next_sample = 0;
while (minute() < minutes) {
    const due = performance.now() + every_ms;
    await turn(++turns);
    if (performance.now() >= next_sample) {
        next_sample = performance.now() + sample_ms;
        samples.push({ minute: minute(), mb: bot.residentMb(), descriptors: count('fd'), threads: count('task') });
    }
    await sleep(Math.max(0, due - performance.now()));
}

// Of a straight line through them, by least squares.
function slope(points) {
    const mean = (list) => list.reduce((sum, one) => sum + one, 0) / list.length;
    const [x, y] = [mean(points.map(([at]) => at)), mean(points.map(([, value]) => value))];
    const over = points.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0);
    return over / points.reduce((sum, [at]) => sum + (at - x) ** 2, 0);
}
const counted = samples.filter((one) => one.minute >= warm);
const range = (name) => `${Math.min(...counted.map((one) => one[name]))} to ${Math.max(...counted.map((one) => one[name]))}`;
const store_mb = (await import('node:fs')).statSync(join(place, 'tocsin.db')).size / 2 ** 20;
for (const fact of machineFacts(`soak of ${minutes} minutes`)) console.log(`* ${fact}`);
console.log(`* ${turns} incidents from alert to resolution, ${company.orders.length} texts; the store is ${store_mb.toFixed(1)} MB`);
console.log('\n|  | after the first ' + warm + ' minutes |\n| --- | ---: |');
console.log(`| memory | ${counted[0].mb.toFixed(1)} MB, then ${counted.at(-1).mb.toFixed(1)} MB |`);
console.log(`| growth by the hour | ${(slope(counted.map((one) => [one.minute / 60, one.mb]))).toFixed(2)} MB |`);
console.log(`| descriptors | ${range('descriptors')} |`);
console.log(`| threads | ${range('threads')} |`);
for (let i = 0; i < samples.length; i += Math.max(1, Math.floor(samples.length / 12)))
    console.log(`minute ${samples[i].minute.toFixed(1)}: ${samples[i].mb.toFixed(2)} MB`);
await bot.end();
slack.stop?.();
company.stop();
rmSync(place, { recursive: true, force: true });
process.exit(0);
