// Around the conversation: clock, menus, inspector, other windows, a broken line, a phone, the dark.
import {check_accessibility, expect, open} from "../browser.mjs";
import {dana, kim} from "../fixture/workspace.mjs";

export function frame({act_after, browser, choose_from, form, page, place, server, shot, workspace}) {
    return [
        [
            "clock, shortcuts, trouble, inspector and differences",
            async () => {
                expect(
                    (await act_after("clock", () => page.getByRole("button", {name: "+10 min"}).click()))
                            .advance_s === 600,
                    "ten minutes");
                await act_after(
                    "next_event",
                    () =>
                        page.getByRole("button", {name: "Next: update reminder of INC-42 at 14:43"}).click());
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
                expect(
                    act.kind === "fail" && act.method === "chat.postMessage" && act.retry_after === 30 &&
                        act.status === undefined,
                    "only what was filled in");
                await page.keyboard.press("Escape");
                await place("Inspector").click();
                await page.getByRole("complementary", {name: "Inspector"})
                    .getByText("next_event")
                    .first()
                    .waitFor();
                await shot(page, "render-inspector");
                await check_accessibility(page, "the inspector");
                await place("Inspector").click();
                await place("Differences to Slack").click();
                await page.getByRole("dialog", {name: "Differences to Slack"})
                    .getByRole("button", {name: "Close"})
                    .last()
                    .click();
            }
        ],
        [
            "another person in another window sees their own workspace",
            async () => {
                const other = await open(browser, `${server.url}?as=${kim}`);
                await other.page.getByRole("heading", {name: "SEV 1 INCIDENT: API Down"}).waitFor();
                expect(
                    await other.page.getByLabel("You are").inputValue() === kim,
                    "the address says who this is");
                await other.page.getByLabel("You are").selectOption({label: "Lee, backup"});
                await other.page.waitForURL(/as=U0LEE000002/);
                // At once, before Lee's first state can be here.
                const act = await act_after("open_home", () => other.page.evaluate(() => {
                    const you = document.querySelector(".you-are select");
                    you.value = "U0SAM000003";
                    you.dispatchEvent(new Event("change"));
                    [...document.querySelectorAll(".sidebar button")]
                        .find((one) => one.innerText === "Tocsin Home")
                        .click();
                }));
                expect(act.as === "U0SAM000003", `what follows is Sam's, not ${act.as}'s`);
                expect(other.errors.length === 0, `no errors there: ${other.errors}`);
                await other.page.context().close();
            }
        ],
        [
            "the line comes back after it broke",
            async () => {
                server.drop_feeds();
                workspace.now += 3600;
                await page.getByText("15:53:00 UTC").waitFor();
            }
        ],
        [
            "a phone and a dark room",
            async () => {
                const phone =
                    await open(browser, `${server.url}?as=${dana}`, {viewport: {width: 320, height: 640}});
                await phone.page.getByRole("heading", {name: "SEV 1 INCIDENT: API Down"}).waitFor();
                const fits = async (what) => {
                    const wide = await phone.page.evaluate(
                        () => Math.max(
                            document.documentElement.scrollWidth,
                            ...[...document.querySelectorAll(".scroller, .dialog-body")].map(
                                (one) => one.scrollWidth)));
                    expect(wide <= 320, `${what} is not wider than the screen, but it is ${wide} px`);
                };
                await fits("the channel");
                await shot(phone.page, "render-phone");
                await phone.page.getByRole("button", {name: /replies/}).click();
                await phone.page.locator(".pane-thread").getByText("Pool metrics").first().waitFor();
                await fits("the thread");
                await shot(phone.page, "render-phone-thread");
                await phone.page.locator(".pane-thread")
                    .getByRole("button", {name: "Resolve incident 42"})
                    .click();
                await phone.page.getByRole("dialog", {name: "Resolve INC-42"}).waitFor();
                await fits("a form");
                await shot(phone.page, "render-phone-form");
                await phone.page.keyboard.press("Escape");
                await phone.page.getByRole("dialog").waitFor({state: "detached"});
                await phone.page.getByRole("button", {name: "Close the thread"}).click();
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
            }
        ],
    ];
}
