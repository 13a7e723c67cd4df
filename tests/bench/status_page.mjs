// How many readers the public status page serves on one processor: the bot from its memory, beside Debian's nginx with
// the files that the bot wrote. The server has processor 0 for itself, the readers (wrk) have processor 1.
//   node tests/bench/status_page.mjs BUILD_FOLDER [ROUNDS [SECONDS]]
// Needs the release preset built, nginx and wrk. Figures only: nothing fails when they change.
import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { freePort, start as startProgram, temporaryFolder } from '../peers/monitoring.mjs';
import { startStandIn, until } from '../peers/stand_in.mjs';
import { busy, machineFacts } from './machine.mjs';
import { start } from './programs.mjs';

const [folder, rounds = '3', seconds = '5'] = process.argv.slice(2);
const buildDir = resolve(folder);
const readers = 64;
const paths = ['/status', '/api/v2/summary.json', '/status/feed.atom'];
const place = temporaryFolder('tocsin-status');
const files = join(place.place, 'site');

const on_server = (pid) => execFileSync('taskset', ['-acp', '0', String(pid)]);
const children = (pid) => execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' }).trim().split('\n');

function read(url, headers = []) {
    const text = execFileSync('taskset', ['-c', '1', 'wrk', '-t1', `-c${readers}`, `-d${seconds}s`, '--latency',
        ...headers.flatMap((header) => ['-H', header]), url], { encoding: 'utf8' });
    if (/Non-2xx or 3xx|Socket errors/.test(text)) throw new Error(`${url} was not always answered:\n${text}`);
    const found = text.match(/99%\s+([\d.]+)(us|ms|s)/);
    return {
        per_second: Number(text.match(/Requests\/sec:\s+([\d.]+)/)[1]),
        p99_ms: Number(found[1]) * { us: 0.001, ms: 1, s: 1000 }[found[2]],
    };
}

const slack = await startStandIn(buildDir, ['--port', '0', '--no-transcript']);
const ports = { tocsin: await freePort(), nginx: await freePort() };
const components = ['API', 'Web app', 'Mobile app', 'Payments', 'Search', 'Notifications', 'Webhooks', 'Reports'];
const bot = start({
    name: 'tocsin', configured: true, command: [join(buildDir, 'tocsin'), 'run', '--config'],
    more: `status_page: {name: Bench, components: [${components.join(', ')}], files: "${files}"}
http: {listen: "127.0.0.1:${ports.tocsin}", admin_listen: "", public_url: "http://127.0.0.1:${ports.tocsin}"}
`,
}, slack.url, place.place);
let nginx;
const seen = new Map();
const load = [busy()];
try {
    await until('the files of the page', () => paths.every((path) => existsSync(join(files, path))));
    // As a person sets it up who wants it fast: one process, nothing logged, files kept open.
    const configuration = place.write('nginx.conf', `daemon off; user root; worker_processes 1; pid ${place.place}/nginx.pid;
error_log ${place.place}/nginx-errors.log; events { worker_connections 1024; }
http {
    access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; open_file_cache max=100;
    types { text/html html; application/json json; application/atom+xml atom; }
    client_body_temp_path ${place.place}/body; proxy_temp_path ${place.place}/proxy; fastcgi_temp_path ${place.place}/fastcgi;
    uwsgi_temp_path ${place.place}/uwsgi; scgi_temp_path ${place.place}/scgi;
    server {
        listen 127.0.0.1:${ports.nginx}; root ${files};
        location / { try_files $uri $uri/index.html =404; add_header Access-Control-Allow-Origin "*"; }
    }
}
`);
    nginx = startProgram(place, 'nginx', ['-c', configuration]);
    const url = (server, path) => `http://127.0.0.1:${ports[server]}${path}`;
    await nginx.ready(url('nginx', '/status'));
    on_server(bot.pid);
    for (const pid of [nginx.pid, ...children(nginx.pid)]) on_server(pid);
    for (let round = 1; round <= Number(rounds); ++round) {
        for (const path of paths) {
            for (const server of ['tocsin', 'nginx']) {
                const etag = (await fetch(url(server, path))).headers.get('etag');
                for (const [what, headers] of [['', []], [', known (304)', [`If-None-Match: ${etag}`]]]) {
                    process.stderr.write(`round ${round} of ${rounds}: ${path}${what}, ${server} …\n`);
                    const key = `${path}${what}`;
                    if (!seen.has(key)) seen.set(key, { tocsin: [], nginx: [] });
                    seen.get(key)[server].push(read(url(server, path), headers));
                    load.push(busy());
                }
            }
        }
    }
} finally {
    await nginx?.stop();
    await bot.end();
    await slack.stop();
}
const size = (path) => {
    const file = join(files, path);
    return statSync(statSync(file).isDirectory() ? join(file, 'index.html') : file).size;
};
const median = (values) => [...values].sort((one, other) => one - other)[values.length >> 1];
const facts = [
    ...machineFacts('nginx 1.22, wrk 4.1'), `${readers} connections, ${seconds} s each, medians of ${rounds}`,
    `load average of the machine meanwhile: ${Math.min(...load).toFixed(1)} to ${Math.max(...load).toFixed(1)}`,
];
console.log(facts.map((fact) => `* ${fact}`).join('\n'), '\n');
console.log('|  | bytes | Tocsin | p99 | nginx | p99 |\n| --- | ---: | ---: | ---: | ---: | ---: |');
for (const [key, { tocsin, nginx: other }] of seen) {
    const figures = [tocsin, other].flatMap((runs) => [
        `${Math.round(median(runs.map(({ per_second }) => per_second)))}/s`, `${median(runs.map(({ p99_ms }) => p99_ms)).toFixed(1)} ms`,
    ]);
    console.log(`| ${key} | ${key.includes('304') ? '' : size(key)} | ${figures.join(' | ')} |`);
}
place.remove();
