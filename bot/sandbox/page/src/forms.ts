// The form that is open: the topmost view as a modal dialog. Only the dialog's own keys and buttons work
// while it is there; Escape closes it.
import type {App, Surface} from "./app.ts";
import {blocks} from "./blocks.ts";
import {type Element_, h} from "./dom.ts";
import {form_errors, state_values} from "./fields.ts";
import {plain} from "./mrkdwn.ts";
import type {OpenView} from "./protocol.ts";

export function form(app: App, open: OpenView): Element_ {
    const {view} = open;
    const surface: Surface = {
        id: open.id,
        address: {view_id: open.id},
        blocks: view.blocks,
        errors: {...open.errors, ...app.ui.errors.get(open.id)},
    };
    const busy = open.busy === true;
    const close = (): void => void app.act("close", {view_id: open.id});
    const submit = (event: Event): void => {
        event.preventDefault();
        if (busy) {
            return;
        }
        const errors = form_errors(app, surface);
        app.ui.errors.set(open.id, errors);
        app.redraw();
        if (Object.keys(errors).length === 0) {
            void app.act("submit", {view_id: open.id, values: state_values(app, surface)});
        }
    };
    const title_id = `form-title-${open.id}`;
    const has_inputs = view.blocks.some((block) => block.type === "input");
    const submit_label = view.submit === null || view.submit === undefined ? (has_inputs ? "Submit" : null) :
                                                                             plain(view.submit.text);
    return h(
        "dialog", {
            class: "dialog form",
            key: `form ${open.id}`,
            "aria-labelledby": title_id,
            "aria-busy": busy ? "true" : null,
            mount: show,
            oncancel: (event) => {
                event.preventDefault();
                close();
            },
        },
        h("form", {novalidate: true, onsubmit: submit},
          h("header", {class: "dialog-head"},
            h("h2", {id: title_id}, view.title === undefined ? "Form" : plain(view.title.text)),
            h("button", {type: "button", class: "close", "aria-label": "Close", onclick: close}, "×")),
          h("div", {class: "dialog-body", tabindex: -1},
            open.trouble !== null && open.trouble !== undefined && open.trouble !== "" &&
                h("div", {class: "alert alert-error", role: "alert", key: "trouble"},
                  h("strong", null, "Error"), h("div", null, open.trouble)),
            blocks(app, surface)),
          h("footer", {class: "dialog-foot"},
            h("button", {type: "button", class: "button", onclick: close},
              view.close === null || view.close === undefined ? (submit_label === null ? "Close" : "Cancel") :
                                                                plain(view.close.text)),
            submit_label !== null &&
                h("button", {type: "submit", class: "button button-primary", disabled: busy},
                  busy ? "Sending …" : submit_label))));
}

/** Opens a dialog element over everything and gives its first field the focus. */
export function show(dialog: HTMLElement): void {
    (dialog as HTMLDialogElement).showModal();
    const first = dialog.querySelector<HTMLElement>("[data-focus=first]") ??
        dialog.querySelector<HTMLElement>(".dialog-body input, .dialog-body select, .dialog-body textarea") ??
        dialog.querySelector<HTMLElement>(".dialog-foot button:last-child, button");
    first?.focus();
}

/** The first field with an error, so that the person who pressed the button lands where the work is. */
export function focus_first_error(): void {
    const field = document.querySelector<HTMLElement>("dialog [aria-invalid=true]");
    (field?.matches("input, select, textarea") === true ? field : field?.querySelector<HTMLElement>("input"))
        ?.focus();
}
