// Searches what a run of the tests has printed and left in BUILD_DIR for the secrets that the tests use, which are
// collected from their sources. What programs leave in folders that go away is searched before (tests/app/secrets.h,
// tests/fakes/secrets.mjs).
//   node tests/package/canaries.mjs BUILD_DIR
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { placesOf, secretsIn } from '../fakes/secrets.mjs';

const tests = fileURLToPath(new URL('..', import.meta.url));
const build = process.argv[2];
// Those that start the program; what others call a token is no secret of anybody.
const suites = ['app', 'kill', 'survival', 'hostile', 'replicas', 'browser', 'peers', 'adapters', 'sandbox'];
const left = ['Testing/Temporary', 'screenshots'];

function* filesBelow(folder) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        if (entry.isDirectory() && entry.name !== 'node_modules') yield* filesBelow(path);
        if (entry.isFile()) yield path;
    }
}

const isThere = (folder) => statSync(folder, { throwIfNoEntry: false })?.isDirectory();
const sources = suites.flatMap((suite) => [...filesBelow(join(tests, suite))])
    .filter((file) => ['.cpp', '.h', '.mjs'].includes(extname(file)));
const secrets = secretsIn(sources.map((file) => readFileSync(file, 'utf8')).join('\n'));
// CTest writes beside the log of the run before.
const isOfThisRun = (file, _, all) => !all.some((other) => other.startsWith(`${file}.tmp`));
const files = left.map((each) => join(build, each)).filter(isThere).flatMap((folder) => [...filesBelow(folder)]).filter(isOfThisRun);
const places = files.flatMap((file) => placesOf(secrets, readFileSync(file, 'latin1'), relative(build, file)));

for (const place of places) console.error(`a secret came out: ${place}`);
console.log(`${secrets.length} secrets of the tests were looked for in ${files.length} files, and found in ${places.length} places`);
const planted = secrets.every((secret) => placesOf(secrets, `a\n"${secret}"`, 'planted').length > 0);
process.exit(places.length === 0 && planted && secrets.includes('the-token') ? 0 : 1);
