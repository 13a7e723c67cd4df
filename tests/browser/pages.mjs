// The signed-in pages, against the real program: a link from Slack signs a browser in, with and without
// JavaScript, and every page is looked at narrow and wide, light and dark. `node pages.mjs PROGRAM FOLDER`.
import {check_accessibility, expect} from "./browser.mjs";
import {sandbox_page} from "./sandbox.mjs";

const {page, shot, run} = await sandbox_page("pages");
const channel = page.locator(".pane-channel");

async function types(line) {
    const box = channel.getByRole("textbox", {name: /Message or \/incident/});
    await box.fill(line);
    await box.press("Enter");
}

/** The link that `/incident web` sends by direct message. */
async function sign_in_link() {
    const places = page.getByRole("navigation", {name: "Places"});
    await places.getByText("Tocsin", {exact: true}).click();
    const link = page.getByRole("link", {name: "Open Tocsin in this browser"}).last();
    const address = await link.getAttribute("href");
    await places.getByText("# incidents").click();
    return address;
}

let link = "";
let site;
let reader;
const at = (path) => new URL(path, link).href;

async function look(path, heading, name) {
    for (const width of [320, 1280]) {
        for (const colorScheme of ["light", "dark"]) {
            await reader.setViewportSize({width, height: 900});
            await reader.emulateMedia({colorScheme});
            await reader.goto(at(path));
            await reader.getByRole("heading", {level: 1, name: heading}).waitFor();
            await reader.getByRole("button", {name: "Sign out", exact: true}).first().waitFor();
            const overflows =
                await reader.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
            expect(!overflows, `${path} fits into ${width} px`);
            await check_accessibility(reader, `${path} at ${width} px, ${colorScheme}`);
            await shot(reader, `pages-${name}-${width}-${colorScheme}`);
        }
    }
}

await run([
    [
        "an incident runs, and a link for a browser comes by direct message",
        async () => {
            await page.getByText(/Bot connected/).waitFor();
            await types("/incident declare sev1 API Down -- all requests fail with 500 errors");
            await channel.getByRole("heading", {name: "SEV 1 INCIDENT: API Down"}).waitFor();
            await types("/incident web i/1");
            link = await sign_in_link();
        },
    ],
    [
        "without JavaScript the button signs in, and the incident is acknowledged, updated and resolved",
        async () => {
            site = await page.context().browser().newContext({javaScriptEnabled: false});
            const plain = await site.newPage();
            await plain.goto(link);
            const looked = Date.now();
            await plain.getByRole("heading", {name: "Open Tocsin in this browser"}).waitFor();
            await page.waitForFunction((since) => Date.now() > since + 1200, looked);
            await plain.getByRole("button", {name: "Open Tocsin in this browser"}).click();
            await plain.getByRole("heading", {name: "SEV 1 INCIDENT: API Down"}).waitFor();
            await plain.getByRole("button", {name: "Acknowledge INC-1"}).click();
            await plain.getByText("Investigating", {exact: true}).waitFor();
            await plain.getByRole("textbox", {name: "What do you know now?"}).fill("The pool is exhausted.");
            await plain.getByRole("button", {name: "Post update"}).click();
            await plain.getByRole("cell", {name: "The pool is exhausted"}).waitFor();
            await channel.getByText(/The pool is exhausted/).first().waitFor();
            const stale = await plain.goto(link);
            expect(stale.status() === 410, "a link works once");
        },
    ],
    [
        "every page is readable narrow and wide, light and dark, and axe finds nothing",
        async () => {
            const state = await site.storageState();
            reader = await (await page.context().browser().newContext({storageState: state})).newPage();
            await look("/i/1", "SEV 1 INCIDENT: API Down", "incident");
            await look("/", "Incidents", "incidents");
            await look("/reports", /^Incident report: /, "report");
            await look("/runbooks", "Runbooks", "runbooks");
            await look("/runbooks/api-down", "API Down", "runbook");
            await look("/oncall", "On call", "oncall");
            await look("/me", /Dana|Lee|Kim|Sam/, "me");
        },
    ],
    [
        "the incident is resolved there, and its post-mortem is read and downloaded",
        async () => {
            await reader.goto(at("/i/1"));
            await reader.getByText("Resolve INC-1").click();
            await reader.getByRole("textbox", {name: "Root cause"}).fill("Connection pool exhausted.");
            await reader.getByRole("textbox", {name: /^Mitigation/}).fill("Restarted the API.");
            await reader.getByRole("button", {name: "Resolve", exact: true}).click();
            await reader.getByRole("link", {name: "Post-mortem"}).waitFor();
            await look("/i/1/post-mortem", /Post-Mortem: API Down/, "post-mortem");
            const download = reader.waitForEvent("download");
            await reader.getByRole("link", {name: "Download Markdown"}).click();
            expect((await download).suggestedFilename() === "post-mortem-inc-1.md", "the file has its name");
        },
    ],
    [
        "without JavaScript, on a small screen, the post-mortem is written, corrected and published",
        async () => {
            const plain = await site.newPage();
            await plain.setViewportSize({width: 320, height: 800});
            const saves = async (path, heading, enter) => {
                await plain.goto(at(`/i/1/post-mortem${path}`));
                await plain.getByRole("heading", {level: 1, name: heading}).waitFor();
                await enter();
                await plain.getByRole("button", {name: /^(Save|Add)/}).click();
                await plain.getByRole("heading", {level: 1, name: /Post-Mortem: API Down/}).waitFor();
            };
            await plain.goto(at("/i/1/post-mortem"));
            await plain.getByRole("link", {name: "Edit the text"}).click();
            await saves("/edit", /Post-mortem INC-1/, () =>
                plain.getByRole("textbox", {name: "Root Cause", exact: true}).fill("The pool holds ten."));
            await plain.getByText("The pool holds ten.").waitFor();
            await saves("/times", /Correct times/, async () => {
                const started = plain.getByLabel("Impact start (UTC)");
                const shown = new Date(`${await started.inputValue()}Z`);
                shown.setUTCMinutes(shown.getUTCMinutes() - 5);
                await started.fill(shown.toISOString().slice(0, 16));
            });
            await saves("/actions", /Add action item/, async () => {
                await plain.getByRole("textbox", {name: "What is to be done?"}).fill("Raise the pool");
                await plain.getByLabel("Priority").selectOption("P0");
                await plain.getByLabel("Owner").selectOption({index: 1});
                await plain.getByLabel("Due").fill("2099-01-22");
            });
            await plain.getByRole("button", {name: "Mark done: Raise the pool"}).click();
            await plain.getByRole("button", {name: "Not done after all: Raise the pool"}).waitFor();
            await plain.getByRole("button", {name: "Publish", exact: true}).click();
            await plain.getByText(/published .* by/).waitFor();
            await channel.getByText(/is published|Post-mortem published/).first().waitFor();
        },
    ],
    [
        "the forms are readable narrow and wide, light and dark, and axe finds nothing",
        async () => {
            await look("/i/1/post-mortem/edit", /Post-mortem INC-1/, "post-mortem-edit");
            await look("/i/1/post-mortem/times", /Correct times/, "post-mortem-times");
            await look("/i/1/post-mortem/actions", /Add action item/, "post-mortem-action");
            await look("/i/1/post-mortem/actions/1", /Action item/, "post-mortem-action-changed");
            await look("/i/1/post-mortem", /Post-Mortem: API Down/, "post-mortem-published");
            await look("/reports", /^Incident report: /, "report-learned");
        },
    ],
    [
        "signed out, the pages are gone",
        async () => {
            await reader.goto(at("/me"));
            await reader.getByRole("button", {name: "Sign out"}).click();
            await reader.getByText("You are signed out in this browser.").waitFor();
            const answer = await reader.goto(at("/i/1"));
            expect(answer.status() === 401, "the session has ended");
            await check_accessibility(reader, "the way to sign in");
            await shot(reader, "pages-sign-in");
        },
    ],
], "the signed-in pages work");
