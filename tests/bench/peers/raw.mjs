// The official socket-mode and web-api packages without the framework.
import { keepRow, message, packages } from './work.mjs';

const { SocketModeClient } = packages('@slack/socket-mode');
const { WebClient } = packages('@slack/web-api');
const clientOptions = { slackApiUrl: process.env.SLACK_API_URL };
const web = new WebClient(process.env.SLACK_BOT_TOKEN, { ...clientOptions, logLevel: 'error' });
const appToken = process.env.SLACK_APP_TOKEN;
const socket = new SocketModeClient({ appToken, clientOptions, logLevel: 'error' });
socket.on('slash_commands', async ({ ack, body }) => {
    await ack();
    await keepRow(body);
    await web.chat.postMessage(message(body));
});
await socket.start();
