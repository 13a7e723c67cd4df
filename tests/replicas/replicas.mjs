// Several replicas under clients that never stop, while their processes, their network, their clocks and their database
// are troubled: node replicas.mjs BUILD [--rounds N] [--replicas N] [--only TROUBLE] [--keep]. Needs root: network
// namespaces. What the clients saw is judged by history.mjs.
import { startClients } from './clients.mjs';
import { judgeAcknowledgment, judgeAccepted, judgePaged, judgeSends } from './history.mjs';
import { makeWorld, pause } from './world.mjs';

const [buildDir, ...words] = process.argv.slice(2);
const option = (name, otherwise) => (words.includes(name) ? words[words.indexOf(name) + 1] : otherwise);
const nightly = process.env.TOCSIN_NIGHTLY === '1';
const count = Number(option('--replicas', 3));
const rounds = Number(option('--rounds', nightly ? 200 : 6));
const judged_every = 6;
const level_two_ms = 10_000;
const latest_ms = 10_000; // after which another replica has taken over
const latest_with_fail_over_ms = 30_000;
const again_within_ms = 25_000; // a trouble lasts 12 s at most, a lease 9

const pick = (list) => list[Math.floor(Math.random() * list.length)];
const world = await makeWorld(buildDir, count);

const troubles = {
    async kill() {
        const victim = pick(world.replicas);
        world.isInTrouble();
        await victim.kill();
        await pause(Math.random() * 3000);
        await victim.start();
    },
    async pause() {
        const victim = pick(world.replicas);
        world.isInTrouble();
        victim.signal('SIGSTOP');
        await pause(12_000);
        victim.signal('SIGCONT');
    },
    async cut() {
        const victim = pick(world.replicas);
        world.isInTrouble();
        await victim.cut();
        await pause(12_000);
        await victim.heal();
    },
    async skew() {
        const victim = pick(world.replicas);
        await victim.stop();
        await victim.start(pick([-300, 300]));
    },
    async 'fail over'() {
        world.isInTrouble();
        await world.postgres.failOver();
        await pause(4000);
        await world.postgres.copyAgain();
    },
    async 'stop and start'() {
        const victim = pick(world.replicas);
        await victim.stop();
        await pause(500);
        await victim.start();
    },
};
const only = option('--only');
const order = only ? [only] : Object.keys(troubles);

// A replica may have ended by itself, as one does whose store lost what it knew: whoever watches it starts it again.
async function allRun() {
    for (const replica of world.replicas) {
        if (!replica.isRunning()) await replica.start();
        await world.isReady(replica.number);
    }
}

async function judge(clients, failed_over) {
    await clients.stop();
    await pause(level_two_ms + 2000);
    const problems = [];
    const found = (await world.postgres.sql('SELECT name FROM alerts')).split('\n');
    problems.push(...judgeAccepted(clients.accepted, found));
    const late = [];
    for (const incident of clients.incidents) {
        const about = (what) => `INC-${incident.number}: ${what}`;
        const looks = [];
        for (const { number } of world.replicas) {
            const { json } = await clients.ask(number, 'GET', `/api/v1/incidents/${incident.number}/timeline`);
            looks.push(json);
        }
        if (new Set(looks.map((look) => JSON.stringify(look))).size > 1) problems.push(about('replicas tell different stories'));
        problems.push(...judgeAcknowledgment(incident.operations).map(about));
        if (!incident.left) continue;
        const [{ incident: it, timeline }] = looks;
        const second = timeline.find(({ text }) => /^Paged: .*Lee/.test(text));
        if (!second) {
            problems.push(about('the second level was never paged'));
            continue;
        }
        const lateness = Date.parse(second.at) - Date.parse(it.detected) - level_two_ms;
        late.push(lateness);
        if (lateness < 0) problems.push(about(`the second level was paged ${-lateness} ms early`));
        if (lateness > (failed_over ? latest_with_fail_over_ms : latest_ms)) problems.push(about(`the second level was paged ${lateness} ms late`));
    }
    const { pages } = world.receiver;
    problems.push(...judgeSends(pages, world.troubles, again_within_ms));
    const left = clients.incidents.filter((incident) => incident.left).map(({ number }) => `INC-${number}`);
    problems.push(...judgePaged(left, pages.map(({ text }) => text)));
    const again = pages.length - new Set(pages.map(({ id }) => id)).size;
    const most = (list) => Math.round(Math.max(0, ...list));
    console.log(
        `  ${clients.accepted.length} alerts accepted, the slowest after ${most(clients.waits)} ms; ${clients.incidents.length} incidents,` +
            ` second level at most ${most(late)} ms late; ${pages.length} pages, ${again} of them again, in ${world.troubles.length} troubles`,
    );
    return problems;
}

let failures = 0;
try {
    await Promise.all(world.replicas.map((replica) => replica.start()));
    for (let round = 0; round < rounds; ) {
        const clients = startClients(world);
        let failed_over = false;
        for (let i = 0; i < judged_every && round < rounds; ++i, ++round) {
            const trouble = order[round % order.length];
            console.log(`round ${round + 1} of ${rounds}: ${trouble}`);
            failed_over ||= trouble === 'fail over';
            await pause(1000);
            await troubles[trouble]();
            await allRun();
        }
        const problems = await judge(clients, failed_over);
        for (const problem of problems) console.log(`  WRONG ${problem}`);
        failures += problems.length;
    }
} finally {
    await world.end(failures > 0 || words.includes('--keep'));
}
console.log(failures === 0 ? 'nothing lost, nothing told in two ways' : `${failures} problems; the logs are in ${world.folder}`);
process.exit(failures === 0 ? 0 : 1);
