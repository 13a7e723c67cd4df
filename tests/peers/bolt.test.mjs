// Slack's own client library finds in the stand-in what it expects of Slack.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import bolt from '@slack/bolt';
import { WebClient } from '@slack/web-api';

import { startStandIn, until } from './stand_in.mjs';

const dana = 'U000DANA';
const incidents = 'C0INCIDENTS';
let slack;
let app;
const seen = {
    commands: [], actions: [], submissions: [], messages: [], mentions: [], homes: [], closed: [],
};

const form = {
    type: 'modal',
    callback_id: 'declare',
    title: { type: 'plain_text', text: 'Declare' },
    submit: { type: 'plain_text', text: 'Create' },
    notify_on_close: true,
    blocks: [
        {
            type: 'input',
            block_id: 'title',
            label: { type: 'plain_text', text: 'Title' },
            element: { type: 'plain_text_input', action_id: 'text' },
        },
    ],
};

before(async () => {
    slack = await startStandIn(process.env.BUILD_DIR, ['--port', '0']);
    app = new bolt.App({
        token: 'xoxb-sandbox',
        appToken: 'xapp-sandbox',
        socketMode: true,
        logLevel: 'error',
        clientOptions: { slackApiUrl: `${slack.url}/api/` },
    });
    app.command('/incident', async ({ command, ack, client, respond }) => {
        await ack();
        seen.commands.push(command);
        if (command.text === 'form') await client.views.open({ trigger_id: command.trigger_id, view: form });
        if (command.text.startsWith('up')) {
            await client.chat.postMessage({
                channel: command.channel_id,
                text: 'API Down',
                blocks: [
                    { type: 'header', text: { type: 'plain_text', text: 'API Down' } },
                    {
                        type: 'actions',
                        block_id: 'card',
                        elements: [
                            {
                                type: 'button',
                                action_id: 'ack',
                                value: 'INC-1',
                                text: { type: 'plain_text', text: 'Acknowledge' },
                            },
                        ],
                    },
                ],
            });
            await respond('Declared.');
        }
    });
    app.action('ack', async ({ ack, action, body, client }) => {
        await ack();
        seen.actions.push(action);
        await client.chat.update({ channel: body.channel.id, ts: body.message.ts, text: 'acknowledged' });
    });
    app.view('declare', async ({ ack, view }) => {
        const title = view.state.values.title.text.value;
        if (title === 'bad') return ack({ response_action: 'errors', errors: { title: 'too short' } });
        seen.submissions.push(view);
        return ack();
    });
    app.view({ callback_id: 'declare', type: 'view_closed' }, async ({ ack, view }) => {
        await ack();
        seen.closed.push(view);
    });
    app.message(async ({ message }) => seen.messages.push(message));
    app.event('app_mention', async ({ event }) => seen.mentions.push(event));
    app.event('app_home_opened', async ({ event, client }) => {
        seen.homes.push(event);
        await client.views.publish({
            user_id: event.user,
            view: { type: 'home', blocks: [{ type: 'divider' }] },
        });
    });
    await app.start();
});

after(async () => {
    await app?.stop();
    await slack?.stop();
});

const cardOf = async () => {
    const channel = (await slack.state(dana)).channels.find((each) => each.id === incidents);
    return channel.messages.find((each) => each.bot);
};

test('the handshake says hello once and counts the connection', async () => {
    await until('a connection', async () => (await slack.state(dana)).socket.connections === 1);
    const me = await app.client.auth.test();
    assert.equal(me.user_id, 'U0TOCSIN');
    assert.equal(me.bot_id, 'B0TOCSIN');
});

test('a slash command reaches the app, which posts and answers by response URL', async () => {
    const did = await slack.act({ as: dana, do: 'slash', channel: incidents, text: '/incident up @Lee api' });
    assert.equal(did.ok, true);
    await until('the command', () => seen.commands.length === 1);
    assert.equal(seen.commands[0].text, 'up <@U000LEE|Lee> api');
    const card = await until('the card', cardOf);
    assert.equal(card.blocks[1].block_id, 'card');
    await until('the ephemeral answer', async () => {
        const channel = (await slack.state(dana)).channels.find((each) => each.id === incidents);
        return channel.ephemeral.some((each) => each.text === 'Declared.');
    });
    const lee = (await slack.state('U000LEE')).channels.find((each) => each.id === incidents);
    assert.equal(lee.ephemeral.length, 0);
});

test('a button press carries its value and the message, and the app edits the message', async () => {
    const card = await cardOf();
    const did = await slack.act({
        as: 'U000LEE', do: 'press', channel: incidents, ts: card.ts, block_id: 'card', action_id: 'ack',
    });
    assert.equal(did.ok, true);
    await until('the edit', async () => (await cardOf()).text === 'acknowledged');
    assert.equal(seen.actions[0].value, 'INC-1');
    assert.deepEqual((await cardOf()).blocks, []);
});

test('a form opens, shows the errors of the app, and closes after a good answer', async () => {
    await slack.act({ as: dana, do: 'slash', channel: incidents, text: '/incident form' });
    const shown = await until('the form', async () => (await slack.state(dana)).views[0]);
    const values = (text) => ({ title: { text: { type: 'plain_text_input', value: text } } });
    const empty = await slack.act({ as: dana, do: 'submit', view_id: shown.id, values: values('') });
    assert.equal(empty.error, 'invalid_input');
    await slack.act({ as: dana, do: 'submit', view_id: shown.id, values: values('bad') });
    await until('the error', async () => (await slack.state(dana)).views[0]?.errors.title === 'too short');
    await slack.act({ as: dana, do: 'submit', view_id: shown.id, values: values('API Down') });
    await until('the end of the form', async () => (await slack.state(dana)).views.length === 0);
    assert.equal(seen.submissions.length, 1);
});

test('closing a form tells the app when it asked for it', async () => {
    await slack.act({ as: dana, do: 'slash', channel: incidents, text: '/incident form' });
    const shown = await until('the form', async () => (await slack.state(dana)).views[0]);
    await slack.act({ as: dana, do: 'close', view_id: shown.id });
    await until('view_closed', () => seen.closed.length === 1);
});

test('messages and mentions come as events, once each', async () => {
    await slack.act({ as: dana, do: 'message', channel: incidents, text: 'hello @Tocsin & all' });
    await until('the mention', () => seen.mentions.length === 1);
    assert.equal(seen.mentions[0].text, 'hello <@U0TOCSIN> &amp; all');
    const hello = () => seen.messages.filter((each) => each.text?.startsWith('hello')).length;
    await until('the message', () => hello() > 0);
    assert.equal(hello(), 1);
});

test('the Home tab is asked for and published', async () => {
    await slack.act({ as: dana, do: 'open_home' });
    await until('the Home tab', async () => (await slack.state(dana)).home.view?.blocks.length === 1);
});

test('the Web API client understands refusals, limits and pages', async () => {
    const client = new WebClient('xoxb-sandbox', { slackApiUrl: `${slack.url}/api/`, logLevel: 'error' });
    await assert.rejects(client.chat.postMessage({ channel: 'C0NOBODY', text: 'x' }), /channel_not_found/);
    const long = { type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } };
    await assert.rejects(
        client.chat.postMessage({ channel: incidents, text: 'x', blocks: [long] }),
        (error) =>
            error.data.errors[0] === 'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
    );
    await slack.act({ do: 'trouble', kind: 'fail', method: 'users.info', retry_after: 1 });
    const info = await client.users.info({ user: dana });
    assert.equal(info.user.name, 'Dana');
    const people = [];
    for await (const page of client.paginate('users.list', { limit: 2 })) people.push(...page.members);
    assert.equal(people.length, 6);
    const wrong = new WebClient('xapp-sandbox', { slackApiUrl: `${slack.url}/api/`, logLevel: 'error' });
    await assert.rejects(wrong.users.list({}), /not_allowed_token_type/);
});

for (const [name, trouble] of [
    ['a requested refresh', { kind: 'disconnect', reason: 'refresh_requested' }],
    ['an abrupt close', { kind: 'cut', all: true }],
]) {
    test(`after ${name} the client is back and gets commands again`, async () => {
        const hellos = async () =>
            (await slack.transcript()).entries.filter((each) => each.what === 'connect').length;
        const known = await hellos();
        const commands = seen.commands.length;
        await slack.act({ do: 'trouble', ...trouble });
        await until('the next connection', async () => (await hellos()) > known);
        await until('one connection', async () => (await slack.state(dana)).socket.connections === 1);
        await slack.act({ as: dana, do: 'slash', channel: incidents, text: '/incident again' });
        await until('the command', () => seen.commands.length === commands + 1);
    });
}
