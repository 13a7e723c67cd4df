// What the Node peers do for one command besides acknowledging it: a durable row and a message of six blocks.
import { open } from 'node:fs/promises';
import { createRequire } from 'node:module';

// The pinned packages are those of tests/peers.
export const packages = createRequire(new URL('../../peers/package.json', import.meta.url));

const rows = await open(process.env.ROWS_FILE, 'a');

export async function keepRow(command) {
    const row = { text: command.text, user: command.user_id, trigger: command.trigger_id };
    await rows.write(`${JSON.stringify(row)}\n`);
    await rows.datasync();
}

export function message(command) {
    const section = (text) => ({ type: 'section', text: { type: 'mrkdwn', text } });
    const button = (text, id) => ({
        type: 'button', action_id: id, value: 'INC-1', text: { type: 'plain_text', text },
    });
    return {
        channel: command.channel_id,
        text: `SEV 2 ${command.text}`,
        blocks: [
            { type: 'header', text: { type: 'plain_text', text: command.text.slice(0, 150) } },
            section(`*Severity:* SEV 2\n*Status:* declared by <@${command.user_id}>`),
            section('*Impact:* not known yet'),
            { type: 'divider' },
            { type: 'actions', elements: [button('Acknowledge', 'ack'), button('Resolve', 'resolve')] },
            { type: 'context', elements: [{ type: 'mrkdwn', text: 'Declared a moment ago' }] },
        ],
    };
}
