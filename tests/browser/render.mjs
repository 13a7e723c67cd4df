// The page alone, against the fixture: shows every golden sample, takes every control through its paces, looks
// at each view with axe, and leaves screenshots. `node render.mjs FOLDER`.
import {check_accessibility, expect, launch, open, play, screenshots} from "./browser.mjs";
import {serve} from "./fixture/server.mjs";
import {dana, kim, samples, Workspace} from "./fixture/workspace.mjs";

const shot = screenshots(process.argv[2] ?? "screenshots");
const workspace = new Workspace();
const server = await serve(workspace);
const browser = await launch();
const {page, errors} = await open(browser, `${server.url}?as=${dana}`);

const channel = page.locator(".pane-channel");
const thread = page.locator(".pane-thread");
const form = page.locator("dialog.form");
const box = channel.getByRole("textbox", {name: "Message or /incident in #incidents"});
const place = (name) => page.getByRole("navigation", {name: "Places"}).getByRole("button", {name});
const last_act = (name) => workspace.acts.filter((act) => act.do === name).at(-1);

async function act_after(name, step) {
    const before = workspace.acts.filter((act) => act.do === name).length;
    await step();
    for (let i = 0; workspace.acts.filter((act) => act.do === name).length === before; i++) {
        expect(i < 400, `an act "${name}" reaches the stand-in`);
        await page.waitForTimeout(10);
    }
    return last_act(name);
}

async function choose_from(menu_button, item) {
    await menu_button.click();
    await page.getByRole("menuitem", {name: item}).click();
}

try {
    await play([
        ["the channel shows the card, and its thread opens beside it", async () => {
            await channel.getByRole("heading", {name: "SEV 1 INCIDENT: API Down"}).waitFor();
            expect(await channel.getByText("9 minutes ago").count() === 1, "the last update is as old as the clock says");
            await channel.getByRole("button", {name: /^4 replies/}).click();
            await thread.getByText("Pool metrics look flat").first().waitFor();
            await thread.getByText("Only visible to you").waitFor();
            expect(await page.title() === "Tocsin sandbox", "the title names the page");
        }],
        ["completion follows what is typed, by keyboard too", async () => {
            await box.pressSequentially("/incident up");
            await page.getByRole("option", {name: /incident update/}).waitFor();
            await box.fill("/incident ");
            await box.press("ArrowDown");
            await box.press("ArrowDown");
            await box.press("ArrowDown");
            await shot(page, "render-main");
            await check_accessibility(page, "channel, thread and completion");
            await box.press("Enter");
            expect(await box.inputValue() === "/incident update ", "Enter takes the chosen row");
            await box.fill("/incident ack");
            await box.press("Escape");
            const act = await act_after("slash", () => box.press("Enter"));
            expect(act.text === "/incident ack" && act.channel === "C0INCIDENTS" && act.as === dana, "the line is sent as typed");
            expect(await box.inputValue() === "", "the box is empty again");
        }],
        ["a new state keeps focus, selection and half-typed text", async () => {
            await box.pressSequentially("half a sentence");
            await box.evaluate((field) => field.setSelectionRange(2, 6));
            workspace.now += 60;
            server.push();
            await page.getByText("2025-01-21 14:43:00 UTC").waitFor();
            expect(await box.evaluate((field) => document.activeElement === field && field.selectionStart === 2 && field.selectionEnd === 6),
                   "the caret stays");
            expect(await box.inputValue() === "half a sentence", "the text stays");
            await box.fill("");
            await channel.getByText("10 minutes ago").first().waitFor();
        }],
        ["the declare form holds every kind of field and works by keyboard", async () => {
            await box.fill("/incident declare");
            await box.press("Enter");
            await form.waitFor();
            const title = form.getByLabel("What is broken?");
            expect(await title.evaluate((field) => document.activeElement === field), "the first field has the focus");
            expect(await title.inputValue() === "API Down", "the initial value is there");
            expect(await form.getByLabel("Started").inputValue() === "2025-01-21T14:32", "dates are UTC");
            await shot(page, "render-declare");
            await check_accessibility(page, "the declare form");
            const press = await act_after("press", () => form.getByRole("radio", {name: /SEV 2/}).check());
            expect(press.value === "sev2" && press.block_id === "declare.severity", "choosing a severity acts at once");
            expect(press.values["declare.title"].title.value === "API Down", "the form's state goes with the press");
        }],
        ["type-ahead asks the app and takes the choice", async () => {
            const service = form.getByRole("combobox", {name: "Service"});
            await service.click();
            await form.getByRole("option", {name: "Payments"}).waitFor();
            await service.pressSequentially("se");
            await form.getByRole("option", {name: "Payments"}).waitFor({state: "detached"});
            await shot(page, "render-type-ahead");
            await service.press("ArrowDown");
            await service.press("Enter");
            expect(await service.inputValue() === "Search", "Enter takes the row");
            await service.click();
            await service.press("Escape");
            expect(await form.isVisible(), "Escape closes the list, not the form");
        }],
        ["errors stand under their field, from the page and from the app", async () => {
            await form.getByLabel("What is broken?").fill("");
            await form.getByRole("button", {name: "Declare"}).click();
            await form.getByText("Please complete this required field.").waitFor();
            await form.getByLabel("What is broken?").fill("xyz");
            await form.getByLabel(/Keep it private/).check();
            const act = await act_after("submit", () => form.getByRole("button", {name: "Declare"}).click());
            const values = act.values;
            expect(values["declare.severity"].severity.selected_option.value === "sev2", "radio state");
            expect(values["declare.service"].service.selected_option.value === "svc:search", "select state");
            expect(values["declare.impact"].impact.value === null, "an empty field is null");
            expect(values["declare.started"].started.selected_date_time === 1737469920, "dates are seconds");
            expect(values["declare.options"].options.selected_options.map((one) => one.value).join() === "page,private", "ticks in order");
            await form.getByText("Please name what is broken, at least 3 characters.").waitFor();
            await shot(page, "render-errors");
            await check_accessibility(page, "a form with an error");
        }],
        ["busy and trouble are said, and Escape closes", async () => {
            workspace.views = workspace.views.map((view) => ({...view, errors: {}, trouble: "We had some trouble connecting. Try again?", busy: true}));
            server.push();
            await form.getByRole("alert").getByText("trouble connecting").waitFor();
            expect(await form.getByRole("button", {name: "Sending …"}).isDisabled(), "a busy form cannot be sent twice");
            expect(await form.getByLabel("What is broken?").inputValue() === "xyz", "what was typed stays through updates");
            const act = await act_after("close", () => page.keyboard.press("Escape"));
            expect(act.view_id.startsWith("V"), "closing names the view");
            await form.waitFor({state: "detached"});
            expect(await box.evaluate((field) => document.activeElement === field), "the focus goes back");
        }],
        ["buttons, confirmations and menus press with their values", async () => {
            await choose_from(channel.getByRole("button", {name: "More actions"}), "Hand over the lead");
            expect(last_act("press").value === "42.2.lead", "an overflow choice carries its value");
            await place("samples").click();
            const card = channel.locator("article").first();
            await card.getByRole("button", {name: /Escalate incident 42/}).click();
            const question = page.getByRole("dialog", {name: "Escalate INC-42?"});
            await shot(page, "render-confirm");
            await check_accessibility(page, "a confirmation");
            const presses = workspace.acts.length;
            await question.getByRole("button", {name: "Go back"}).click();
            await question.waitFor({state: "detached"});
            expect(workspace.acts.length === presses, "going back presses nothing");
            await card.getByRole("button", {name: /Escalate incident 42/}).click();
            const act = await act_after("press", () => question.getByRole("button", {name: "Escalate now"}).click());
            expect(act.action_id === "inc.escalate" && act.value === "42.1" && act.block_id === "card.actions.1", "yes presses");
            const rate = await act_after("press", () => channel.getByRole("button", {name: "The page for incident 42 was actionable"}).click());
            expect(rate.value === "42.actionable" && rate.action_id === "page.rate", "feedback carries its value");
        }],
        ["every golden message is shown without an unknown block", async () => {
            expect(await page.locator(".unknown").count() === 0, "no block is unknown");
            await page.setViewportSize({width: 1440, height: 5200});
            await shot(page, "render-samples");
            await page.setViewportSize({width: 1440, height: 900});
            const timeline = channel.getByRole("button", {name: /Timeline, 7 entries/});
            expect(await timeline.getAttribute("aria-expanded") === "false", "the container starts folded");
            await timeline.click();
            await channel.getByText("Traffic spike begins (5x normal)").first().waitFor();
            expect(await channel.getByText("Error rate normal (<0.1%), incident resolved").count() >= 2, "entities are decoded once");
            expect(await channel.getByRole("img", {name: "To do"}).count() === 2, "task lists have boxes");
            await check_accessibility(page, "every golden message");
        }],
        ["hostile text stays text", async () => {
            await place("markup").click();
            const text = channel.locator("article .text");
            await text.waitFor();
            expect((await text.innerText()).includes("<script>alert(1)</script>"), "a script is words");
            expect(await text.locator("img, script").count() === 0, "no element comes out of a text");
            expect(await text.locator("a").count() === 1, "only safe addresses are linked");
            expect(await text.locator("a").getAttribute("href") === "https://example.com/a?b=1&c=2", "the address is decoded");
            expect(await text.locator("strong").innerText() === "bold" && await text.locator("em").innerText() === "italics" &&
                   await text.locator("s").innerText() === "gone" && await text.locator("code").innerText() === "<b>", "styles");
        }],
        ["a channel that one is not in has a door, not a box", async () => {
            await place("general").click();
            await channel.getByText("@kim has joined the channel").waitFor();
            await channel.getByText("Everything else").waitFor();
            expect(await channel.getByRole("textbox").count() === 0, "there is no box to write in");
            const act = await act_after("join", () => channel.getByRole("button", {name: "Join channel"}).click());
            expect(act.channel === "C0GENERAL", "joining names the channel");
            await channel.getByRole("textbox", {name: "Message or /incident in #general"}).waitFor();
        }],
        ["the update and the resolve form show their fields", async () => {
            await place("incidents").click();
            for (const [button, name] of [["Post an update on incident 42", "10-update-modal"], ["Resolve incident 42", "11-resolve-modal"]]) {
                await channel.getByRole("button", {name: button}).click();
                await page.getByRole("dialog", {name: samples[name].title.text}).waitFor();
                expect(await page.locator(".unknown").count() === 0, "no element is unknown");
                await shot(page, `render-${name}`);
                await check_accessibility(page, name);
                const act = await act_after("close", () => form.getByRole("button", {name: "Cancel"}).click());
                expect(act.as === dana, "closing is told");
                await form.waitFor({state: "detached"});
            }
        }],
        ["reactions, message menu and thread replies", async () => {
            await channel.getByRole("button", {name: /replies/}).click();
            const said = thread.locator("article", {hasText: "Pool metrics"}).first();
            const pin = said.getByRole("button", {name: /^pushpin, 2/});
            expect(await pin.getAttribute("aria-pressed") === "true", "my own reaction is marked");
            await pin.click();
            await said.getByRole("button", {name: /^pushpin, 1/}).waitFor();
            await said.hover();
            await choose_from(said.getByRole("button", {name: "Add a reaction"}), "eyes");
            await said.getByRole("button", {name: /^eyes, 1/}).waitFor();
            await said.hover();
            const act = await act_after("message_shortcut", () => choose_from(said.getByRole("button", {name: "Message menu"}), /Add to incident timeline/));
            expect(act.callback_id === "ms.timeline" && /^\d+\.\d{6}$/.test(act.ts), "a message shortcut names its message");
            const reply = thread.getByRole("textbox", {name: "Reply in the thread"});
            await reply.fill("/incident ack");
            await reply.press("Enter");
            await page.getByText("/incident is not supported in threads.").waitFor();
            await page.getByRole("button", {name: "Dismiss"}).last().click();
            await reply.fill("Restarting now");
            const sent = await act_after("message", () => reply.press("Enter"));
            expect(sent.thread_ts === "1737469980.000100", "a reply names its thread");
            await page.locator("#announcer", {hasText: "Dana in the thread: Restarting now"}).waitFor({state: "attached"});
        }],
        ["what only you see can be dismissed, and a toast too", async () => {
            await act_after("dismiss", () => thread.getByRole("button", {name: "Dismiss"}).click());
            await thread.getByText("Only visible to you").waitFor({state: "detached"});
            workspace.toast = {id: 3, text: "/incident failed with the error \"operation_timeout\""};
            server.push();
            await page.getByRole("status").getByText("operation_timeout").waitFor();
            await act_after("dismiss", () => page.getByRole("button", {name: "Dismiss"}).click());
        }],
        ["direct messages are marked read, Home shows its blocks", async () => {
            const act = await act_after("read", () => place(/^Tocsin 1/).click());
            expect(act.channel === "D0DANA00001", "the channel that was opened");
            await channel.getByRole("heading", {name: "You are paged. SEV 1: API Down"}).waitFor();
            await shot(page, "render-direct");
            await act_after("open_home", () => place("Tocsin Home").click());
            await page.getByRole("heading", {name: "You are on call"}).waitFor();
            await shot(page, "render-home");
            await check_accessibility(page, "Home");
            const press = await act_after("press", () => page.getByRole("button", {name: "Declare a new incident"}).click());
            expect(press.view_id === "VHOME" && press.action_id === "home.declare", "Home's buttons name the view");
            await page.getByRole("link", {name: "Open the thread of incident 42"}).click();
            await thread.waitFor();
        }],
        ["clock, shortcuts, trouble, inspector and differences", async () => {
            expect((await act_after("clock", () => page.getByRole("button", {name: "+10 min"}).click())).advance_s === 600, "ten minutes");
            await act_after("next_event", () => page.getByRole("button", {name: "Next: update reminder of INC-42 at 14:43"}).click());
            await choose_from(page.getByRole("button", {name: "Shortcuts"}), /Declare incident/);
            await form.waitFor();
            await page.keyboard.press("Escape");
            await form.waitFor({state: "detached"});
            await place("Trouble …").click();
            await shot(page, "render-trouble");
            await check_accessibility(page, "the trouble menu");
            const trouble = page.getByRole("form", {name: "The next calls go wrong"});
            await trouble.getByLabel("Retry after seconds").fill("30");
            const act = await act_after("trouble", () => trouble.getByRole("button").click());
            expect(act.kind === "fail" && act.method === "chat.postMessage" && act.retry_after === 30 && act.status === undefined, "only what was filled in");
            await page.keyboard.press("Escape");
            await place("Inspector").click();
            await page.getByRole("complementary", {name: "Inspector"}).getByText("next_event").first().waitFor();
            await shot(page, "render-inspector");
            await check_accessibility(page, "the inspector");
            await place("Inspector").click();
            await place("Differences to Slack").click();
            await page.getByRole("dialog", {name: "Differences to Slack"}).getByRole("button", {name: "Close"}).last().click();
        }],
        ["another person in another window sees their own workspace", async () => {
            const other = await open(browser, `${server.url}?as=${kim}`);
            await other.page.getByRole("heading", {name: "SEV 1 INCIDENT: API Down"}).waitFor();
            expect(await other.page.getByLabel("You are").inputValue() === kim, "the address says who this is");
            await other.page.getByLabel("You are").selectOption({label: "Lee, backup"});
            await other.page.waitForURL(/as=U0LEE000002/);
            expect(other.errors.length === 0, `no errors there: ${other.errors}`);
            await other.page.context().close();
        }],
        ["the line comes back after it broke", async () => {
            server.drop_feeds();
            workspace.now += 3600;
            await page.getByText("15:53:00 UTC").waitFor();
        }],
        ["a phone and a dark room", async () => {
            const phone = await open(browser, `${server.url}?as=${dana}`, {viewport: {width: 320, height: 640}});
            await phone.page.getByRole("heading", {name: "SEV 1 INCIDENT: API Down"}).waitFor();
            const wide = await phone.page.evaluate(() => document.documentElement.scrollWidth);
            expect(wide <= 320, `nothing is wider than the screen, but the page is ${wide} px`);
            await shot(phone.page, "render-phone");
            await phone.page.getByRole("button", {name: "☰ Places"}).click();
            await shot(phone.page, "render-phone-places");
            await check_accessibility(phone.page, "a phone");
            await phone.page.context().close();
            const dark = await open(browser, `${server.url}?as=${dana}`, {colorScheme: "dark"});
            await dark.page.getByRole("button", {name: /replies/}).click();
            await shot(dark.page, "render-dark");
            await check_accessibility(dark.page, "the dark colours");
            await dark.page.getByRole("button", {name: "Post an update on incident 42"}).first().click();
            await dark.page.getByRole("dialog").waitFor();
            await check_accessibility(dark.page, "a form in the dark colours");
            await dark.page.context().close();
        }],
    ]);
    expect(errors.length === 0, `the page reports no error: ${errors.join("; ")}`);
    console.log("The page shows every sample.");
} catch (error) {
    await shot(page, "render-failed").catch(() => {});
    console.error(errors.length > 0 ? `the page said: ${errors.join("; ")}` : "", error.stack ?? error);
    process.exitCode = 1;
} finally {
    await browser.close();
    server.close();
}
