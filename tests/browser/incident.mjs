// The mission's incident, played by people in the browser against the real bot: declared, acknowledged,
// updated twice, reminded, resolved, and its post-mortem begun. `node incident.mjs PROGRAM FOLDER`.
import {check_accessibility, expect, open} from "./browser.mjs";
import {sandbox_page} from "./sandbox.mjs";

const {page, shot, run, browser, sandbox} = await sandbox_page("incident");

const channel = page.locator(".pane-channel");
const thread = page.locator(".pane-thread");
const card = channel.locator("article").filter({hasText: "API Down"}).first();
const box = channel.getByRole("textbox", {name: "Message or /incident in #incidents"});
const places = page.getByRole("navigation", {name: "Places"});
const form = (title) => page.getByRole("dialog", {name: title});

async function pass_minutes(minutes) {
    const clock = page.getByRole("group", {name: "The sandbox's clock"});
    for (let left = minutes; left > 0;) {
        const step = left >= 10 ? 10 : 1;
        const before = Date.parse(await clock.locator("time").getAttribute("datetime"));
        await clock.getByRole("button", {name: `+${step} min`}).click();
        await page.waitForFunction(([then, by]) => {
            const now = document.querySelector(".clock time").getAttribute("datetime");
            return Date.parse(now) >= then + by * 60_000;
        }, [before, step]);
        left -= step;
    }
}

async function post_update(dialog, words) {
    await dialog.waitFor();
    await dialog.getByLabel("What do you know now?").fill(words);
    await dialog.getByRole("button", {name: "Post update"}).click();
    await dialog.waitFor({state: "detached"});
}

await run([
    [
        "Dana opens the sandbox; the bot is connected",
        async () => {
            await page.getByLabel("You are").selectOption(await option_of("Dana"));
            await places.getByRole("button", {name: "# incidents"}).click();
            await places.getByText(/Bot connected/).waitFor();
            await check_accessibility(page, "the empty channel");
        },
    ],
    [
        "she declares SEV 1 API Down through the form",
        async () => {
            await box.fill("/incident declare");
            await box.press("Enter");
            const dialog = form("Declare incident");
            await dialog.getByLabel("What is broken?").fill("API Down");
            await dialog.getByRole("radio", {name: /SEV 1/}).check();
            await dialog.getByText(/^SEV 1 /).last().waitFor();
            await dialog.getByLabel("What do users see?").fill("All requests fail with 500 errors.");
            await shot(page, "incident-1-declare");
            await check_accessibility(page, "the live declare form");
            expect(
                await dialog.getByLabel("What is broken?").inputValue() === "API Down",
                "the title stays when the preview changes");
            await dialog.getByRole("button", {name: "Declare"}).click();
            await dialog.waitFor({state: "detached"});
            await channel.getByRole("heading", {name: "SEV 1 INCIDENT: API Down"}).waitFor();
            await card.getByText("All requests fail with 500 errors.").waitFor();
        },
    ],
    [
        "she acknowledges by the card's button and leads",
        async () => {
            await card.getByRole("button", {name: /Acknowledge/}).click();
            await card.getByText("Investigating").first().waitFor();
            await card.getByRole("button", {name: /repl/}).click();
            await thread.getByText("I'm responding to this incident.").waitFor();
            await shot(page, "incident-2-acknowledged");
            await check_accessibility(page, "the main view");
        },
    ],
    [
        "five minutes later she posts what she found",
        async () => {
            await pass_minutes(5);
            await card.getByRole("button", {name: /Post an update|Post update/}).click();
            await post_update(
                form(/Update INC-/), "Root cause identified: Database connection pool exhausted.");
            await thread.getByText(/\[Update \d+ min\]/).waitFor();
            await thread.getByText("Root cause identified: Database connection pool exhausted.")
                .last()
                .waitFor();
        },
    ],
    [
        "nobody writes for ten minutes, and the reminder comes by the clock alone",
        async () => {
            expect(
                await thread.getByText("is due.").count() === 0, "there is no reminder before its time");
            await pass_minutes(10);
            await thread.getByText(/an update on API Down is due/).waitFor();
            await shot(page, "incident-3-reminder");
        },
    ],
    [
        "she answers it with the second update",
        async () => {
            const reminder = thread.locator("article").filter({hasText: "an update on API Down is due"});
            await reminder.getByRole("button", {name: /Post update|Post an update/}).click();
            await post_update(form(/Update INC-/), "Fix deployed. Monitoring recovery.");
            await thread.getByText("Fix deployed. Monitoring recovery.").last().waitFor();
            expect(await thread.getByText(/\[Update \d+ min\]/).count() === 2, "there are two updates");
        },
    ],
    [
        "she resolves it by the form",
        async () => {
            await card.getByRole("button", {name: /Resolve/}).click();
            const dialog = form(/Resolve INC-/);
            await dialog.getByLabel("Root cause")
                .fill("Database connection pool exhausted due to traffic spike.");
            await dialog.getByLabel("Mitigation").fill("Restarted API service, increased pool size.");
            await shot(page, "incident-4-resolve");
            await check_accessibility(page, "the live resolve form");
            await dialog.getByRole("button", {name: "Resolve"}).click();
            await dialog.waitFor({state: "detached"});
            await card.getByRole("heading", {name: "[RESOLVED] API Down"}).waitFor();
            await thread.getByText("[RESOLVED] Service restored.").last().waitFor();
        },
    ],
    [
        "the post-mortem's skeleton stands in the thread, filled in as far as it can be",
        async () => {
            const skeleton = thread.locator("article").filter({hasText: "Post-Mortem: API Down"}).last();
            await skeleton.waitFor();
            for (const heading
                     of ["Incident Summary", "Timeline (All times UTC)", "Root Cause", "What Went Well",
                         "What Went Poorly", "Action Items", "Lessons Learned", "Prevention"]) {
                await skeleton.getByText(heading, {exact: true}).first().waitFor();
            }
            await skeleton.getByText("Database connection pool exhausted due to traffic spike")
                .first()
                .waitFor();
            await shot(page, "incident-5-post-mortem");
        },
    ],
    [
        "Lee sees the same in another window, and Home",
        async () => {
            const other = await open(browser, sandbox.url);
            await other.page.getByLabel("You are").selectOption(await option_of("Lee"));
            await other.page.locator(".pane-channel")
                .getByRole("heading", {name: "[RESOLVED] API Down"})
                .first()
                .waitFor();
            await other.page.getByRole("button", {name: "Tocsin Home"}).click();
            await other.page.locator(".pane-home .block").first().waitFor();
            await shot(other.page, "incident-6-home");
            await check_accessibility(other.page, "the live Home");
            expect(other.errors.length === 0, `no errors in that window: ${other.errors.join("; ")}`);
        },
    ],
], "The incident was played from declaration to post-mortem.");

/** The choice of the person of that name in "You are". */
async function option_of(name) {
    const option = page.getByLabel("You are").locator("option").filter({hasText: name}).first();
    await option.waitFor({state: "attached"});
    return option.getAttribute("value");
}
