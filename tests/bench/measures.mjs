// What is measured of one program: how fast, how much of the machine, and what survives trouble.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { startStandIn, until } from '../peers/stand_in.mjs';
import { start } from './programs.mjs';

const dana = 'U000DANA';
const lost_acknowledgments = 10;
const held_posts = 200;
const quiet_after_ms = 6000; // longer than Retry-After and any pause between two tries
let load_number = 0;

const gateway = async (slack) => (await slack.transcript()).gateway;
const live = (slack) => until('the hello', async () => (await gateway(slack)).last_hello_us > 0);

// Every load has a number of its own, so that no title repeats.
const play = (slack, plan) =>
    slack.act({
        do: 'load', channels: 20, lean: true, patience_s: 5,
        text: `/incident declare sev2 API Down run ${++load_number}`, ...plan,
    });

async function helloAfter(slack, instant_us) {
    const end = Date.now() + 20_000;
    while (Date.now() < end) {
        const { last_hello_us } = await gateway(slack);
        if (last_hello_us > instant_us) return (last_hello_us - instant_us) / 1000;
        await sleep(2);
    }
    return NaN;
}

async function timed(program, slack, plan) {
    const before = program.processorSeconds();
    const result = await play(slack, plan);
    const cpu = ((program.processorSeconds() - before) * 10_000) / plan.count;
    return { ...result, cpu_per_10000: cpu };
}

async function speed(program, buildDir, place, quick) {
    const slack = await startStandIn(buildDir, ['--port', '0', '--no-transcript']);
    const running = start(program, slack.url, place);
    const hello_ms = await helloAfter(slack, running.begun_us);
    await sleep(500);
    const idle_mb = running.residentMb();
    await play(slack, { rate: 500, count: 500 });
    const slow = await timed(running, slack, { rate: 50, count: quick ? 250 : 1000 });
    const fast = await timed(running, slack, { rate: 500, count: quick ? 2500 : 10_000 });
    const most = await timed(running, slack, { rate: 0, window: 200, count: quick ? 5000 : 20_000 });
    const peak_mb = running.peakMb();
    const during = play(slack, { rate: 50, count: 400 });
    await sleep(1000);
    await slack.act({ as: dana, do: 'trouble', kind: 'cut' });
    const reconnect_ms = await helloAfter(slack, (await gateway(slack)).last_cut_us);
    const { unreachable } = await during;
    await running.end();
    await slack.stop();
    return {
        ack_50_p50: slow.ack_ms.p50, ack_50_p99: slow.ack_ms.p99, ack_50_p99_9: slow.ack_ms.p99_9,
        ack_500_p50: fast.ack_ms.p50, ack_500_p99: fast.ack_ms.p99, ack_500_p99_9: fast.ack_ms.p99_9,
        post_500_p50: fast.post_ms.p50, post_500_p99: fast.post_ms.p99,
        most_per_second: most.posted_per_second, most_lost: slow.lost + fast.lost + most.lost,
        twice: slow.posted_twice + fast.posted_twice + most.posted_twice,
        other_posts: most.other_posts / most.posted,
        cpu_500: fast.cpu_per_10000, cpu_most: most.cpu_per_10000,
        idle_mb, peak_mb, hello_ms, reconnect_ms, unreachable,
    };
}

// How often each of the commands, known by their numbers, stands in #incidents.
async function timesPosted(slack, count) {
    const state = await slack.state(dana);
    const messages = state.channels.find((channel) => channel.name === 'incidents').messages;
    const times = Array(count).fill(0);
    for (const { text, blocks } of messages) {
        const number = `${text} ${JSON.stringify(blocks)}`.match(/trial-(\d+)/);
        if (number) ++times[Number(number[1])];
    }
    return times;
}

async function command(slack, number) {
    await slack.act({
        as: dana, do: 'slash', channel: 'C0INCIDENTS',
        text: `/incident declare sev2 Checkout fails trial-${number}`,
    });
}

// Until everything stands there and nothing more comes.
async function settled(slack, count) {
    let seen = '';
    let since = Date.now();
    while (Date.now() - since < quiet_after_ms) {
        const times = await timesPosted(slack, count);
        if (String(times) !== seen) [seen, since] = [String(times), Date.now()];
        await sleep(500);
    }
    return timesPosted(slack, count);
}

// Slack delivers again what it believes to be unanswered.
async function lostAcknowledgments(program, buildDir, place) {
    const slack = await startStandIn(buildDir, ['--port', '0']);
    const running = start(program, slack.url, place);
    await live(slack);
    // Everything comes twice meanwhile: the bot's own messages are delivered as events in between.
    await slack.act({ as: dana, do: 'trouble', kind: 'duplicate', times: 1000 });
    for (let i = 0; i < lost_acknowledgments; ++i) await command(slack, i);
    const times = await settled(slack, lost_acknowledgments);
    await running.end();
    await slack.stop();
    return { done_twice: times.filter((count) => count > 1).length };
}

// Slack says 429 to every post, then the program is killed and started again.
async function heldPosts(program, buildDir, place) {
    const slack = await startStandIn(buildDir, ['--port', '0']);
    const running = start(program, slack.url, place);
    await live(slack);
    await slack.act({
        as: dana, do: 'trouble', kind: 'fail', method: 'chat.postMessage',
        times: 1_000_000, status: 429, error: 'ratelimited', retry_after: 2,
    });
    for (let i = 0; i < held_posts; ++i) await command(slack, i);
    await until('the acknowledgments', async () => (await gateway(slack)).acknowledged >= held_posts);
    await sleep(1000);
    await running.end('SIGKILL');
    await slack.act({ as: dana, do: 'trouble', kind: 'none' });
    const again = start(program, slack.url, place);
    const times = await settled(slack, held_posts);
    await again.end();
    await slack.stop();
    return {
        held_lost: times.filter((count) => count === 0).length,
        held_twice: times.filter((count) => count > 1).length,
    };
}

export async function measure(program, buildDir, folder, quick) {
    const found = {};
    for (const part of [speed, lostAcknowledgments, heldPosts]) {
        const place = join(folder, `${program.name}-${part.name}-${++load_number}`);
        mkdirSync(place);
        Object.assign(found, await part(program, buildDir, place, quick));
    }
    return found;
}
