// The panel of sample alerts, against the real program: a sample is fired and its card appears, the rules say
// why, the resolving one makes the alert quiet, and a condition of one's own is judged. `node alerts.mjs
// PROGRAM FOLDER`.
import {check_accessibility, expect} from "./browser.mjs";
import {sandbox_page} from "./sandbox.mjs";

const {page, shot, run} = await sandbox_page("alerts");
const channel = page.locator(".pane-channel");
const thread = page.locator(".pane-thread");
const panel = page.getByRole("complementary", {name: "Send a test alert"});
const places = page.getByRole("navigation", {name: "Places"});
const source = panel.getByLabel("Source");
const body = panel.getByLabel("JSON of the payload");
const answer = panel.locator(".desk .desk-answer");
const explained = panel.getByRole("region", {name: "What the rules make of it"});
const own = panel.getByRole("region", {name: "Try a condition"});
const card = channel.locator("article").filter({hasText: "SEV 1 INCIDENT: High Error Rate"}).first();

const rule = (name) => explained.getByRole("listitem").filter({hasText: `${name}: `}).first();

await run([
    [
        "the panel opens by keyboard, and the focus is on its first field",
        async () => {
            await places.getByText(/Bot connected/).waitFor();
            await shot(page, "alerts-1-empty");
            await places.getByRole("button", {name: "Send a test alert"}).press("Enter");
            await panel.waitFor();
            await source.waitFor();
            expect(
                await source.evaluate((one) => one === document.activeElement), "the focus is on Source");
            expect(await source.locator("option").count() === 16, "each kind has its sample");
        },
    ],
    [
        "before anything is fired, the rules say which of them matches and why",
        async () => {
            await explained.getByText("\"High Error Rate\" matches: SEV 1.").waitFor();
            await rule("High Error Rate")
                .getByText("alert.labels.alertname is \"HighErrorRate\"")
                .waitFor();
            await rule("Critical Alert").getByText("yes, but an earlier one wins").waitFor();
            await rule("API Down").getByText("the alert tells of no uptime monitor").waitFor();
            await shot(page, "alerts-2-explained");
            await check_accessibility(page, "the panel of sample alerts");
        },
    ],
    [
        "the explanation follows what is typed, also while it is no JSON",
        async () => {
            const sample = await body.inputValue();
            await body.fill(sample.replaceAll("critical", "warning"));
            await explained.getByText("No rule matches.").waitFor();
            await body.fill(sample.replace("{", ""));
            await explained.getByText(/It would be refused\./).waitFor();
            await shot(page, "alerts-3-refused");
            await panel.getByRole("button", {name: "Fire"}).click();
            await answer.getByText(/The bot answered 400: /).waitFor();
            await panel.getByRole("button", {name: "Back to the sample"}).click();
            await explained.getByText("\"High Error Rate\" matches: SEV 1.").waitFor();
            expect(await body.inputValue() === sample, "the sample is back");
        },
    ],
    [
        "it is fired, the bot takes it, and the card appears",
        async () => {
            const fire = panel.getByRole("button", {name: "Fire"});
            await fire.press("Enter");
            await answer.getByText(/The bot answered 202: \{"ids":\["1"\]\}/).waitFor();
            expect(await fire.evaluate((one) => one === document.activeElement), "the focus stays on Fire");
            await card.getByRole("heading", {name: "SEV 1 INCIDENT: High Error Rate"}).waitFor();
            await card.getByText("42 % of the requests of the last minute failed.").waitFor();
            await shot(page, "alerts-4-fired");
            await check_accessibility(page, "a fired sample");
        },
    ],
    [
        "resolved by its source it is quiet, and the incident goes on",
        async () => {
            await panel.getByRole("button", {name: "Resolve"}).click();
            await answer.getByText(/The bot answered 202/).waitFor();
            await panel.getByRole("radio", {name: "Resolved"})
                .and(page.locator(":checked"))
                .waitFor();
            await explained.getByText("It is about an alert that is over: nothing is opened.").waitFor();
            await card.getByRole("button", {name: /repl/}).click();
            await thread.getByText(/Alert High error rate on api-1 is quiet since/).waitFor();
            await panel.waitFor({state: "detached"});
            await shot(page, "alerts-5-quiet");
            await card.getByRole("heading", {name: "SEV 1 INCIDENT: High Error Rate"}).waitFor();
        },
    ],
    [
        "a condition of one's own is judged, and its error is shown where it stands",
        async () => {
            await places.getByRole("button", {name: "Send a test alert"}).click();
            await thread.waitFor({state: "detached"});
            const when = own.getByLabel("when:");
            await when.fill("alert.labels.service == \"api\" AND NOT alert.severity == \"sev3\"");
            await own.getByText("It matches.").waitFor();
            await own.getByText("alert.labels.service is \"api\"").waitFor();
            await when.fill("alert.labels.service = \"api\"");
            await own.getByText(/^when:1:22: the condition of rule "Yours" cannot be read/).waitFor();
            expect(
                await own.locator(".spot").textContent() ===
                    `alert.labels.service = "api"\n${" ".repeat(21)}^`,
                "the mark stands under the sign that is wrong");
            await own.locator(".desk-bad").scrollIntoViewIfNeeded();
            await shot(page, "alerts-6-condition");
            await check_accessibility(page, "a condition that cannot be read");
            await when.fill("eror_rate > 0.1");
            await own.getByText(/^when:1:1: rule "Yours" reads eror_rate/).waitFor();
        },
    ],
    [
        "every source is understood by the bot as it sends, and heard when it ends",
        async () => {
            for (const option of await source.locator("option").all()) {
                await source.selectOption(await option.getAttribute("value"));
                await explained.locator(".trial-conclusion").waitFor();
                for (const button of ["Fire", "Resolve"]) {
                    await panel.getByRole("button", {name: button}).click();
                    await answer.getByText(/The bot answered 202/).waitFor();
                    await source.selectOption({index: 0});
                    await source.selectOption(await option.getAttribute("value"));
                }
            }
        },
    ],
    [
        "in a smaller window it has its place",
        async () => {
            await source.selectOption("alertmanager");
            await page.setViewportSize({width: 1100, height: 700});
            await explained.getByText("\"High Error Rate\" matches: SEV 1.").waitFor();
            await shot(page, "alerts-7-small");
            const width = await page.evaluate(() => document.documentElement.scrollWidth);
            expect(width <= 1100, "nothing sticks out to the right");
        },
    ],
], "Sample alerts were fired, explained and resolved.");
