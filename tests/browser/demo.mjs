// `tocsin sandbox --demo` against the real program: the mission's incident plays by itself while somebody
// watches. `node demo.mjs PROGRAM FOLDER`.
import {check_accessibility} from "./browser.mjs";
import {sandbox_page} from "./sandbox.mjs";

const a_step = {timeout: 30_000};

const {page, shot, run} = await sandbox_page("demo", ["--demo"]);
const channel = page.locator(".pane-channel");
const told = page.locator(".narration");

await run([
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
            await channel.getByText(/Acknowledged .* by @dana/).waitFor(a_step);
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
], "The demo played to its end.");
