// `tocsin sandbox --demo` against the real program: the mission's incident plays by itself while somebody
// watches. `node demo.mjs PROGRAM FOLDER`.
import {check_accessibility, expect, launch, open, play, screenshots} from "./browser.mjs";
import {start_sandbox} from "./sandbox.mjs";

const [program, folder] = process.argv.slice(2);
const shot = screenshots(folder ?? "screenshots");
const sandbox = await start_sandbox(program, ["--demo"]);
const browser = await launch();
const {page, errors} = await open(browser, sandbox.url);
const channel = page.locator(".pane-channel");
const told = page.locator(".narration");
const a_step = {timeout: 30_000};

try {
    await play([
        [
            "the incident is declared and a phone rings",
            async () => {
                await told.getByText(/declares a SEV 1/).waitFor(a_step);
                await channel.getByRole("heading", {name: "SEV 1 INCIDENT: API Down"}).waitFor(a_step);
                await page.locator(".call").getByRole("button", {name: "Answer"}).waitFor(a_step);
            },
        ],
        [
            "key 1 acknowledges, updates follow, and the reminder comes",
            async () => {
                await told.getByText(/presses 1/).waitFor(a_step);
                await shot(page, "demo-1-acknowledged");
                await check_accessibility(page, "the demo");
                await told.getByText(/Ten minutes go by/).waitFor(a_step);
            },
        ],
        [
            "a text resolves, and the post-mortem waits",
            async () => {
                await told.getByText(/Dana resolves by a text/).waitFor(a_step);
                await channel.getByText("[RESOLVED] API Down").first().waitFor(a_step);
                await told.getByText(/Now it is yours/).waitFor(a_step);
                await shot(page, "demo-2-resolved");
            },
        ],
    ]);
    expect(errors.length === 0, `the page reports no error: ${errors.join("; ")}`);
    console.log("The demo played to its end.");
} catch (error) {
    await shot(page, "demo-failed").catch(() => {});
    console.error(
        `${error.stack ?? error}\n${errors.join("\n")}\nthe program's last lines:\n${sandbox.log()}`);
    process.exitCode = 1;
} finally {
    await browser.close();
    await sandbox.stop();
}
