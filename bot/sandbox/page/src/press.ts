// A press on an interactive element: asks first where the element says so, then tells the stand-in.
import type {ConfirmationDialog} from "@slack/types";

import type {App, Surface} from "./app.ts";
import type {FieldElement, FieldValue} from "./fields.ts";
import {current_value, press_value, set_value, state_values} from "./fields.ts";
import {plain} from "./mrkdwn.ts";

/** Sends the press, after the element's own question if it has one. */
export function press(
    app: App, surface: Surface, block_id: string, element: FieldElement, value: unknown): void {
    const go = (): void => {
        const values = state_values(app, surface);
        void app.act("press", {
            ...surface.address,
            block_id,
            action_id: element.action_id,
            value,
            ...(Object.keys(values).length > 0 ? {values} : {}),
        });
    };
    const confirm = element.confirm as ConfirmationDialog | undefined;
    if (confirm === undefined) {
        go();
        return;
    }
    app.ui.question = {
        title: confirm.title === undefined ? "Are you sure?" : plain(confirm.title.text),
        text: plain(confirm.text.text),
        yes: confirm.confirm === undefined ? "Yes" : plain(confirm.confirm.text),
        no: confirm.deny === undefined ? "No" : plain(confirm.deny.text),
        danger: confirm.style === "danger",
        go,
    };
    app.redraw();
}

/** Keeps a new value, and sends it as a press where the element acts at once. */
export function choose(
    app: App, surface: Surface, block_id: string, element: FieldElement, acts: boolean,
    value: FieldValue): void {
    set_value(app, surface, block_id, element, value);
    if (acts) {
        press(app, surface, block_id, element, press_value(value));
    }
}

/** Presses with what the element holds now, for text inputs that act on Enter. */
export function press_current(app: App, surface: Surface, block_id: string, element: FieldElement): void {
    const value = current_value(app, surface, block_id, element);
    press(app, surface, block_id, element, value === null ? null : press_value(value));
}
