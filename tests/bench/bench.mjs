// Measures every program in turn, as often as asked, and prints the medians. Figures only: what they mean is
// said in docs/performance.md.
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { diskFacts, goVersion, machineFacts } from './machine.mjs';
import { measure } from './measures.mjs';
import { programs } from './programs.mjs';
import { medians, table, write } from './report.mjs';

const [folderOfBuild, ...words] = process.argv.slice(2);
const buildDir = resolve(folderOfBuild);
const option = (name) => (words.includes(name) ? words[words.indexOf(name) + 1] : undefined);
const quick = words.includes('--quick');
const rounds = Number(option('--rounds') ?? (quick ? 1 : 3));
const only = option('--only')?.split(',');

const folder = join(buildDir, 'bench', 'run');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const compared = programs(buildDir).filter((program) => !only || only.includes(program.name));
const seen = new Map(compared.map((program) => [program.name, []]));
const disk = [diskFacts(folder)];
for (let round = 1; round <= rounds; ++round) {
    for (const program of compared) {
        process.stderr.write(`round ${round} of ${rounds}: ${program.title} …\n`);
        seen.get(program.name).push(await measure(program, buildDir, folder, quick));
    }
    disk.push(diskFacts(folder));
}

const columns = compared.map(({ title, name }) => ({ title, values: medians(seen.get(name)) }));
const { p50, p99 } = medians(disk);
const facts = [
    ...machineFacts(goVersion()),
    `fdatasync of 4 KiB appended: p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`,
    `${quick ? 'quick, ' : ''}medians of ${rounds} round${rounds > 1 ? 's' : ''}`,
];
const text = `${facts.map((fact) => `* ${fact}`).join('\n')}\n\n${table(columns)}\n`;
console.log(text);
if (words.includes('--write')) write(text);
