// Replicas of the bot, each in a network namespace of its own, with one database, one Slack and one receiver of pages
// outside of them. Every namespace hangs on two bridges, one of which has nothing but the database, and can be cut from both
// or from that one alone.
import { execFile, spawn } from 'node:child_process';
import { existsSync, openSync, readdirSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

import { placesOf, secretsIn } from '../fakes/secrets.mjs';
import { startPostgres } from './postgres.mjs';

const run = promisify(execFile);
const ip = (...words) => run('ip', words);
const net = '10.231.77';
const database_net = '10.231.78';
const bridge = 'tocsinbr';
const database_bridge = 'tocsindbbr';
const longest_without_a_page_ms = 30_000;
const most_replicas = 5;
const longest_stop_ms = 30_000;
const here = new URL('.', import.meta.url).pathname;
const faketime = readdirSync('/usr/lib')
    .map((name) => `/usr/lib/${name}/faketime/libfaketimeMT.so.1`)
    .find((file) => existsSync(file));
if (!faketime) throw new Error('libfaketime is missing: scripts/install test');
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function firstLine(child, pattern) {
    return new Promise((resolve, reject) => {
        createInterface({ input: child.stdout }).on('line', (line) => {
            const found = line.match(pattern);
            if (found) resolve(found[1] ?? line);
        });
        child.once('exit', (code) => reject(new Error(`${child.spawnfile} ended with ${code}`)));
    });
}

// Takes pages as Standard Webhooks: when each came, by the ID that stays the same however often one is sent. Every
// replica has a port of its own here, so that it is seen who sent what; all of them know it as `port`.
async function startReceiver(count) {
    const pages = []; // {at, id, by, type, to, incident, text}
    const servers = [];
    let at_next = null;
    for (let by = 0; by < count; ++by) {
        const server = createServer((request, response) => {
            let body = '';
            request.on('data', (part) => (body += part));
            request.on('end', async () => {
                const { type, data } = JSON.parse(body);
                pages.push({ at: performance.now(), id: request.headers['webhook-id'], by, type, to: data.to, incident: data.incident, text: data.text });
                const first = at_next;
                at_next = null;
                await first?.(by);
                response.writeHead(204).end();
            });
        });
        await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
        servers.push(server);
    }
    const ports = servers.map((server) => server.address().port);
    // Runs `what` with the number of the replica that sends the next page, while that replica waits for the answer.
    const atNextPage = (what) => new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error('no page came, of whatever incident')), longest_without_a_page_ms);
        at_next = async (by) => {
            clearTimeout(late);
            await what(by).then(resolve, reject);
        };
    });
    return { pages, ports, port: ports[0], atNextPage, stop: () => servers.forEach((server) => server.close()) };
}

// What listens on loopback here, for the namespaces.
async function shown(port) {
    const server = createTcpServer((from) => {
        const to = connect(port, '127.0.0.1');
        from.pipe(to);
        to.pipe(from);
        for (const [one, other] of [[from, to], [to, from]]) {
            one.on('error', () => other.destroy());
            one.on('close', () => other.destroy());
        }
    });
    await new Promise((listening) => server.listen(port, `${net}.1`, listening));
    return () => server.close();
}

async function madeIn(folder, name) {
    await mkdir(join(folder, name));
    return join(folder, name);
}

const configuration = (world, number) => `slack: {app_token: xapp-sandbox, bot_token: xoxb-sandbox, api_url: "${world.slackUrl}/api/", channel: C0INCIDENTS}
storage: {url: "${world.postgres.url}"}
http:
  listen: "${world.address(number)}:8080"
  trusted_proxies: [${net}.1]
  admin_listen: ""
  tokens:
    - {name: clients, token: client-token, scopes: [read, declare, act, admin]}
${world.tokens.map((token) => `    - {name: ${token}, token: ${token}, scopes: [read, declare, act], person: dana}`).join('\n')}
people:
  dana: {name: Dana, slack: U000DANA, phone: "+12025550101"}
  lee: {name: Lee, slack: U000LEE, phone: "+12025550102"}
  sam: {name: Sam, slack: U000SAM, phone: "+12025550103"}
escalation_policies:
  production: {levels: [{to: ["person:dana"], via: [sms], timeout: 10s}, {to: ["person:lee"], via: [sms], timeout: 1h}]}
severities:
  sev1: {page: {to: ["person:dana"], via: [sms], policy: production}}
paging:
  sms: [webhook]
  providers:
    webhook: {url: "http://127.0.0.1:${world.receiver.port}/pages", secret: "whsec_dG9jc2luLXJlcGxpY2FzLXRlc3Qta2V5"}
alerts:
  sources: {anything: {kind: json, token: alert-token}}
  rules: [{name: Told to page, when: 'alert.severity == "sev1"', severity: sev1}]
`;

// `tokens`: further ones, for clients that ask more often than one may. `beside`: another program, that each start of a
// replica may take.
export async function makeWorld(buildDir, count, { tokens = [], beside } = {}) {
    const cleaners = [];
    try {
        return await build(buildDir, count, { tokens, beside }, cleaners);
    } catch (error) {
        await clean(cleaners);
        throw error;
    }
}

async function clean(cleaners) {
    for (const each of cleaners.reverse()) await Promise.resolve(each()).catch(() => {});
}

// Of a run that was killed; its processes ended with it.
async function sweep(namespace, link, database_link) {
    for (let number = 0; number < most_replicas; ++number) {
        for (const each of [link(number), database_link(number)]) await ip('link', 'del', each).catch(() => {});
        await ip('netns', 'del', namespace(number)).catch(() => {});
    }
    for (const each of [bridge, database_bridge]) await ip('link', 'del', each).catch(() => {});
}

async function build(buildDir, count, { tokens, beside }, cleaners) {
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-replicas-'));
    await chmod(folder, 0o755); // the database's user passes through
    const namespace = (number) => `tocsin-r${number}`;
    const link = (number) => `tocsinr${number}`;
    const database_link = (number) => `tocsindb${number}`;
    const world = { folder, count, tokens, troubles: [], ends: [], address: (number) => `${net}.${10 + number}`, api: (number) => `http://${net}.${10 + number}:8080` };

    await sweep(namespace, link, database_link);
    const servers = [2, 3].map((last) => `${database_net}.${last}`);
    for (const [name, addresses] of [[bridge, [`${net}.1`]], [database_bridge, servers]]) {
        await ip('link', 'add', name, 'type', 'bridge');
        cleaners.push(() => ip('link', 'del', name));
        await ip('link', 'set', name, 'up');
        for (const address of addresses) await ip('addr', 'add', `${address}/24`, 'dev', name);
    }

    world.postgres = await startPostgres(await madeIn(folder, 'postgres'), servers);
    cleaners.push(() => world.postgres.stop());
    world.receiver = await startReceiver(count);
    cleaners.push(() => world.receiver.stop());
    const slack = spawn(join(buildDir, 'tests/slack_stand_in'), ['--no-transcript'], { stdio: ['pipe', 'pipe', 'inherit'] });
    world.slackUrl = await firstLine(slack, /^(http:\S+)$/);
    const slackPort = Number(new URL(world.slackUrl).port);
    cleaners.push(() => slack.kill('SIGTERM'));
    for (const port of [slackPort, ...world.receiver.ports]) cleaners.push(await shown(port));

    for (let number = 0; number < count; ++number) {
        await ip('netns', 'add', namespace(number));
        cleaners.push(() => ip('netns', 'del', namespace(number)));
        const within = (...words) => run('ip', ['netns', 'exec', namespace(number), 'ip', ...words]);
        await within('link', 'set', 'lo', 'up');
        for (const [outer, inner, address, master] of [
            [link(number), 'eth0', world.address(number), bridge],
            [database_link(number), 'eth1', `${database_net}.${10 + number}`, database_bridge],
        ]) {
            await ip('link', 'add', outer, 'type', 'veth', 'peer', 'name', inner, 'netns', namespace(number));
            await ip('link', 'set', outer, 'master', master, 'up');
            await within('addr', 'add', `${address}/24`, 'dev', inner);
            await within('link', 'set', inner, 'up');
        }
        const forward = spawn(
            'ip',
            ['netns', 'exec', namespace(number), process.execPath, join(here, 'forward.mjs'),
                ...[[slackPort, slackPort], [world.receiver.port, world.receiver.ports[number]]]
                    .flatMap(([port, to]) => [String(port), `${net}.1:${to}`])],
            { stdio: ['pipe', 'pipe', 'inherit'] },
        );
        cleaners.push(() => forward.kill('SIGKILL'));
        await firstLine(forward, /^ready$/);
        const place = join(folder, `replica${number}`);
        await mkdir(place);
        await writeFile(join(place, 'tocsin.yaml'), configuration(world, number));
    }

    // `replica`: the number of the one that it concerns, or "all". The answer ends it.
    world.isInTrouble = (kind, replica) => {
        const trouble = { kind, began: performance.now(), ended: Infinity, replica };
        world.troubles.push(trouble);
        return () => (trouble.ended = performance.now());
    };
    const programs = [join(buildDir, 'tocsin'), ...(beside ? [beside] : [])];
    world.replicas = Array.from({ length: count }, (_, number) => {
        const place = join(folder, `replica${number}`);
        let child = null;
        let ended = null;
        let starts = number;
        let asked = null; // "kill" or "stop": how it was told to end
        return {
            number,
            isRunning: () => child !== null,
            async start(skew_s = 0) {
                const log = openSync(join(place, 'log'), 'a');
                // The time of day is another one; what is measured goes as before.
                const faked = skew_s === 0 ? [] : ['env', `LD_PRELOAD=${faketime}`, `FAKETIME=${skew_s > 0 ? '+' : ''}${skew_s}s`, 'FAKETIME_DONT_FAKE_MONOTONIC=1'];
                child = spawn(
                    'ip',
                    ['netns', 'exec', namespace(number), 'setpriv', '--pdeathsig', 'KILL', ...faked, programs[starts++ % programs.length], 'run', '--config', join(place, 'tocsin.yaml')],
                    { stdio: ['ignore', log, log] },
                );
                asked = null;
                const mine = child;
                ended = new Promise((resolve) => child.once('exit', (code, signal) => {
                    if (child === mine) child = null;
                    world.ends.push({ replica: number, at: performance.now(), asked, code, signal });
                    resolve();
                }));
                await world.isReady(number);
            },
            signal: (name) => child?.kill(name),
            async kill() {
                asked = 'kill';
                child?.kill('SIGKILL');
                await ended;
            },
            async stop() {
                if (child === null) return; // it ended by itself, which is noted
                asked = 'stop';
                child.kill('SIGTERM');
                const in_time = await Promise.race([ended.then(() => true), pause(longest_stop_ms).then(() => false)]);
                if (in_time) return;
                world.ends.push({ replica: number, at: performance.now(), asked, code: null, signal: null });
                await this.kill();
            },
            // The bridges' ends: packets vanish both ways.
            cutFromDatabase: () => ip('link', 'set', database_link(number), 'down'),
            async cut() {
                for (const each of [link(number), database_link(number)]) await ip('link', 'set', each, 'down');
            },
            async heal() {
                for (const each of [link(number), database_link(number)]) await ip('link', 'set', each, 'up');
            },
        };
    });
    world.isReady = async (number) => {
        for (const end = Date.now() + 30_000; Date.now() < end; await pause(50)) {
            const answer = await fetch(`${world.api(number)}/api/v1/incidents?limit=1`, {
                headers: { Authorization: 'Bearer client-token' }, signal: AbortSignal.timeout(2000),
            }).catch(() => null);
            if (answer?.status === 200) return;
        }
        throw new Error(`replica ${number} does not answer, see ${folder}/replica${number}/log`);
    };
    world.secretsThatCameOut = async () => {
        const places = [];
        for (let number = 0; number < count; ++number) {
            const log = join(folder, `replica${number}`, 'log');
            places.push(...placesOf(secretsIn(configuration(world, number)), await readFile(log, 'utf8'), log));
        }
        return places;
    };
    world.end = async (keep) => {
        for (const replica of world.replicas) replica.signal('SIGKILL');
        await clean(cleaners);
        if (!keep) await rm(folder, { recursive: true, force: true });
    };
    return world;
}
