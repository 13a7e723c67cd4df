// How soon phones ring: many incidents are open, further ones of SEV 1 are declared over the API, and a phone company on
// loopback notes when it is handed each text. Level 2 follows after ten seconds; its lateness is that of a durable timer.
//   node tests/bench/pages.mjs BUILD_FOLDER [OPEN [TRIGGERS [PER_SECOND]]]
// Needs the release preset built. Figures only: nothing fails when they change.
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { startStandIn, until } from '../peers/stand_in.mjs';
import { startPhoneCompany } from './phone_company.mjs';
import { start } from './programs.mjs';

const [folder, open = '1000', triggers = '300', per_second = '5'] = process.argv.slice(2);
const buildDir = resolve(folder);
const level_ms = 10_000;
const numbers = { dana: '+12025550101', lee: '+12025550102' };
const place = mkdtempSync(join(tmpdir(), 'tocsin-pages-'));

const company = await startPhoneCompany();
const slack = await startStandIn(buildDir, ['--port', '0', '--no-transcript']);
const port = 20_000 + (process.pid % 20_000);
const more = `people:
  dana: {name: Dana, slack: U000DANA, phone: "${numbers.dana}"}
  lee: {name: Lee, slack: U000LEE, phone: "${numbers.lee}"}
escalation_policies:
  bench: {levels: [{to: ["person:dana"], via: [sms], timeout: ${level_ms / 1000}s}, {to: ["person:lee"], via: [sms], timeout: 1h}]}
severities: {sev1: {page: {to: ["person:dana"], via: [sms], policy: bench}}}
paging:
  sms: [twilio]
  providers:
    twilio: {account_sid: ACbench, auth_token: bench, from: "+12025550199", inbound: poll, base_url: "${company.url}"}
http:
  listen: "127.0.0.1:${port}"
  admin_listen: "127.0.0.1:0"
  tokens: [{name: bench, token: bench-token, scopes: [declare, act]}]
`;
const bot = start({ name: 'tocsin', configured: true, more, command: [join(buildDir, 'tocsin'), 'run', '--config'] },
    slack.url, place);

async function declare(body) {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/incidents`, {
        method: 'POST', headers: { Authorization: 'Bearer bench-token' }, body: JSON.stringify(body),
    });
    if (response.status !== 201) throw new Error(`declaring was answered with ${response.status}: ${await response.text()}`);
    return String((await response.json()).incident.number);
}

const begun_at = new Map();
try {
    await until('the hello', async () => (await slack.transcript()).gateway.last_hello_us > 0);
    for (let i = 0; i < Number(open); ++i) {
        await declare({ title: `Open incident ${i}`, severity: 'sev2', nopage: true });
        await sleep(11); // a token may ask 100 times a second
    }
    process.stderr.write(`${open} incidents are open\n`);
    for (let i = 0; i < Number(triggers); ++i) {
        const begun = performance.now();
        begun_at.set(await declare({ title: `Trigger ${i}`, severity: 'sev1' }), begun);
        await sleep(Math.max(0, 1000 / Number(per_second) - (performance.now() - begun)));
    }
    await sleep(level_ms + 5000);
} finally {
    await bot.end();
    await slack.stop();
    company.stop();
    rmSync(place, { recursive: true });
}

function figures(values) {
    const sorted = [...values].sort((a, b) => a - b);
    const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(0);
    return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, from ${sorted[0].toFixed(0)} to ${sorted.at(-1).toFixed(0)} ms`;
}

// When somebody was first texted of each incident.
function texted(number) {
    const first = new Map();
    for (const { at, to, text } of company.orders) {
        const about = text.match(/INC-(\d+)/)?.[1];
        if (to === number && about && !first.has(about)) first.set(about, at);
    }
    return first;
}
const first = texted(numbers.dana);
const second = texted(numbers.lee);
const triggered = [...begun_at.keys()];
const paged = triggered.filter((number) => first.has(number));
const escalated = paged.filter((number) => second.has(number));
console.log(`${open} open incidents, ${triggers} triggers of SEV 1, ${per_second} a second`);
console.log(`first page handed over: ${paged.length} of ${triggers}, ` +
    figures(paged.map((number) => first.get(number) - begun_at.get(number))));
console.log(`level 2 handed over, later than the trigger and ${level_ms / 1000} s: ${escalated.length} of ${triggers}, ` +
    figures(escalated.map((number) => second.get(number) - begun_at.get(number) - level_ms)));
