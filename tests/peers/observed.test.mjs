// Debian's Prometheus scrapes a running bot: the rules that we ship are loaded and evaluated by it, every expression of
// the dashboard is answered, names only what the bot has, and a configuration that is refused raises its alert.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { freePort, start, startPrometheus, temporaryFolder } from './monitoring.mjs';
import { startStandIn, until } from './stand_in.mjs';

const examples = join(dirname(fileURLToPath(import.meta.url)), '../../docs/examples');
const folder = temporaryFolder('tocsin-observed');
const running = [];
let slack, bot, admin, prometheus, config;

const configuration = (port) => `slack: {channel: C0INCIDENTS, api_url: "${slack.url}/api/", app_token: xapp-sandbox, bot_token: xoxb-sandbox}
storage: {url: "sqlite:tocsin.db"}
http: {listen: "", admin_listen: "127.0.0.1:${port}"}
people: {dana: {name: Dana, slack: U000DANA, phone: "+12025550101"}}
paging: {sms: [twilio], providers: {twilio: {account_sid: AC00000000000000000000000000000001, auth_token: nobody, from: "+12025550199"}}}
`;

async function asks(path, parameters = {}) {
    const answer = await fetch(`${prometheus}/api/v1/${path}?${new URLSearchParams(parameters)}`);
    const body = await answer.json();
    assert.equal(body.status, 'success', `${path} ${JSON.stringify(parameters)}: ${body.error}`);
    return body.data;
}

// As Grafana fills them in, with everything chosen.
const filled = (expr) => expr.replaceAll('$job', '.*').replaceAll('$instance', '.*').replaceAll(/\$__\w+/g, '5m');

function* panelsOf(board) {
    for (const panel of board.panels) {
        yield panel;
        if (panel.panels) yield* panelsOf(panel);
    }
}

before(async () => {
    slack = await startStandIn(process.env.BUILD_DIR, ['--port', '0']);
    running.push(slack);
    const ports = { admin: await freePort(), prometheus: await freePort() };
    admin = `http://127.0.0.1:${ports.admin}`;
    prometheus = `http://127.0.0.1:${ports.prometheus}`;
    config = folder.write('tocsin.yaml', configuration(ports.admin));
    bot = start(folder, 'tocsin', ['run', '--config', config], join(process.env.BUILD_DIR, 'tocsin'));
    running.unshift(bot);
    await bot.ready(`${admin}/healthz`);
    running.unshift(await startPrometheus(folder, ports.prometheus, {
        exporter: `127.0.0.1:${ports.admin}`, job: 'tocsin', rule_files: [join(examples, 'tocsin.rules.yaml')],
    }));
    await until('two scrapes', async () =>
        (await asks('query', { query: 'count_over_time(tocsin_build_info{job="tocsin"}[1m])' })).result[0]?.value[1] >= 2, 20);
});

after(async () => {
    for (const one of running) await one.stop();
    folder.remove();
});

test('every rule that we ship is loaded and evaluated without an error, and none fires at a bot that is well', async () => {
    const rules = await until('the evaluation of all rules', async () => {
        const { groups } = await asks('rules');
        const all = groups.filter((group) => group.file.endsWith('tocsin.rules.yaml')).flatMap((group) => group.rules);
        return all.length > 0 && all.every((rule) => rule.health !== 'unknown') && all;
    }, 30);
    assert.ok(rules.length > 15, `${rules.length} rules`);
    for (const rule of rules) assert.equal(rule.health, 'ok', `${rule.name}: ${rule.lastError}`);
    const firing = rules.filter((rule) => rule.state === 'firing').map((rule) => rule.name);
    assert.deepEqual(firing, []);
});

test('every expression of the dashboard is answered, and its metrics are those of the bot', async () => {
    const board = JSON.parse(readFileSync(join(examples, 'tocsin.dashboard.json'), 'utf8'));
    const page = await (await fetch(`${admin}/metrics`)).text();
    // What has not happened yet stands in the documents alone; tests/web compares those with the program.
    const documented = readFileSync(join(examples, '../operation.md'), 'utf8').matchAll(/`((?:tocsin|process)_\w+)/g);
    const known = new Set([...page.matchAll(/^# TYPE (\S+) /gm), ...documented].map((found) => found[1]));
    const exprs = [...panelsOf(board)].flatMap((panel) => (panel.targets ?? []).map((target) => target.expr));
    for (const each of board.annotations?.list ?? []) if (each.expr) exprs.push(each.expr);
    assert.ok(exprs.length > 40, `${exprs.length} expressions`);
    const answered = [];
    for (const expr of exprs) {
        for (const [name] of expr.matchAll(/\b(tocsin|process)_\w+/g)) {
            assert.ok(known.has(name.replace(/_(bucket|sum|count)$/, '')) || known.has(name), `${name} in ${expr}`);
        }
        if ((await asks('query', { query: filled(expr) })).result.length > 0) answered.push(expr);
    }
    for (const must of ['tocsin_build_info', 'tocsin_slack_sockets', 'tocsin_outbox_oldest_seconds', 'tocsin_provider_up', 'process_resident']) {
        assert.ok(answered.some((expr) => expr.includes(must)), `no answer from ${must}`);
    }
    for (const variable of board.templating.list.filter((each) => each.type === 'query')) {
        const [, metric, label] = variable.definition.match(/label_values\((\w+)(?:\{.*\})?, (\w+)\)/);
        const values = await asks(`label/${label}/values`, { 'match[]': metric });
        assert.ok(values.length > 0, variable.name);
    }
});

test('a configuration that is refused raises its alert in Prometheus', async () => {
    folder.write('tocsin.yaml', 'people: {dana: {name: [}}');
    process.kill(bot.pid, 'SIGHUP');
    await until('TocsinConfigurationRefused', async () =>
        (await asks('alerts')).alerts.some((alert) => alert.labels.alertname === 'TocsinConfigurationRefused' && alert.state === 'firing'), 20);
});
