// What one, two and three replicas on one database do side by side, and how long a command takes: needs root.
//   node tests/bench/replicas.mjs BUILD_FOLDER [--seconds N]
// Incidents of SEV 3 are declared over the API by clients that ask again at once. Figures only: nothing fails when they
// change.
import { resolve } from 'node:path';

import { makeWorld } from '../replicas/world.mjs';

const [folder, ...words] = process.argv.slice(2);
const seconds = Number(words.includes('--seconds') ? words[words.indexOf('--seconds') + 1] : 10);
const under_way = [1, 16]; // a client has twenty connections at most
const tokens = Array.from({ length: 64 }, (_, i) => `load-${i}`);

async function load(world, clients) {
    const took = [];
    let refused = 0;
    let last = 0;
    const end = performance.now() + seconds * 1000;
    await Promise.all(
        Array.from({ length: clients }, async (_, client) => {
            while (performance.now() < end) {
                const n = ++last;
                const began = performance.now();
                const answer = await fetch(`${world.api((client + n) % world.count)}/api/v1/incidents`, {
                    method: 'POST',
                    headers: { Authorization: `Bearer ${tokens[n % tokens.length]}`, 'Content-Type': 'application/json' },
                    body: JSON.stringify({ title: `Trouble ${client}/${n}`, severity: 'sev3' }),
                });
                await answer.arrayBuffer();
                if (answer.status === 201) took.push(performance.now() - began);
                else ++refused;
            }
        }),
    );
    took.sort((a, b) => a - b);
    const at = (part) => took[Math.min(took.length - 1, Math.floor(took.length * part))].toFixed(1);
    return { rate: Math.round(took.length / seconds), p50: at(0.5), p99: at(0.99), refused };
}

console.log('| replicas | clients | declarations a second | p50 | p99 |\n| ---: | ---: | ---: | ---: | ---: |');
for (const count of [1, 2, 3]) {
    const world = await makeWorld(resolve(folder), count, { tokens });
    try {
        await Promise.all(world.replicas.map((replica) => replica.start()));
        for (const clients of under_way) {
            const { rate, p50, p99, refused } = await load(world, clients);
            console.log(`| ${count} | ${clients} | ${rate} | ${p50} ms | ${p99} ms |${refused ? ` ${refused} refused` : ''}`);
        }
    } finally {
        await world.end();
    }
}
process.exit(0);
