// Forms: fields, type-ahead, errors, busy and trouble, the keyboard.
import {check_accessibility, expect} from "../browser.mjs";
import {dana, samples} from "../fixture/workspace.mjs";

export function forms({act_after, box, channel, form, page, place, server, shot, workspace}) {
    return [
        [
            "the declare form holds every kind of field and works by keyboard",
            async () => {
                await box.fill("/incident declare");
                await box.press("Enter");
                await form.waitFor();
                const title = form.getByLabel("What is broken?");
                expect(
                    await title.evaluate((field) => document.activeElement === field),
                    "the first field has the focus");
                expect(await title.inputValue() === "API Down", "the initial value is there");
                expect(await form.getByLabel("Started").inputValue() === "2025-01-21T14:32", "dates are UTC");
                await shot(page, "render-declare");
                await check_accessibility(page, "the declare form");
                const press =
                    await act_after("press", () => form.getByRole("radio", {name: /SEV 2/}).check());
                expect(
                    press.value === "sev2" && press.block_id === "declare.severity",
                    "choosing a severity acts at once");
                expect(
                    press.values["declare.title"].title.value === "API Down",
                    "the form's state goes with the press");
            }
        ],
        [
            "type-ahead asks the app and takes the choice",
            async () => {
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
            }
        ],
        [
            "errors stand under their field, from the page and from the app",
            async () => {
                await form.getByLabel("What is broken?").fill("");
                await form.getByRole("button", {name: "Declare"}).click();
                await form.getByText("Please complete this required field.").waitFor();
                await form.getByLabel("What is broken?").fill("xyz");
                await form.getByLabel(/Keep it private/).check();
                const act =
                    await act_after("submit", () => form.getByRole("button", {name: "Declare"}).click());
                const values = act.values;
                expect(values["declare.severity"].severity.selected_option.value === "sev2", "radio state");
                expect(
                    values["declare.service"].service.selected_option.value === "svc:search", "select state");
                expect(values["declare.impact"].impact.value === null, "an empty field is null");
                expect(
                    values["declare.started"].started.selected_date_time === 1737469920, "dates are seconds");
                expect(
                    values["declare.options"].options.selected_options.map((one) => one.value).join() ===
                        "page,private",
                    "ticks in order");
                await form.getByText("Please name what is broken, at least 3 characters.").waitFor();
                await shot(page, "render-errors");
                await check_accessibility(page, "a form with an error");
            }
        ],
        [
            "busy and trouble are said, and Escape closes",
            async () => {
                workspace.views =
                    workspace.views.map((view) => ({
                                            ...view,
                                            errors: {},
                                            trouble: "We had some trouble connecting. Try again?",
                                            busy: true
                                        }));
                server.push();
                await form.getByRole("alert").getByText("trouble connecting").waitFor();
                expect(
                    await form.getByRole("button", {name: "Sending …"}).isDisabled(),
                    "a busy form cannot be sent twice");
                expect(
                    await form.getByLabel("What is broken?").inputValue() === "xyz",
                    "what was typed stays through updates");
                const act = await act_after("close", () => page.keyboard.press("Escape"));
                expect(act.view_id.startsWith("V"), "closing names the view");
                await form.waitFor({state: "detached"});
                expect(
                    await box.evaluate((field) => document.activeElement === field), "the focus goes back");
            }
        ],
        [
            "the update and the resolve form show their fields",
            async () => {
                await place("incidents").click();
                for (const [button, name] of [
                         ["Post an update on incident 42", "10-update-modal"],
                         ["Resolve incident 42", "11-resolve-modal"]]) {
                    await channel.getByRole("button", {name: button}).click();
                    await page.getByRole("dialog", {name: samples[name].title.text}).waitFor();
                    expect(await page.locator(".unknown").count() === 0, "no element is unknown");
                    await shot(page, `render-${name}`);
                    await check_accessibility(page, name);
                    const act =
                        await act_after("close", () => form.getByRole("button", {name: "Cancel"}).click());
                    expect(act.as === dana, "closing is told");
                    await form.waitFor({state: "detached"});
                }
            }
        ],
    ];
}
