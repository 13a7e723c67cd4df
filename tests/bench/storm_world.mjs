// The house of the storm: two hundred services of ten teams, a person for each team, and a bot with many sources, for one
// source may send a hundred times a second.
import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '../peers/monitoring.mjs';
import { startStandIn, until } from '../peers/stand_in.mjs';
import { post } from './alert_load.mjs';
import { startPhoneCompany } from './phone_company.mjs';
import { start } from './programs.mjs';

export const services = 200;
const teams = 10;
const sources = 120;
const numbered = (count, line) => Array.from({ length: count }, (_, i) => line(i)).join('\n');

export const severity_of = (service) => ['page', 'high', 'high', 'warning'][service % 4];
export const is_sev1 = (service) => severity_of(service) === 'page';

const configuration = (port, phone_url) => `people:
  dana: {name: Dana, slack: U000DANA}
${numbered(teams, (i) => `  p${i}: {name: Person ${i}, phone: "+1202555010${i}"}`)}
teams:
${numbered(teams, (i) => `  t${i}: {primary: "person:p${i}"}`)}
default_team: t0
services:
${numbered(services, (i) => `  service-${i}: {name: Service ${i}, team: t${Math.floor(i / 4) % teams}}`)}
severities:
  sev1: {page: {to: [primary], via: [phone, sms]}}
  sev2: {page: {to: [primary], via: [sms]}}
  sev3: {page: {to: ["person:dana"], via: [slack]}}
paging:
  phone: [twilio]
  sms: [twilio]
  providers:
    twilio: {account_sid: ACbench, auth_token: bench, from: "+12025550199", inbound: poll, base_url: "${phone_url}"}
http: {listen: "127.0.0.1:${port}", admin_listen: ""}
alerts:
  sources:
${numbered(sources, (i) => `    s${i}: {kind: alertmanager, token: token-${i}}`)}
  rules:
    - {name: API Down, when: uptime_monitor.status == "down", severity: sev1}
    - {name: Page, when: 'alert.labels.severity == "page"', severity: sev1}
    - {name: High, when: 'alert.labels.severity in ["high", "error"]', severity: sev2}
    - {name: Everything else, when: "true", severity: sev3}
  group_by: [service]
`;

export const service_of = (number) => number % services;

function alert(number, name) {
    const service = service_of(number);
    return {
        status: 'firing', fingerprint: `${name}-${number}`, startsAt: '2026-01-01T00:00:00Z', endsAt: '0001-01-01T00:00:00Z',
        generatorURL: 'http://prometheus.example.com/graph?g0.expr=up', annotations: { summary: `Service ${service} fails on host ${number}` },
        labels: { alertname: 'Failing', service: `service-${service}`, severity: severity_of(service), host: `host-${number}` },
    };
}

// The n-th request of a load, each with `each` alerts that were never told before.
export const webhook = (name, each = 1) => (n) => {
    const alerts = Array.from({ length: each }, (_, i) => alert(n * each + i, name));
    return post(`/api/v1/alerts/s${n % sources}`, `token-${n % sources}`, { version: '4', status: 'firing', alerts });
};

// The same alerts, as Prometheus tells Alertmanager.
export const prometheus_post = (name, each = 1) => (n) =>
    post('/api/v2/alerts', '', Array.from({ length: each }, (_, i) => {
        const { labels, annotations, generatorURL } = alert(n * each + i, name);
        return { labels: { ...labels, run: name }, annotations, generatorURL };
    }));

// `pace`: slack.pace.per_channel.
export async function startHouse(buildDir, pace) {
    const place = mkdtempSync(join(tmpdir(), 'tocsin-storm-'));
    const company = await startPhoneCompany();
    const slack = await startStandIn(buildDir, ['--port', '0', '--no-transcript', '--messages', '100000']);
    const port = await freePort();
    const command = [join(buildDir, 'tocsin'), 'run', '--config'];
    const bot = start({ configured: true, pace, more: configuration(port, company.url), command }, slack.url, place);
    await until('the hello', async () => (await slack.transcript()).gateway.last_hello_us > 0);
    return {
        port, bot, company,
        // Grows with everything that the bot posts, edits, or tells a phone.
        async done() {
            return (await slack.transcript()).gateway.acknowledged + company.orders.length;
        },
        // Ends the bot; then its store may be asked.
        async end(questions = {}) {
            await bot.end();
            const store = new DatabaseSync(join(place, 'tocsin.db'));
            const answers = Object.entries(questions).map(([name, sql]) => [name, store.prepare(sql).all()]);
            store.close();
            await slack.stop();
            company.stop();
            rmSync(place, { recursive: true });
            return Object.fromEntries(answers);
        },
    };
}
