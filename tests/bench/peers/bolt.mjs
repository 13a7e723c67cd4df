// The official framework, used as its documentation shows: acknowledge first, then work.
import { keepRow, message, packages } from './work.mjs';

const bolt = packages('@slack/bolt');
const app = new bolt.App({
    token: process.env.SLACK_BOT_TOKEN,
    appToken: process.env.SLACK_APP_TOKEN,
    socketMode: true,
    logLevel: 'error',
    clientOptions: { slackApiUrl: process.env.SLACK_API_URL },
});
app.command('/incident', async ({ command, ack, client }) => {
    await ack();
    await keepRow(command);
    await client.chat.postMessage(message(command));
});
await app.start();
