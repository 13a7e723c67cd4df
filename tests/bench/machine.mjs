// What the figures depend on: the machine and how fast its disk makes things durable.
import { execFileSync } from 'node:child_process';
import { closeSync, fdatasyncSync, openSync, unlinkSync, writeSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';

const run = (command, ...words) => execFileSync(command, words, { encoding: 'utf8' }).trim();

export const goVersion = () => run('go', 'version').split(' ')[2];

// `others`: versions of what else is measured.
export function machineFacts(others) {
    const cpus = os.cpus();
    return [
        `${cpus.length} × ${cpus[0].model}, ${Math.round(os.totalmem() / 2 ** 30)} GiB`,
        `Linux ${os.release()}, ${others}, node ${process.version}, ${run('clang++-19', '--version').split('\n')[0]}`,
    ];
}

// How many programs wanted a processor, on average of the last minute.
export const busy = () => os.loadavg()[0];

export function diskFacts(folder, times = 500) {
    const file = join(folder, 'disk-probe');
    const handle = openSync(file, 'w');
    const page = Buffer.alloc(4096, 'x');
    const took = [];
    for (let i = 0; i < times; ++i) {
        writeSync(handle, page);
        const begun = performance.now();
        fdatasyncSync(handle);
        took.push(performance.now() - begun);
    }
    closeSync(handle);
    unlinkSync(file);
    took.sort((a, b) => a - b);
    return { p50: took[Math.floor(times * 0.5)], p99: took[Math.floor(times * 0.99)] };
}
