// Block Kit and text: presses with their values, every golden sample, hostile words.
import {check_accessibility, expect} from "../browser.mjs";

export function blocks({act_after, channel, choose_from, page, place, shot, workspace}) {
    return [
        [
            "buttons, confirmations and menus press with their values",
            async () => {
                const more = channel.getByRole("button", {name: "More actions"});
                const chosen = await act_after("press", () => choose_from(more, "Hand over the lead"));
                expect(chosen.value === "42.2.lead", "an overflow choice carries its value");
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
                const act = await act_after(
                    "press", () => question.getByRole("button", {name: "Escalate now"}).click());
                expect(
                    act.action_id === "inc.escalate" && act.value === "42.1" &&
                        act.block_id === "card.actions.1",
                    "yes presses");
                const rate = await act_after(
                    "press",
                    () => channel.getByRole("button", {name: "The page for incident 42 was actionable"})
                              .click());
                expect(
                    rate.value === "42.actionable" && rate.action_id === "page.rate",
                    "feedback carries its value");
            }
        ],
        [
            "every golden message is shown without an unknown block",
            async () => {
                expect(await page.locator(".unknown").count() === 0, "no block is unknown");
                await page.setViewportSize({width: 1440, height: 5200});
                await shot(page, "render-samples");
                await page.setViewportSize({width: 1440, height: 900});
                const timeline = channel.getByRole("button", {name: /Timeline, 7 entries/});
                expect(
                    await timeline.getAttribute("aria-expanded") === "false", "the container starts folded");
                await timeline.click();
                await channel.getByText("Traffic spike begins (5x normal)").first().waitFor();
                expect(
                    await channel.getByText("Error rate normal (<0.1%), incident resolved").count() >= 2,
                    "entities are decoded once");
                expect(
                    await channel.getByRole("img", {name: "To do"}).count() === 2, "task lists have boxes");
                await check_accessibility(page, "every golden message");
            }
        ],
        [
            "hostile text stays text",
            async () => {
                await place("markup").click();
                const text = channel.locator("article").first().locator(".text");
                await text.waitFor();
                expect((await text.innerText()).includes("<script>alert(1)</script>"), "a script is words");
                expect(await text.locator("img, script").count() === 0, "no element comes out of a text");
                expect(await text.locator("a").count() === 1, "only safe addresses are linked");
                expect(
                    await text.locator("a").getAttribute("href") === "https://example.com/a?b=1&c=2",
                    "the address is decoded");
                expect(
                    await text.locator("strong").innerText() === "bold" &&
                        await text.locator("em").innerText() === "italics" &&
                        await text.locator("s").innerText() === "gone" &&
                        await text.locator("code").innerText() === "<b>",
                    "styles");
            }
        ],
        [
            "emphasis, quotes, code, mentions and dates are read as Slack reads them",
            async () => {
                const text = channel.locator("article").nth(1).locator(".text");
                const all = (selector) => text.locator(selector).allInnerTexts();
                const same = (got, wanted, what) =>
                    expect(JSON.stringify(got) === JSON.stringify(wanted), `${what}: ${JSON.stringify(got)}`);
                same(await all("strong"), ["bold both"], "bold needs the edges of words");
                same(await all("em"), ["both"], "italics inside bold, none inside names");
                same(await all("code"), ["code *x* _y_"], "code is literal");
                same(await all("pre"), ["*raw* <b>"], "a code block is literal");
                same(await all("blockquote"), ["first\nsecond"], "lines of a quote join");
                same(await all(".mention"), ["@here", "@oncall", "#general", "@lee"], "mentions");
                same(
                    await all("time"), ["2025-01-21 14:32", "fallback"],
                    "dates, and the fallback of an unknown token");
                expect((await text.innerText()).includes(":nosuch:"), "an unknown emoji stays as typed");
            }
        ],
        [
            "standard Markdown has its headings, lists, tables and code, and no HTML",
            async () => {
                const text = channel.locator("article").nth(2).locator(".block-markdown");
                const all = (selector) => text.locator(selector).allInnerTexts();
                const same = (got, wanted, what) =>
                    expect(JSON.stringify(got) === JSON.stringify(wanted), `${what}: ${JSON.stringify(got)}`);
                same(await all("h3"), ["Title <script>"], "a heading");
                same(await all("ol > li ul > li"), ["inner bold both"], "a list in a list");
                same(await all("strong em"), ["both"], "italics in bold");
                expect(await text.getByRole("img", {name: "Done"}).count() === 1, "a task that is done");
                same(await all("pre"), ["let a = \"<b>\";"], "a fence");
                same(await all("td"), ["1", "2"], "a table");
                same(await all("a"), ["ok"], "only safe links");
                const words = (await all("p")).join(" ");
                expect(
                    words.includes("[bad](javascript:alert(1)) *kept* snake_case_name"),
                    `as typed: ${words}`);
                await check_accessibility(page, "markup");
            }
        ],
    ];
}
