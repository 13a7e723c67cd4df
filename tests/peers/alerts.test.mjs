// A rule fires in Debian's Prometheus, and its Alertmanager tells the bot in each protocol that it has a client for. The
// bot is `tocsin sandbox`: its Slack shows the incident, its phone rings.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';

import { freePort, startAlertmanager, startExporter, startPrometheus, temporaryFolder } from './monitoring.mjs';
import { peopleAt, until } from './stand_in.mjs';

const dana = 'U000DANA';
const incidents = 'C0INCIDENTS';
const patience_s = 20;
const keys = {
    webhook: 'alertmanager-token',
    pagerduty: '0123456789abcdef0123456789abcdef',
    opsgenie: '01234567-89ab-cdef-0123-456789abcdef',
};
const gauges = {
    'shop_up{region="eu"}': 1, 'shop_up{region="us"}': 1, queue_length: 3, disk_free_ratio: 0.5,
};

const folder = temporaryFolder('tocsin-alerts');
const running = [];
let slack;
let alertmanager;

const configuration = `people:
  dana: {name: Dana, slack: ${dana}, phone: "+12025550101"}
severities:
  sev1: {page: {to: ["person:dana"], via: [phone]}}
  sev2: {page: {to: ["person:dana"], via: [slack]}}
  sev3: {page: {to: ["person:dana"], via: [slack]}}
alerts:
  sources:
    alertmanager: {kind: alertmanager, token: ${keys.webhook}}
    pagerduty: {kind: pagerduty, token: ${keys.pagerduty}}
    opsgenie: {kind: opsgenie, token: ${keys.opsgenie}}
  rules:
    - {name: The shop is down, when: 'alert.labels.alertname == "ShopDown"', severity: sev1}
  group_by: [alertname]
`;

const rules = [
    {
        alert: 'ShopDown', expr: 'shop_up == 0', for: '1s', labels: { severity: 'page' },
        annotations: { summary: 'No orders in {{ $labels.region }}', runbook_url: 'https://wiki.example.com/shop' },
    },
    {
        alert: 'QueueLong', expr: 'queue_length > 100', labels: { severity: 'high', queue: 'orders', to: 'pagerduty' },
        annotations: { summary: 'Queue is {{ $value }} long' },
    },
    {
        alert: 'DiskFull', expr: 'disk_free_ratio < 0.1', labels: { severity: 'P3', to: 'opsgenie' },
        annotations: { summary: 'Disk is nearly full', description: '{{ $value | humanizePercentage }} left' },
    },
];

const receivers = (url) => [
    {
        name: 'webhook',
        webhook_configs: [
            { url: `${url}/api/v1/alerts/alertmanager`, http_config: { authorization: { credentials: keys.webhook } } },
        ],
    },
    {
        name: 'pagerduty',
        pagerduty_configs: [
            {
                url: `${url}/v2/enqueue`, routing_key: keys.pagerduty, severity: 'error',
                description: '{{ .CommonAnnotations.summary }}', details: { queue: '{{ .CommonLabels.queue }}' },
            },
        ],
    },
    {
        name: 'opsgenie',
        opsgenie_configs: [
            {
                api_url: `${url}/`, api_key: keys.opsgenie, update_alerts: true, priority: '{{ .CommonLabels.severity }}',
                message: '{{ .CommonAnnotations.summary }}', description: '{{ .CommonAnnotations.description }}',
            },
        ],
    },
];

function startSandbox(config, port) {
    const words = ['sandbox', '--config', config, '--port', '0', '--bot-port', String(port), '--no-browser'];
    const child = spawn(join(process.env.BUILD_DIR, 'tocsin'), words, { stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = new Promise((resolve) => child.once('exit', resolve));
    running.push({ stop: () => (child.kill('SIGTERM'), exited) });
    return new Promise((resolve, reject) => {
        createInterface({ input: child.stdout }).once('line', resolve);
        exited.then((code) => reject(new Error(`the sandbox ended with ${code}`)));
    });
}

before(async () => {
    const ports = { bot: await freePort(), prometheus: await freePort(), alertmanager: await freePort() };
    const bot_url = `http://127.0.0.1:${ports.bot}`;
    const config = folder.write('tocsin.yaml', configuration);
    slack = peopleAt(await startSandbox(config, ports.bot));
    await until('the bot', async () => (await slack.state(dana)).socket.connections > 0);
    alertmanager = await startAlertmanager(folder, ports.alertmanager, {
        route: {
            receiver: 'webhook', group_by: ['alertname'],
            routes: ['pagerduty', 'opsgenie'].map((to) => ({ receiver: to, matchers: [`to="${to}"`] })),
        },
        receivers: receivers(bot_url),
    });
    running.unshift(alertmanager);
    const exporter = await startExporter(gauges);
    running.push(exporter);
    running.unshift(await startPrometheus(folder, ports.prometheus, {
        exporter: exporter.address, alertmanager: `127.0.0.1:${ports.alertmanager}`, rules,
    }));
});

after(async () => {
    for (const one of running) await one.stop();
    folder.remove();
});

const eventually = (what, condition) => until(what, condition, patience_s);
const cards = async () => {
    const channel = (await slack.state(dana)).channels.find((each) => each.id === incidents);
    return channel.messages.filter((each) => each.bot && /SEV \d INCIDENT|Resolved/.test(shown(each)));
};
const shown = ({ text, blocks }) => `${text} ${JSON.stringify(blocks)}`;
const cardOf = (title) =>
    eventually(`the card of ${title}`, async () => (await cards()).find((card) => shown(card).includes(title)));
const says = (title, pattern) => eventually(`the card that says ${pattern}`, async () => pattern.test(shown(await cardOf(title))));
const told = (title, pattern) =>
    eventually(`a reply that says ${pattern}`, async () =>
        (await cardOf(title)).thread.replies.find((reply) => pattern.test(shown(reply))));

async function resolve({ ts, blocks }) {
    const buttons = blocks.find((block) => block.type === 'actions');
    const button = buttons.elements.find((element) => element.text.text === 'Resolve');
    await slack.act({
        as: dana, do: 'press', channel: incidents, ts, block_id: buttons.block_id, action_id: button.action_id, value: button.value,
    });
    const form = await eventually('the form', async () => (await slack.state(dana)).views[0]);
    const initial = (type) => form.view.blocks.find((block) => block.element?.type === type).element;
    const typed = (value) => ({ type: 'plain_text_input', value });
    const data = initial('static_select').initial_option;
    const restored = initial('datetimepicker').initial_date_time;
    const done = await slack.act({
        as: dana, do: 'submit', view_id: form.id, values: {
            'res.cause': { cause: typed('unknown') }, 'res.mitigation': { mitigation: typed('started again') },
            'res.data': { data: { type: 'static_select', selected_option: data } },
            'res.time': { restored: { type: 'datetimepicker', selected_date_time: restored } },
            'res.owner': { owner: { type: 'users_select', selected_user: dana } },
        },
    });
    assert.equal(done.ok, true, JSON.stringify(done));
}

const calls = async () => (await slack.state(dana)).phone.calls;

test('an alert of Alertmanager rings the phone, another joins it, and once both are quiet it is resolved by a press', async () => {
    gauges['shop_up{region="eu"}'] = 0;
    await eventually('a call', async () => (await calls()).some((call) => call.state === 'ringing'));
    await slack.act({ as: dana, do: 'answer_call' });
    await eventually('the menu', async () => (await calls()).some((call) => call.listening));
    await slack.act({ as: dana, do: 'key', key: '1' });
    await says('The shop is down', /Acknowledged/);
    await told('The shop is down', /https:\/\/wiki\.example\.com\/shop/);

    gauges['shop_up{region="us"}'] = 0;
    await told('The shop is down', /Alert No orders in us fires too\./);
    gauges['shop_up{region="eu"}'] = 1;
    const one = await told('The shop is down', /Alert No orders in eu is quiet since/);
    assert.doesNotMatch(shown(one), /"Resolve"/);
    gauges['shop_up{region="us"}'] = 1;
    const all = await told('The shop is down', /Alert No orders in us is quiet since/);
    assert.equal((await calls()).length, 1);
    await resolve(all);
    await says('The shop is down', /Resolved/);
});

test("an alert by Alertmanager's client of PagerDuty opens an incident, and its end is told", async () => {
    gauges.queue_length = 250;
    assert.match(shown(await cardOf('Queue is 250 long')), /SEV 2/);
    await told('Queue is 250 long', /queue=orders/);
    gauges.queue_length = 3;
    await told('Queue is 250 long', /Alert Queue is 250 long is quiet since/);
});

test("an alert by Alertmanager's client of Opsgenie opens an incident, and its close is told", async () => {
    gauges.disk_free_ratio = 0.05;
    const card = await cardOf('Disk is nearly full');
    assert.match(shown(card), /SEV 3/);
    assert.match(shown(card), /5% left/);
    gauges.disk_free_ratio = 0.5;
    await told('Disk is nearly full', /Alert Disk is nearly full is quiet since/);
});

test('Alertmanager has nothing to complain of', () => {
    assert.doesNotMatch(alertmanager.log(), /level=(warn|error)/);
});
