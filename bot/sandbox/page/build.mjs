// Bundles the page into a folder: `node build.mjs dist`. The same sources always give the same bytes.
import {build} from "esbuild";
import {copyFile, mkdir} from "node:fs/promises";
import {dirname, join, resolve} from "node:path";
import {fileURLToPath} from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(here, "dist"));

await mkdir(out, {recursive: true});
await build({
    absWorkingDir: here,
    entryPoints: {page: "src/main.ts"},
    outdir: out,
    bundle: true,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
});
await build({
    absWorkingDir: here,
    entryPoints: {page: "src/styles/page.css"},
    outdir: out,
    bundle: true,
    target: "chrome110",
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
});
for (const file of ["index.html", "icon.svg"]) {
    await copyFile(join(here, "src", file), join(out, file));
}
