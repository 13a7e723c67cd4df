// The table of the benchmark, and its place in docs/performance.md.
import { readFileSync, writeFileSync } from 'node:fs';

const document = new URL('../../docs/performance.md', import.meta.url);
const begin = '<!-- tests/bench/run --write: begin -->';
const end = '<!-- tests/bench/run --write: end -->';

const ms = (value) => `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`;
const whole = (value) => value.toFixed(0);
const seconds = (value) => `${value.toFixed(2)} s`;
const megabytes = (value) => `${value.toFixed(value < 100 ? 1 : 0)} MB`;

const rows = [
    ['acknowledgment at 50/s, p50', 'ack_50_p50', ms],
    ['… p99', 'ack_50_p99', ms],
    ['… p99.9', 'ack_50_p99_9', ms],
    ['acknowledgment at 500/s, p50', 'ack_500_p50', ms],
    ['… p99', 'ack_500_p99', ms],
    ['… p99.9', 'ack_500_p99_9', ms],
    ['command to message at 500/s, p50', 'post_500_p50', ms],
    ['… p99', 'post_500_p99', ms],
    ['done per second, 200 under way', 'most_per_second', whole],
    ['commands without a message', 'most_lost', whole],
    ['further messages for each command', 'other_posts', (value) => value.toFixed(1)],
    ['processor for 10 000 at 500/s', 'cpu_500', seconds],
    ['processor for 10 000 at most', 'cpu_most', seconds],
    ['memory idle', 'idle_mb', megabytes],
    ['memory at most', 'peak_mb', megabytes],
    ['start to hello', 'hello_ms', ms],
    ['abrupt close to next hello', 'reconnect_ms', ms],
    ['commands that met no connection', 'unreachable', whole],
    ['10 lost acknowledgments: done twice', 'done_twice', whole],
    ['200 posts held by 429, kill -9: lost', 'held_lost', whole],
    ['… posted twice', 'held_twice', whole],
];

function median(values) {
    const sorted = [...values].sort((a, b) => a - b);
    const middle = sorted.length >> 1;
    return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function medians(measured) {
    const keys = Object.keys(measured[0]);
    return Object.fromEntries(keys.map((key) => [key, median(measured.map((one) => one[key]))]));
}

export function table(columns) {
    const lines = [
        ['', ...columns.map((column) => column.title)],
        ['---', ...columns.map(() => '---:')],
        ...rows.map(([title, key, format]) => [title, ...columns.map(({ values }) => format(values[key]))]),
    ];
    return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

export function write(text) {
    const page = readFileSync(document, 'utf8');
    const from = page.indexOf(begin);
    const to = page.indexOf(end);
    if (from < 0 || to < from) throw new Error('docs/performance.md has lost the marks of its table');
    writeFileSync(document, `${page.slice(0, from + begin.length)}\n${text}\n${page.slice(to)}`);
}
