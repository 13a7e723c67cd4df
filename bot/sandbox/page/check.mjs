// Fails when dist/ is not what the sources give: somebody edited one without the other.
import {execFileSync} from "node:child_process";
import {mkdtempSync, readdirSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {fileURLToPath} from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const fresh = mkdtempSync(join(tmpdir(), "sandbox-page-"));
try {
    execFileSync(process.execPath, [join(here, "build.mjs"), fresh], {stdio: "inherit"});
    const names = [...new Set([...readdirSync(fresh), ...readdirSync(join(here, "dist"))])].sort();
    const read = (folder, name) => {
        try {
            return readFileSync(join(folder, name), "utf8");
        } catch {
            return null;
        }
    };
    const stale = names.filter((name) => read(fresh, name) !== read(join(here, "dist"), name));
    if (stale.length > 0) {
        console.error(
            `dist/ is not the bundle of src/: ${stale.join(", ")}. Run "npm run build" and commit dist/.`);
        process.exitCode = 1;
    } else {
        console.log(`dist/ is the bundle of src/ (${names.join(", ")}).`);
    }
} finally {
    rmSync(fresh, {recursive: true, force: true});
}
