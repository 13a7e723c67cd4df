// The vendors' own packages sign what our adapters believe, and believe what our adapters sign.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { verifySignature } from '@vonage/jwt';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import jsonwebtoken from 'jsonwebtoken';
import { createHash } from 'node:crypto';
import PostalMime from 'postal-mime';
import { Webhook } from 'standardwebhooks';
import twilio from 'twilio';

import { seconds, startProbe } from './probe.mjs';

let probe;
let facts;
let requests;

before(async () => {
    probe = startProbe(process.env.BUILD_DIR);
    facts = await probe.ask({ do: 'facts' });
    requests = await probe.ask({ do: 'requests' });
});
after(() => probe?.stop());

const of = (adapter) => requests.find((each) => each.adapter === adapter && each.what === 'request');

// A callback as Twilio sends it, signed by Twilio's own package.
function fromTwilio(adapter, path, fields, { token = facts.auth_token, query = 'k=TOKEN', port = '' } = {}) {
    const all = { AccountSid: facts.account_sid, ...fields };
    const url = `${facts.twilio_url}/${path}?${query}`;
    const signed = url.replace('.com/', `.com${port}/`);
    const signature = twilio.getExpectedTwilioSignature(token, signed, all);
    assert.ok(twilio.validateRequest(token, signature, signed, all));
    return {
        do: 'callback', adapter, path, query, url,
        headers: { 'X-Twilio-Signature': signature, 'Content-Type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(Object.entries(all).flatMap(([name, each]) => [each].flat().map((value) => [name, value])))
            .toString(),
    };
}
const call = { CallSid: 'CA00000000000000000000000000000001', From: '+15005550006', CallStatus: 'in-progress' };
const text = { MessageSid: 'SM00000000000000000000000000000001', From: '+12025550101', To: '+15005550006' };

test("Twilio's package signs what the adapter believes: calls, keys, states, texts", async () => {
    const key = await probe.ask(fromTwilio('twilio_voice', 'gather', { ...call, Digits: '1' },
        { query: 'k=TOKEN&step=menu&silence=2' }));
    assert.deepEqual(key.reports, [
        { kind: 'key', id: call.CallSid, token: 'TOKEN', step: 'menu', key: '1', silence: 2, machine: false },
    ]);
    const state = await probe.ask(fromTwilio('twilio_voice', 'call-status', { ...call, CallStatus: 'busy' }));
    assert.equal(state.reports[0].kind, 'moved');
    const reply = await probe.ask(fromTwilio('twilio_sms', 'sms', { ...text, Body: 'ACK 42 – on it ✅ a+b=c&d', Empty: '', Twice: ['b', 'a', 'a'] }));
    assert.equal(reply.reports[0].text, 'ACK 42 – on it ✅ a+b=c&d');
    for (const other of [{ token: facts.second_auth_token }, { port: ':443' }]) {
        const answer = await probe.ask(fromTwilio('twilio_voice', 'voice', call, other));
        assert.equal(answer.reports?.[0].kind, 'key');
    }
});

test("what Twilio's package did not sign so is forbidden", async () => {
    const good = fromTwilio('twilio_voice', 'gather', { ...call, Digits: '1' });
    const forged = [
        { ...good, body: good.body.replace('Digits=1', 'Digits=2') },
        { ...good, body: `${good.body}&Extra=1` },
        { ...good, url: good.url.replace('TOKEN', 'OTHER') },
        { ...good, headers: {} },
        fromTwilio('twilio_voice', 'gather', { ...call, Digits: '1' }, { token: 'another' }),
        fromTwilio('twilio_voice', 'gather', { ...call, AccountSid: 'AC00000000000000000000000000000002' }),
    ];
    for (const each of forged) assert.deepEqual(await probe.ask(each), { error: 'forbidden' });
});

test('what a call says is XML that a stranger parses, with the hostile words as words', async () => {
    const { said } = await probe.ask(fromTwilio('twilio_voice', 'voice', call));
    const inline = new URLSearchParams(
        requests.find((each) => each.adapter === 'twilio_voice_polled' && each.what === 'hostile').body).get('Twiml');
    for (const document of [said, inline]) assert.equal(XMLValidator.validate(document), true);
    const { Response } = new XMLParser({ ignoreAttributes: false, processEntities: true }).parse(said);
    assert.equal(Response.Gather.Say[0]['#text'], 'SEV 1 "API" <Down> & out X-Evil: 1 — 🔥 �');
    assert.equal(Response.Gather['@_actionOnEmptyResult'], 'true');
    assert.equal(new URL(Response.Gather['@_action']).searchParams.get('k'), 'TOKEN');
});

test("Vonage's package verifies our token, and one that is altered not", () => {
    for (const adapter of ['vonage_voice', 'vonage_sms']) {
        const token = of(adapter).headers.Authorization.replace('Bearer ', '');
        assert.equal(verifySignature(token, facts.vonage_public_key), true);
        assert.equal(verifySignature(`${token.slice(0, -8)}AAAAAAAA`, facts.vonage_public_key), false);
        const claims = jsonwebtoken.decode(token);
        assert.equal(claims.application_id, facts.vonage_application);
        assert.ok(claims.exp - claims.iat <= 300);
    }
});

test("callbacks are believed when Vonage's package believes their token, and for their own body", async () => {
    const body = JSON.stringify({ uuid: 'aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab', dtmf: { digits: '1', timed_out: false } });
    const from = (claims, secret = facts.vonage_secret) => {
        const token = jsonwebtoken.sign(
            {
                iss: 'Vonage', jti: 'x', application_id: facts.vonage_application, iat: seconds(),
                payload_hash: createHash('sha256').update(body).digest('hex'), ...claims,
            },
            secret,
        );
        assert.equal(verifySignature(token, facts.vonage_secret), secret === facts.vonage_secret);
        return {
            do: 'callback', adapter: 'vonage_voice', path: 'input', query: 'k=TOKEN&step=menu&silence=0',
            url: `${facts.vonage_url}/input?k=TOKEN&step=menu&silence=0`, headers: { Authorization: `Bearer ${token}` }, body,
        };
    };
    const { reports, said } = await probe.ask(from({}));
    assert.equal(reports[0].key, '1');
    assert.equal(JSON.parse(said)[1].action, 'input');
    for (const bad of [from({ payload_hash: 'x' }), from({ iat: seconds() - 600 }), from({}, 'another'),
        from({ application_id: 'other' }), { ...from({}), body: body.replace('"1"', '"2"') }])
        assert.deepEqual(await probe.ask(bad), { error: 'forbidden' });
    const unsecured = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{}').toString('base64url')}.`;
    assert.deepEqual(await probe.ask({ ...from({}), headers: { Authorization: `Bearer ${unsecured}` } }),
        { error: 'forbidden' });
});

test('Standard Webhooks verifies our messages with either secret of a rotation', () => {
    for (const adapter of ['webhook_sms', 'webhook_call', 'webhook']) {
        const { headers, body } = of(adapter);
        for (const secret of facts.webhook_secrets) {
            assert.equal(new Webhook(secret).verify(body, headers).data.incident, 'INC-42');
            assert.throws(() => new Webhook(secret).verify(`${body} `, headers));
        }
        assert.throws(() => new Webhook(`whsec_${Buffer.alloc(24, 7).toString('base64')}`).verify(body, headers));
    }
});

test('Standard Webhooks signs callbacks that we believe, for five minutes', async () => {
    const body = JSON.stringify({ type: 'page.acknowledged', data: { ack_token: 'TOKEN' } });
    const from = (secret, at = new Date()) => ({
        do: 'callback', adapter: 'webhook', path: 'page', query: '', url: 'https://oncall.example.com/webhooks/webhook/page',
        headers: {
            'webhook-id': 'msg_1',
            'webhook-timestamp': String(Math.floor(at / 1000)),
            'webhook-signature': new Webhook(secret).sign('msg_1', at, body),
        },
        body,
    });
    for (const secret of facts.webhook_secrets)
        assert.deepEqual((await probe.ask(from(secret))).reports, [{ kind: 'confirmed', id: '', token: 'TOKEN' }]);
    const stranger = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
    for (const bad of [from(stranger), from(facts.webhook_secrets[0], new Date(Date.now() - 400_000)),
        { ...from(facts.webhook_secrets[0]), body: body.replace('TOKEN', 'OTHER') }])
        assert.deepEqual(await probe.ask(bad), { error: 'forbidden' });
});

test('a stranger reads our mail as it was meant', async () => {
    const { message } = await probe.ask({ do: 'mail' });
    const mail = await PostalMime.parse(message);
    assert.equal(mail.from.name, 'Tocsin — on-call');
    assert.equal(mail.from.address, 'tocsin@example.com');
    assert.equal(mail.to[0].address, 'dana@example.com');
    assert.equal(mail.subject, 'SEV 1 "API" <Down> & out X-Evil: 1 — 🔥 �');
    assert.equal(mail.messageId, '<inc-42.1@example.com>');
    assert.equal(mail.references, '<inc-42.root@example.com>');
    assert.ok(!mail.headers.some(({ key }) => key === 'x-evil'));
    assert.ok(mail.text.includes('\n.\nFrom me'));
    assert.equal(mail.html.trim(), '<p>Ä &amp; more</p>');
    const header = (name) => mail.headers.find(({ key }) => key === name).value;
    assert.equal(header('importance'), 'high');
    assert.equal(header('list-unsubscribe'), '<https://status.example.com/status/subscription/0123456789abcdef>');
    assert.equal(header('list-unsubscribe-post'), 'List-Unsubscribe=One-Click');
});
