// Debian's Prometheus and Alertmanager as children on loopback, watching gauges that a test sets. They keep what they
// keep in a folder that goes when they end.
import { spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createListener } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expectNone, placesOf, secretsIn } from '../fakes/secrets.mjs';
import { until } from './stand_in.mjs';

export async function freePort() {
    const listener = createListener();
    await new Promise((listening) => listener.listen(0, '127.0.0.1', listening));
    const { port } = listener.address();
    await new Promise((closed) => listener.close(closed));
    return port;
}

export function temporaryFolder(name) {
    const place = mkdtempSync(join(tmpdir(), `${name}-`));
    return {
        place,
        write(file, text) {
            writeFileSync(join(place, file), text);
            return join(place, file);
        },
        remove: () => rmSync(place, { recursive: true, force: true }),
    };
}

// A program, of a Debian package unless it is said where it is; what it writes is kept in the folder.
export function start(folder, program, words, where = program) {
    const file = join(folder.place, `${program}.log`);
    const log = openSync(file, 'a');
    const child = spawn(where, words, { stdio: ['ignore', log, log] });
    const exited = new Promise((resolve, reject) => {
        child.once('error', () => reject(new Error(`${program} is missing. On Debian: apt-get install ${program}`)));
        child.once('exit', resolve);
    });
    exited.catch(() => {});
    const end_with_us = () => child.kill('SIGKILL');
    process.once('exit', end_with_us);
    return {
        pid: child.pid,
        peakMb: () => Number(readFileSync(`/proc/${child.pid}/status`, 'utf8').match(/VmHWM:\s+(\d+) kB/)[1]) / 1024,
        log: () => readFileSync(file, 'utf8'),
        async ready(url) {
            const answers = () => fetch(url).then((answer) => answer.ok, () => false);
            await Promise.race([
                until(`${program} at ${url}`, answers),
                exited.then((code) => { throw new Error(`${program} ended with ${code}:\n${readFileSync(file, 'utf8')}`); }),
            ]);
        },
        async stop() {
            child.kill('SIGTERM');
            await exited;
            process.off('exit', end_with_us);
            const config = words[words.indexOf('--config') + 1];
            if (program === 'tocsin') expectNone(placesOf(secretsIn(readFileSync(config, 'utf8')), readFileSync(file, 'utf8'), file));
        },
    };
}

// Gauges by their name and labels, as in `shop_up{region="eu"}`, for Prometheus to scrape.
export async function startExporter(gauges) {
    const server = createServer((request, response) => {
        response.end(Object.entries(gauges).map(([name, value]) => `${name} ${value}\n`).join(''));
    });
    await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
    return { address: `127.0.0.1:${server.address().port}`, stop: () => server.close() };
}

export async function startAlertmanager(folder, port, { route, receivers }) {
    const config = folder.write('alertmanager.yml', JSON.stringify({
        route: { group_wait: '100ms', group_interval: '1s', repeat_interval: '1h', ...route },
        receivers,
    }));
    const running = start(folder, 'prometheus-alertmanager', [
        `--config.file=${config}`, `--storage.path=${join(folder.place, 'alertmanager')}`,
        `--web.listen-address=127.0.0.1:${port}`, `--web.external-url=http://127.0.0.1:${port}`,
        '--cluster.listen-address=',
    ]);
    await running.ready(`http://127.0.0.1:${port}/-/ready`);
    return running;
}

// Looks every second. Without `alertmanager` it tells nobody. `rule_files` besides the rules, by their paths.
export async function startPrometheus(folder, port, { exporter, alertmanager, rules = [], rule_files = [], job = 'test' }) {
    folder.write('rules.yml', JSON.stringify({ groups: [{ name: 'test', interval: '1s', rules }] }));
    const config = folder.write('prometheus.yml', JSON.stringify({
        global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
        rule_files: ['rules.yml', ...rule_files],
        alerting: { alertmanagers: alertmanager ? [{ static_configs: [{ targets: [alertmanager] }] }] : [] },
        scrape_configs: [{ job_name: job, static_configs: [{ targets: [exporter] }] }],
    }));
    const running = start(folder, 'prometheus', [
        `--config.file=${config}`, `--storage.tsdb.path=${join(folder.place, 'prometheus')}`,
        `--web.listen-address=127.0.0.1:${port}`, `--web.external-url=http://127.0.0.1:${port}`,
        '--rules.alert.resend-delay=1s',
    ]);
    await running.ready(`http://127.0.0.1:${port}/-/ready`);
    return running;
}
