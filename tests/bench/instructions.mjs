// Instructions of the bot for one `/incident declare`, counted by callgrind: the same on a busy machine as on a quiet one,
// to one or two in a hundred. The kernel's work and waiting are not in it; those are tests/bench/run's.
//   node tests/bench/instructions.mjs BUILD_FOLDER [OUT [COUNT [UNDER_WAY]]]
// Needs valgrind. `callgrind_annotate --inclusive=yes OUT` then says where they go.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { startStandIn, until } from '../peers/stand_in.mjs';
import { programs, start } from './programs.mjs';

const [folder, out, count = '600', window = '40'] = process.argv.slice(2);
const buildDir = resolve(folder);
const place = mkdtempSync(join(tmpdir(), 'tocsin-instructions-'));
const counts = resolve(out ?? join(place, 'callgrind.out'));

const slack = await startStandIn(buildDir, ['--port', '0', '--no-transcript']);
const tocsin = programs(buildDir).find((program) => program.name === 'tocsin');
const words = ['--tool=callgrind', '--instr-atstart=no', '--fair-sched=yes', `--callgrind-out-file=${counts}`];
const running = start({ ...tocsin, command: ['valgrind', ...words, ...tocsin.command] }, slack.url, place);
const counting = (on) => execFileSync('callgrind_control', ['-i', on, `${running.pid}`], { stdio: 'ignore' });
const play = (name, commands) => slack.act({
    do: 'load', channels: 20, lean: true, patience_s: 60, rate: 0, window: Number(window), count: commands,
    text: `/incident declare sev2 API Down ${name}`,
});

await until('the hello', async () => (await slack.transcript()).gateway.last_hello_us > 0);
await play('before', 200);
counting('on');
const { lost } = await play('counted', Number(count));
counting('off');
await running.end();
await slack.stop();
const total = readFileSync(join(place, 'log'), 'utf8').match(/Collected : (\d+)/);
rmSync(place, { recursive: true });
console.log(`${(total[1] / count / 1000).toFixed(0)} thousand instructions for a command, ${lost} lost`);
