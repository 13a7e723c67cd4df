// Every request to Twilio, Studio and PagerDuty is one that the vendor's own document allows.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { startPrism } from './prism.mjs';
import { startProbe } from './probe.mjs';

const documents = [
    { file: 'twilio_api_v2010_trimmed.json', host: 'https://api.twilio.com', base: '', least: 10 },
    { file: 'twilio_studio_v2_executions_trimmed.json', host: 'https://studio.twilio.com', base: '', least: 6 },
    // Prism serves the paths without the /v2 of the document's server.
    { file: 'pagerduty_events_v2.json', host: 'https://events.pagerduty.com', base: '/v2', least: 4 },
];
let probe;
let requests;

before(async () => {
    probe = startProbe(process.env.BUILD_DIR);
    requests = await probe.ask({ do: 'requests' });
});
after(() => probe?.stop());

function send(prism, base, request) {
    const { pathname, search } = new URL(request.url);
    assert.ok(pathname.startsWith(base));
    return fetch(prism.url + pathname.slice(base.length) + search, {
        method: request.method,
        headers: { Accept: 'application/json', ...request.headers },
        body: request.method === 'GET' ? undefined : request.body,
    });
}

for (const { file, host, base, least } of documents) {
    test(`${file} allows what we send to ${host}, and nothing less`, async () => {
        const prism = await startPrism(file);
        try {
            const ours = requests.filter((each) => each.url?.startsWith(host));
            assert.ok(ours.length >= least, `${ours.length} requests`);
            for (const request of ours) {
                const answer = await send(prism, base, request);
                assert.ok(answer.ok, `${request.adapter} ${request.what}: ${answer.status} ${await answer.text()}`);
            }
            // It does judge: without its first field, or without signing in, none passes.
            const post = ours.find((each) => each.what === 'request');
            const lacking = post.body.startsWith('{')
                ? JSON.stringify({ ...JSON.parse(post.body), routing_key: undefined })
                : post.body.replace(/^[^&]*&/, '');
            assert.equal((await send(prism, base, { ...post, body: lacking })).ok, false);
            if (post.headers.Authorization) {
                const { Authorization, ...headers } = post.headers;
                assert.equal((await send(prism, base, { ...post, headers })).status, 401);
            }
        } finally {
            await prism.stop();
        }
    });
}

test('no adapter fails to make a request', () => {
    for (const each of requests) assert.equal(each.error, undefined, `${each.adapter} ${each.what}`);
});
