// The programs that are compared, and how each is started against a stand-in.
import { spawn } from 'node:child_process';
import { openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ticks_per_second = 100; // of /proc; fixed on Linux

export function programs(buildDir) {
    const peer = (file) => [process.execPath, new URL(`./peers/${file}`, import.meta.url).pathname];
    return [
        {
            name: 'tocsin', title: 'Tocsin', configured: true,
            command: [join(buildDir, 'tocsin'), 'run', '--config'],
        },
        { name: 'slack-go', title: 'slack-go', command: [join(buildDir, 'bench', 'slack_go')] },
        {
            name: 'slack-go-same', title: 'slack-go, same work', env: { SAME_WORK: '1' },
            command: [join(buildDir, 'bench', 'slack_go')],
        },
        { name: 'bolt', title: 'Node Bolt', command: peer('bolt.mjs') },
        { name: 'node', title: 'Node packages', command: peer('raw.mjs') },
    ];
}

// `more`: further keys of the file.
function configuration(file, store, more, pace = 'unlimited') {
    const text = `slack:
  app_token: \${SLACK_APP_TOKEN}
  bot_token: \${SLACK_BOT_TOKEN}
  api_url: \${SLACK_API_URL}
  channel: C0INCIDENTS
  pace: {per_channel: ${pace}}
storage: {url: "sqlite:${store}"}
${more}`;
    writeFileSync(file, text);
    return file;
}

// `place`: a folder of its own, with what the program keeps; starting again in it goes on with that.
export function start(program, slackUrl, place) {
    const [file, ...words] = program.command;
    if (program.configured) words.push(configuration(join(place, 'tocsin.yaml'), join(place, 'tocsin.db'), program.more ?? '', program.pace));
    const log = openSync(join(place, 'log'), 'a');
    const begun_us = (performance.timeOrigin + performance.now()) * 1000;
    const child = spawn(file, words, {
        stdio: ['ignore', log, log],
        env: {
            PATH: process.env.PATH,
            HOME: process.env.HOME,
            SLACK_APP_TOKEN: 'xapp-sandbox',
            SLACK_BOT_TOKEN: 'xoxb-sandbox',
            SLACK_API_URL: `${slackUrl}/api/`,
            ROWS_FILE: join(place, 'rows'),
            ...program.env,
        },
    });
    const exited = new Promise((resolve) => child.once('exit', resolve));
    const end_with_us = () => child.kill('SIGKILL');
    process.once('exit', end_with_us);
    exited.then(() => process.off('exit', end_with_us));
    const status = (field) => {
        const text = readFileSync(`/proc/${child.pid}/status`, 'utf8');
        return Number(text.match(new RegExp(`${field}:\\s+(\\d+) kB`))[1]) / 1024;
    };
    return {
        begun_us,
        pid: child.pid,
        processorSeconds() {
            const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
            return (Number(fields[11]) + Number(fields[12])) / ticks_per_second;
        },
        residentMb: () => status('VmRSS'),
        peakMb: () => status('VmHWM'),
        end(signal = 'SIGTERM') {
            child.kill(signal);
            return exited;
        },
    };
}
