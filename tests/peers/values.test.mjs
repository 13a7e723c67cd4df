// Debian's Prometheus answers what the rules of `tocsin run` ask: a rule about a value opens its incident and resolves it.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { freePort, start, startExporter, startPrometheus, temporaryFolder } from './monitoring.mjs';
import { startStandIn, until } from './stand_in.mjs';

const dana = 'U000DANA';
const gauges = { 'requests_total{code="200"}': 0, 'requests_total{code="500"}': 0 };
const folder = temporaryFolder('tocsin-values');
const running = [];
let slack;
let failing = 0; // of ten requests a second

const configuration = (prometheus) => `slack: {channel: C0INCIDENTS, api_url: "${slack.url}/api/", app_token: xapp-sandbox, bot_token: xoxb-sandbox}
storage: {url: "sqlite:tocsin.db"}
http: {listen: "", admin_listen: ""}
alerts:
  prometheus: {url: "${prometheus}", every: 1s}
  values: {error_rate: 'sum(rate(requests_total{code=~"5.."}[3s])) / sum(rate(requests_total[3s]))'}
  rules:
    - {name: High Error Rate, when: error_rate > 0.1, for: 2s, severity: sev2, auto_resolve: true}
`;

const beat = setInterval(() => {
    gauges['requests_total{code="200"}'] += 1 - failing / 10;
    gauges['requests_total{code="500"}'] += failing / 10;
}, 100);

before(async () => {
    slack = await startStandIn(process.env.BUILD_DIR, ['--port', '0']);
    running.push(slack);
    const exporter = await startExporter(gauges);
    running.unshift(exporter);
    const port = await freePort();
    running.unshift(await startPrometheus(folder, port, { exporter: exporter.address }));
    const config = folder.write('tocsin.yaml', configuration(`http://127.0.0.1:${port}`));
    running.unshift(start(folder, 'tocsin', ['run', '--config', config], join(process.env.BUILD_DIR, 'tocsin')));
});

after(async () => {
    clearInterval(beat);
    for (const one of running) await one.stop();
    folder.remove();
});

const posts = async () => {
    const { channels } = await slack.state(dana);
    const messages = channels.flatMap((channel) => channel.messages);
    return messages.flatMap((each) => [each, ...each.thread.replies]).map(({ text, blocks }) => `${text} ${JSON.stringify(blocks)}`);
};
const says = (pattern) => until(`a message that says ${pattern}`, async () => (await posts()).some((post) => pattern.test(post)), 20);

test('a rule about a value opens its incident when it holds for long enough, and resolves it', async () => {
    await new Promise((done) => setTimeout(done, 3000));
    assert.deepEqual((await posts()).filter((post) => post.includes('INC-')), []);
    const from = Date.now();
    failing = 3;
    await says(/INC-1 \(SEV 2\) was detected by rule High Error Rate/);
    assert.ok(Date.now() - from >= 2000, 'before it held for as long as the rule says');
    await says(/error_rate is 0\.\d+/);
    failing = 0;
    await says(/All its alerts are quiet since/);
});
