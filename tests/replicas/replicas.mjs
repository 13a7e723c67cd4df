// Several replicas under clients that never stop, while their processes, their network, their clocks and their database
// are troubled: node replicas.mjs BUILD [--rounds N] [--replicas N] [--only TROUBLE,…] [--beside PROGRAM] [--keep].
// Needs root: network namespaces. What the clients saw is judged by history.mjs.
import { startClients } from './clients.mjs';
import {
    failsOver, judgeAcknowledgment, judgeAccepted, judgeCutOff, judgeEnds, judgeLevels, judgeOnce, judgeResolved, judgeSends, judgeSilence,
    judgeWaits,
} from './history.mjs';
import { makeWorld, pause } from './world.mjs';

const [buildDir, ...words] = process.argv.slice(2);
const option = (name, otherwise) => (words.includes(name) ? words[words.indexOf(name) + 1] : otherwise);
const nightly = process.env.TOCSIN_NIGHTLY === '1';
const count = Number(option('--replicas', 3));
const level_two_ms = 10_000;
const clock_ms = 50; // two clocks of one machine, read one after the other
const levels = [{ to: '+12025550101', after_ms: 0 }, { to: '+12025550102', after_ms: level_two_ms }]; // Dana, Lee

const pick = (list) => list[Math.floor(Math.random() * list.length)];
const world = await makeWorld(buildDir, count, { beside: option('--beside') });

// Runs what troubles it, and notes for how long.
async function inTrouble(kind, replica, what) {
    const over = world.isInTrouble(kind, replica);
    await what();
    over();
}

const troubles = {
    async kill() {
        const victim = pick(world.replicas);
        await inTrouble('kill', victim.number, async () => {
            await victim.kill();
            await pause(Math.random() * 3000);
            await victim.start();
        });
    },
    async pause() {
        const victim = pick(world.replicas);
        await inTrouble('pause', victim.number, async () => {
            victim.signal('SIGSTOP');
            await pause(12_000);
            victim.signal('SIGCONT');
        });
    },
    async cut() {
        const victim = pick(world.replicas);
        await inTrouble('cut', victim.number, async () => {
            await victim.cut();
            await pause(12_000);
            await victim.heal();
        });
    },
    // Its page has come, and the database does not hear of that.
    async 'cut from the database'() {
        const { victim, over } = await world.receiver.atNextPage(async (by) => {
            const cut = { victim: world.replicas[by], over: world.isInTrouble('cut from the database', by) };
            await cut.victim.cutFromDatabase();
            return cut;
        });
        await pause(12_000);
        await victim.heal();
        over();
    },
    async skew() {
        const victim = pick(world.replicas);
        await victim.stop();
        await victim.start(pick([-300, 300]));
    },
    async 'fail over'() {
        await inTrouble('fail over', 'all', async () => {
            await world.postgres.failOver();
            await pause(4000);
            await world.postgres.copyAgain();
            await allRun();
        });
    },
    async 'stop and start'() {
        const victim = pick(world.replicas);
        await victim.stop();
        await pause(500);
        await victim.start();
    },
};
const judged_every = Object.keys(troubles).length;
const order = option('--only')?.split(',') ?? Object.keys(troubles);
const rounds = Number(option('--rounds', nightly ? 20 * order.length : order.length));

// A replica may have ended by itself, as one does whose store lost what it knew: whoever watches it starts it again.
async function allRun() {
    for (const replica of world.replicas) {
        if (!replica.isRunning()) await replica.start();
        await world.isReady(replica.number);
    }
}

// Instants of the database's clock, as those that everything here is measured by. It has the same machine.
const measured = (time) => Date.parse(time) - (Date.now() - performance.now());

// Of all clients there have been: a page can also come too late, or twice, when its clients are gone.
const acknowledged = []; // {name, at}
const left = []; // {name, detected}
const judged = new Set(); // problems that were told

async function judge(clients) {
    await clients.stop();
    await pause(level_two_ms + 2000);
    const problems = [];
    const rows = (await world.postgres.sql('SELECT name, firing, incident FROM alerts')).split('\n').map((row) => row.split('|'));
    problems.push(...judgeAccepted(clients.alerts.map(({ key }) => key), rows.map(([name]) => name)));
    problems.push(...judgeResolved(clients.alerts, rows.filter(([, firing]) => firing === '1').map(([name]) => name)));
    problems.push(...judgeWaits(clients.waits, world.troubles));
    const incident_of = new Map(rows.map(([name, , incident]) => [name, Number(incident)]));
    const paging = clients.alerts.filter(({ pages }) => pages).map((alert) => ({ ...alert, number: incident_of.get(alert.key), operations: [], left: true }));
    for (const { key, number } of paging) if (!number) problems.push(`${key} pages, and no incident was opened`);
    for (const incident of [...clients.incidents, ...paging.filter(({ number }) => number)]) {
        const name = `INC-${incident.number}`;
        const about = (what) => `${name}: ${what}`;
        const looks = [];
        for (const { number } of world.replicas) {
            const answer = await clients.ask(number, 'GET', `/api/v1/incidents/${incident.number}/timeline`);
            if (!answer?.json.incident) problems.push(about(`replica ${number} does not tell its story`));
            else looks.push(answer.json);
        }
        // Its address becomes that of its thread once Slack has one, which may be between two looks.
        const stories = looks.map(({ incident: { url, ...rest }, timeline }) => JSON.stringify([rest, timeline]));
        if (new Set(stories).size > 1) problems.push(about('replicas tell different stories'));
        problems.push(...judgeAcknowledgment(incident.operations).map(about));
        const answers = incident.operations.filter(({ kind, ended }) => kind === 'ack' && ended !== Infinity);
        if (answers.length > 0) acknowledged.push({ name, at: Math.min(...answers.map(({ ended }) => ended)) });
        if (!incident.left || looks.length === 0) continue;
        const detected = measured(looks[0].incident.detected);
        if (detected < incident.began - clock_ms || detected > incident.ended + clock_ms)
            problems.push(about(`detected ${Math.round(detected - incident.began)} ms after it was told, and that took ${Math.round(incident.ended - incident.began)} ms`));
        left.push({ name, detected });
    }
    const { pages } = world.receiver;
    problems.push(...judgeSends(pages, world.troubles));
    problems.push(...judgeSilence(acknowledged, pages, world.troubles));
    problems.push(...judgeOnce(pages));
    problems.push(...judgeLevels(left, levels, pages, world.troubles));
    problems.push(...judgeCutOff(pages, world.troubles));
    problems.push(...judgeEnds(world.ends, world.troubles));
    const again = pages.length - new Set(pages.map(({ id }) => id)).size;
    const late = left.flatMap(({ name, detected }) => {
        const due = detected + level_two_ms;
        return pages.filter(({ to, incident }) => to === levels[1].to && incident === name).slice(0, 1).map(({ at }) => ({ began: due, ended: at }));
    });
    const most = (list) => {
        const [excused, others] = [true, false].map((which) =>
            list.filter(({ began }) => failsOver(began, world.troubles) === which).map(({ began, ended }) => Math.round(ended - began)));
        return `${Math.max(0, ...others)} ms${excused.length > 0 ? ` (${Math.max(...excused)} ms in a fail-over)` : ''}`;
    };
    const resolved = clients.alerts.filter((alert) => alert.resolved);
    console.log(
        `  ${clients.alerts.length} alerts accepted, the slowest after ${most(clients.waits)}, ${resolved.length} of them resolved` +
            ` (${resolved.filter(({ unanswered }) => unanswered > 0).length} after requests without an answer); ${clients.incidents.length} incidents and ${paging.length} of alerts,` +
            ` second level at most ${most(late)} late; until now ${pages.length} pages, ${again} of them again,` +
            ` ${pages.filter(({ text }) => /^\d+ open pages/.test(text)).length} that name several, in ${world.troubles.length} troubles`,
    );
    const news = problems.filter((problem) => !judged.has(problem));
    for (const problem of news) judged.add(problem);
    return news;
}

let failures = 0;
try {
    await Promise.all(world.replicas.map((replica) => replica.start()));
    for (let round = 0; round < rounds; ) {
        const clients = startClients(world);
        for (let i = 0; i < judged_every && round < rounds; ++i, ++round) {
            const trouble = order[round % order.length];
            console.log(`round ${round + 1} of ${rounds} with ${count} replicas: ${trouble}`);
            await pause(1000);
            await troubles[trouble]();
            await allRun();
        }
        const problems = await judge(clients);
        for (const problem of problems) console.log(`  WRONG ${problem}`);
        failures += problems.length;
    }
    const places = await world.secretsThatCameOut();
    for (const place of places) console.log(`  WRONG a secret came out: ${place}`);
    failures += places.length;
} finally {
    await world.end(failures > 0 || words.includes('--keep'));
}
console.log(failures === 0 ? 'nothing lost, nothing told in two ways' : `${failures} problems; the logs are in ${world.folder}`);
process.exit(failures === 0 ? 0 : 1);
