// The page alone, against the fixture: shows every golden sample, takes every control through its paces,
// looks at each view with axe, and leaves screenshots. `node render.mjs FOLDER`.
import {expect, launch, open, play, screenshots} from "./browser.mjs";
import {serve} from "./fixture/server.mjs";
import {dana, Workspace} from "./fixture/workspace.mjs";
import {blocks} from "./render/blocks.mjs";
import {conversation} from "./render/conversation.mjs";
import {forms} from "./render/forms.mjs";
import {frame} from "./render/frame.mjs";
import {messages} from "./render/messages.mjs";

const shot = screenshots(process.argv[2] ?? "screenshots");
const workspace = new Workspace();
const server = await serve(workspace);
const browser = await launch();
const {page, errors} = await open(browser, `${server.url}?as=${dana}`);
const channel = page.locator(".pane-channel");
const acts = (name) => workspace.acts.filter((act) => act.do === name);

/** What the steps are given. */
const given = {
    page,
    browser,
    server,
    workspace,
    shot,
    channel,
    thread: page.locator(".pane-thread"),
    form: page.locator("dialog.form"),
    box: channel.getByRole("textbox", {name: "Message or /incident in #incidents"}),
    place: (name) => page.getByRole("navigation", {name: "Places"}).getByRole("button", {name}),
    act_after: async (name, step) => {
        const before = acts(name).length;
        await step();
        await workspace.until(() => acts(name).length > before);
        return acts(name).at(-1);
    },
    choose_from: async (button, item) => {
        await button.click();
        await page.getByRole("menuitem", {name: item}).click();
    },
};

try {
    for (const part of [conversation, forms, blocks, messages, frame]) {
        await play(part(given));
    }
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
