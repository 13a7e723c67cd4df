// Block Kit: every block as elements. A block that the sandbox does not know is named, never dropped.
import type {App, Surface} from "./app.ts";
import {chart} from "./charts.ts";
import {type Child, type Element_, h} from "./dom.ts";
import {element, image} from "./elements.ts";
import {block_key, type FieldElement} from "./fields.ts";
import {input_element} from "./inputs.ts";
import {markdown} from "./markdown.ts";
import {inline, mrkdwn, plain} from "./mrkdwn.ts";
import type {ShownBlock} from "./protocol.ts";
import {rich_text} from "./rich_text.ts";
import {data_table, table} from "./tables.ts";

interface Text {
    type: string;
    text: string;
    emoji?: boolean;
}

export function blocks(app: App, surface: Surface): Element_ {
    return h("div", {class: "blocks"}, block_list(app, surface, surface.blocks));
}

function block_list(app: App, surface: Surface, list: ShownBlock[]): Child[] {
    return list.map((block, index) => {
        const id = block_key(block, index);
        return h(
            "div", {class: `block block-${block.type}`, key: `${block.type} ${id}`},
            block_content(app, surface, block, id));
    });
}

/** Text of either kind inside a line of other things. */
function text(app: App, object: Text): Child[] {
    return object.type === "mrkdwn" ? mrkdwn(object.text, app.text()) :
                                      [plain(object.text, object.emoji !== false)];
}

function block_content(app: App, surface: Surface, block: ShownBlock, id: string): Child {
    const any = (which: unknown): Child => element(app, surface, id, which as FieldElement);
    switch (block.type) {
        case "header":
            return h("h3", null, plain(block.text.text));
        case "section":
            return [
                h("div", {class: "section-main"},
                  block.text !== undefined && h("div", {class: "text"}, ...text(app, block.text)),
                  block.fields !== undefined &&
                      h("div", {class: "fields"},
                        block.fields.map((field) => h("div", {class: "text field"}, ...text(app, field))))),
                block.accessory !== undefined && h("div", {class: "accessory"}, any(block.accessory)),
            ];
        case "context":
            return block.elements.map(
                (one) => one.type === "image" ?
                    image("image_url" in one ? one.image_url : "", one.alt_text, "context-image") :
                    h("span", {class: "text"}, ...text(app, one)));
        case "actions":
        case "context_actions":
            return (block.elements as unknown[]).map(any);
        case "divider":
            return h("hr", null);
        case "image":
            return h(
                "figure", null, block.title !== undefined && h("figcaption", null, plain(block.title.text)),
                image(picture_address(block), block.alt_text, "block-picture"));
        case "markdown":
            return markdown(block.text, app.text());
        case "rich_text":
            return rich_text(block, app.text());
        case "alert":
            return alert_box(app, block.level ?? "default", block.text);
        case "input":
            return input(app, surface, block, id);
        case "container":
            return container(app, surface, block, id);
        case "table":
            return table(block, app.text());
        case "data_table":
            return data_table(app, `${surface.id}|${id}`, block);
        case "data_visualization":
            return chart(block);
        default:
            return h("p", {class: "unknown"}, `The sandbox does not show "${block.type}" blocks.`);
    }
}

/** Of a picture that the bot uploaded, or that stands elsewhere. */
function picture_address(block: Extract<ShownBlock, {type: "image"}>): string {
    if ("slack_file" in block && "id" in block.slack_file) {
        return `/files/${encodeURIComponent(String(block.slack_file.id))}`;
    }
    return "image_url" in block ? block.image_url : "";
}

function alert_box(app: App, level: string, content: Text): Element_ {
    const words: Record<string, string> = {warning: "Note", error: "Error", success: "Done", info: "Note"};
    const word = words[level];
    return h(
        "div", {class: `alert alert-${level}`, role: level === "error" ? "alert" : "note"},
        word !== undefined && h("strong", null, word), h("div", {class: "text"}, ...text(app, content)));
}

function input(app: App, surface: Surface, block: Extract<ShownBlock, {type: "input"}>, id: string): Child {
    const field = block.element as unknown as FieldElement;
    const base = `${surface.id}-${id}-${field.action_id ?? ""}`.replace(/[^A-Za-z0-9_-]/g, "-");
    const error = surface.errors[id];
    const is_group = field.type === "radio_buttons" || field.type === "checkboxes";
    const described =
        [error === undefined ? null : `${base}-error`, block.hint === undefined ? null : `${base}-hint`]
            .filter((one) => one !== null)
            .join(" ");
    const label: Child[] =
        [plain(block.label.text), block.optional === true && h("span", {class: "optional"}, " (optional)")];
    return [
        is_group ? h("div", {class: "label", id: `${base}-label`}, ...label)
                 : h("label", {class: "label", id: `${base}-label`, for: base}, ...label),
        input_element(app, surface, id, field, {
            acts: block.dispatch_action === true,
            label: null,
            id: base,
            described_by: described === "" ? null : described,
            invalid: error !== undefined,
        }),
        error !== undefined && h("div", {class: "field-error", id: `${base}-error`}, error),
        block.hint !== undefined && h("div", {class: "hint", id: `${base}-hint`}, plain(block.hint.text)),
    ];
}

type Container = Extract<ShownBlock, {type: "container"}>;

function container(app: App, surface: Surface, block: Container, id: string): Element_ {
        const title: Child[] = "title" in block && block.title !== undefined ?
            inline(plain(block.title.text), app.text()) :
            ["Details"];
        const subtitle = block.subtitle === undefined ?
            null :
            h("span", {class: "container-subtitle"}, plain(block.subtitle.text));
        const inner =
            h("div", {class: "container-body"}, block_list(app, surface, block.child_blocks as ShownBlock[]));
        if (block.is_collapsible !== true) {
            return h(
                "div", {class: "container"},
                h("div", {class: "container-title"}, h("strong", null, ...title), subtitle), inner);
        }
        const key = `${surface.id}|${id}`;
        const folded = app.ui.folded.get(key) ?? (block.default_collapsed === true);
        const toggle = (): void => {
            app.ui.folded.set(key, !folded);
            app.redraw();
        };
        return h(
            "div", {class: "container"},
            h("button", {
                type: "button",
                class: "container-title",
                "aria-expanded": folded ? "false" : "true",
                onclick: toggle
            },
              h("span", {class: "container-arrow", "aria-hidden": "true"}, folded ? "▸" : "▾"),
              h("strong", null, ...title), subtitle),
            !folded && inner);
}
