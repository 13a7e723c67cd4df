// A storm of alerts: how soon each is durable, how soon phones ring, what it takes, when all of it is over.
//   tests/peers/node_modules/.bin/node --no-warnings tests/bench/storm.mjs BUILD_FOLDER [--rounds N]
//       [--only storm,latency,rate] [--pace 1/s]
// Needs the release preset built, the packages of tests/peers, and Debian's prometheus-alertmanager for the rate. Figures
// only: nothing fails when they change.
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { freePort, startAlertmanager, temporaryFolder } from '../peers/monitoring.mjs';
import { play, share } from './alert_load.mjs';
import { busy, diskFacts, machineFacts } from './machine.mjs';
import { is_sev1, prometheus_post, service_of, services, startHouse, webhook } from './storm_world.mjs';

const [folder, ...words] = process.argv.slice(2);
const buildDir = resolve(folder);
const option = (name, otherwise) => (words.includes(name) ? words[words.indexOf(name) + 1] : otherwise);
const rounds = Number(option('--rounds', 3));
const only = option('--only', 'storm,latency,rate').split(',');
const pace = option('--pace', 'unlimited');

const storm_count = 10_000;
const storm_seconds = 60;
const minute_ms = 60_000;
const patience_s = 240; // for the backlog
const quiet_ms = 65_000; // nothing was held back for longer: pages wait a minute

// When each service was told of first, by the number of its alert.
function watchful(request) {
    const first = new Map();
    return {
        first,
        request(n) {
            if (!first.has(service_of(n))) first.set(service_of(n), performance.now());
            return request(n);
        },
    };
}

// Texts and calls that came within a minute of the one before to the same person, but for the first of each SEV 1: those
// wait for nobody.
function too_soon(orders) {
    const last = new Map();
    const known = new Set();
    let count = 0;
    for (const { at, call, to, text } of orders) {
        const sev1 = text.match(/INC-\d+(?= SEV 1)/g) ?? (/^SEV 1/.test(text) ? text.match(/INC-\d+/g) : []);
        const news = call || sev1.some((incident) => !known.has(incident));
        sev1.forEach((incident) => known.add(incident));
        const key = `${call}/${to}`;
        if (!news && last.has(key) && at - last.get(key) < minute_ms - 500) ++count;
        last.set(key, at);
    }
    return count;
}

async function storm() {
    const house = await startHouse(buildDir, pace);
    const told = watchful(webhook('storm'));
    const cpu = house.bot.processorSeconds();
    const load = await play({ port: house.port, connections: 32, count: storm_count, per_second: storm_count / storm_seconds, request: told.request });
    const over = performance.now();
    let done = await house.done();
    let last_ms = 0; // of what the storm led to, after its end
    while (performance.now() - over < patience_s * 1000 && performance.now() - over - last_ms < quiet_ms) {
        await sleep(200);
        const now = await house.done();
        if (now !== done) [done, last_ms] = [now, performance.now() - over];
    }
    const peak_mb = house.bot.peakMb();
    const cpu_s = house.bot.processorSeconds() - cpu;
    const store = await house.end({
        belong: 'SELECT count(*) AS found FROM alerts WHERE incident > 0', incidents: 'SELECT number, service FROM incidents',
        waiting: "SELECT lane FROM outbox WHERE lane NOT LIKE 'ask/%' AND lane NOT LIKE 'replies/%'",
    });
    const late = store.incidents.map(({ number, service }) => ({ number, service: Number(service.slice('service-'.length)) }))
        .filter(({ service }) => is_sev1(service))
        .map(({ number, service }) => {
            const order = house.company.orders.find(({ text }) => new RegExp(`INC-${number}\\b`).test(text));
            return order ? order.at - told.first.get(service) : Infinity;
        });
    const calls = house.company.orders.filter(({ call }) => call).length;
    return {
        accepted: load.statuses[202] ?? 0, lost: storm_count - store.belong[0].found, incidents: store.incidents.length,
        durable_p50: share(load.took, 0.5), durable_p99: share(load.took, 0.99), durable_max: share(load.took, 1),
        page_p50: share(late, 0.5), page_max: share(late, 1), texts: house.company.orders.length - calls, calls,
        too_soon: too_soon(house.company.orders), drained_s: last_ms / 1000, left: store.waiting.length,
        posts: done, peak_mb, cpu_s,
    };
}

async function latency() {
    const house = await startHouse(buildDir, pace);
    await play({ port: house.port, connections: 4, count: services * 2, per_second: 50, request: webhook('warm') });
    const figures = {};
    for (const [rate, seconds] of [[50, 20], [500, 20]]) {
        const load = await play({ port: house.port, connections: 64, count: rate * seconds, per_second: rate, request: webhook(`at-${rate}`) });
        Object.assign(figures, {
            [`durable_${rate}_p50`]: share(load.took, 0.5), [`durable_${rate}_p99`]: share(load.took, 0.99),
            [`durable_${rate}_max`]: share(load.took, 1), [`refused_${rate}`]: rate * seconds - (load.statuses[202] ?? 0),
        });
    }
    await house.end();
    return figures;
}

async function rate() {
    const figures = { refused: 0 };
    const count = 10_000;
    const house = await startHouse(buildDir, pace);
    await play({ port: house.port, connections: 4, count: services * 2, per_second: 50, request: webhook('warm') });
    const most = async (name, port, each, request, expected) => {
        const load = await play({ port, connections: 64, count: count / each, per_second: 0, request });
        figures[name] = count / load.seconds;
        figures.refused += count / each - (load.statuses[expected] ?? 0);
    };
    await most('tocsin_1', house.port, 1, webhook('one'), 202);
    await most('tocsin_50', house.port, 50, webhook('fifty', 50), 202);
    figures.tocsin_mb = house.bot.peakMb();
    await house.end();
    const place = temporaryFolder('tocsin-storm-alertmanager');
    const port = await freePort();
    const alertmanager = await startAlertmanager(place, port, { route: { receiver: 'nobody', group_by: ['service'] }, receivers: [{ name: 'nobody' }] });
    await most('alertmanager_1', port, 1, prometheus_post('one'), 200);
    await most('alertmanager_50', port, 50, prometheus_post('fifty', 50), 200);
    figures.alertmanager_mb = alertmanager.peakMb();
    await alertmanager.stop();
    place.remove();
    return figures;
}

const parts = { storm, latency, rate };
const seen = {};
const load = [busy()];
for (let round = 1; round <= rounds; ++round) {
    for (const name of only) {
        process.stderr.write(`round ${round} of ${rounds}: ${name} …\n`);
        for (const [key, value] of Object.entries(await parts[name]())) (seen[`${name}.${key}`] ??= []).push(value);
        load.push(busy());
    }
}
const rows = {
    'storm.accepted': ['storm of 10,000 in 60 s over 200 services: accepted', 'all'],
    'storm.lost': ['… in no incident', '0'],
    'storm.incidents': ['… incidents', ''],
    'storm.durable_p50': ['… 202 after, p50', '', 'ms'],
    'storm.durable_p99': ['… p99', '', 'ms'],
    'storm.durable_max': ['… longest', '', 'ms'],
    'storm.page_p50': ['… first page of a SEV 1 service after its first alert, p50', '', 'ms'],
    'storm.page_max': ['… longest of the 50', '5 s', 'ms'],
    'storm.calls': ['… calls to ten people, for 50 SEV 1', '', ''],
    'storm.texts': ['… texts, for 50 SEV 1 and 100 SEV 2', ''],
    'storm.too_soon': ['… others within a minute of the one before', '0'],
    'storm.posts': ['… posts, edits and orders', ''],
    'storm.drained_s': ['… everything said after its end', '120 s', 's'],
    'storm.left': ['… left to say', '0'],
    'storm.peak_mb': ['… memory at most', '128 MiB', 'MiB'],
    'storm.cpu_s': ['… processor time', '', 's'],
    'latency.durable_50_p50': ['202 at 50/s, p50', '', 'ms'],
    'latency.durable_50_p99': ['… p99', '50 ms', 'ms'],
    'latency.durable_50_max': ['… longest', '', 'ms'],
    'latency.refused_50': ['… refused', '0'],
    'latency.durable_500_p50': ['202 at 500/s, p50', '', 'ms'],
    'latency.durable_500_p99': ['… p99', '250 ms', 'ms'],
    'latency.durable_500_max': ['… longest', '', 'ms'],
    'latency.refused_500': ['… refused', '0'],
    'rate.tocsin_1': ['alerts a second at most, one in a request', '', '/s'],
    'rate.alertmanager_1': ['… Alertmanager', '', '/s'],
    'rate.tocsin_50': ['alerts a second at most, 50 in a request', '', '/s'],
    'rate.alertmanager_50': ['… Alertmanager', '', '/s'],
    'rate.tocsin_mb': ['memory at most', '', 'MiB'],
    'rate.alertmanager_mb': ['… Alertmanager', '', 'MiB'],
    'rate.refused': ['refused by either', '0'],
};
const digits = (value) => (Number.isInteger(value) || value > 1000 ? value.toFixed(0) : value.toFixed(value < 10 ? 1 : 0));
const disk = diskFacts(tmpdir());
const facts = [
    ...machineFacts('Alertmanager 0.25'), `fdatasync of 4 KiB appended: p50 ${disk.p50.toFixed(2)} ms, p99 ${disk.p99.toFixed(2)} ms`,
    `load average of the machine meanwhile: ${Math.min(...load).toFixed(1)} to ${Math.max(...load).toFixed(1)}`, `pace in Slack: ${pace}`,
];
console.log(facts.map((fact) => `* ${fact}`).join('\n'), '\n');
console.log(`|  | goal | median of ${rounds} | all |\n| --- | ---: | ---: | --- |`);
for (const [key, [title, goal, unit = '']] of Object.entries(rows)) {
    if (!seen[key]) continue;
    const sorted = [...seen[key]].sort((one, other) => one - other);
    const middle = sorted[sorted.length >> 1];
    console.log(`| ${title} | ${goal} | ${digits(middle)} ${unit} | ${sorted.map(digits).join(', ')} |`);
}
