// `tocsin run` against the stand-in for Slack, in a folder of its own.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { expectNone, placesOf, secretsIn } from '../fakes/secrets.mjs';

const start_ms = 20_000;

// What the first line that fits has in its first brackets.
function said(child, stream, pattern) {
    return new Promise((resolve, reject) => {
        const lines = [];
        const fail = (why) => reject(new Error(`${child.spawnfile} ${why}\n${lines.join('\n')}`));
        const timer = setTimeout(() => fail('did not say where it listens'), start_ms);
        createInterface({ input: stream }).on('line', (line) => {
            lines.push(line);
            const found = line.match(pattern);
            if (!found) return;
            clearTimeout(timer);
            resolve(found[1]);
        });
        child.once('exit', (code) => fail(`ended with ${code}`));
    });
}

function end(child, signal) {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    return ended;
}

/** `more`: further keys of the configuration. `url` is where its API answers. */
export async function startBot(buildDir, more) {
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-api-'));
    const slack = spawn(join(buildDir, 'tests/slack_stand_in'), [], { stdio: ['pipe', 'pipe', 'inherit'] });
    const slackUrl = await said(slack, slack.stdout, /^(http:\S+)$/);
    const file = join(folder, 'tocsin.yaml');
    const configuration = `slack: {app_token: xapp-sandbox, bot_token: xoxb-sandbox, api_url: "${slackUrl}/api/", channel: C0INCIDENTS}
storage: {url: "sqlite:${join(folder, 'tocsin.db')}"}
${more}`;
    await writeFile(file, configuration);
    const bot = spawn(join(buildDir, 'tocsin'), ['run', '--config', file], { stdio: ['ignore', 'ignore', 'pipe'] });
    let log = '';
    bot.stderr.on('data', (data) => (log += data));
    const port = await said(bot, bot.stderr, /listening http=127\.0\.0\.1:(\d+)/);
    return {
        url: `http://127.0.0.1:${port}`,
        pid: bot.pid,
        async stop() {
            await end(bot, 'SIGTERM');
            await end(slack, 'SIGTERM');
            await rm(folder, { recursive: true });
            expectNone(placesOf(secretsIn(configuration), log, 'log'));
        },
    };
}
