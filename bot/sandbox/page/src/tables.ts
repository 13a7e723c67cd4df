// `table` and `data_table`: rows of cells, the second with a caption and pages. Not sortable here.
import type {DataTableBlock, RichTextBlock, TableBlock} from "@slack/types";

import type {App} from "./app.ts";
import {type Child, type Element_, h} from "./dom.ts";
import type {TextContext} from "./links.ts";
import {rich_text} from "./rich_text.ts";

type Cell = TableBlock["rows"][number][number]|DataTableBlock["rows"][number][number];

function cell(content: Cell, context: TextContext): Child[] {
    return content.type === "rich_text" ? rich_text(content as RichTextBlock, context) : [content.text];
}

function scrolling(label: string, inner: Element_): Element_ {
    return h("div", {class: "table-box", role: "region", tabindex: 0, "aria-label": label}, inner);
}

export function table(block: TableBlock, context: TextContext): Element_ {
    const align = (column: number): string|null => {
        const side = block.column_settings?.[column]?.align;
        return side === undefined ? null : `align-${side}`;
    };
    const rows = block.rows.map(
        (row, i) =>
            h("tr", null,
              row.map(
                  (one, column) =>
                      h(i === 0 ? "th" : "td", {scope: i === 0 ? "col" : null, class: align(column)},
                        ...cell(one, context)))));
    return scrolling("Table", h("table", null, h("tbody", null, rows)));
}

export function data_table(app: App, key: string, block: DataTableBlock): Element_ {
    const size = block.page_size ?? 5;
    const body = block.rows.slice(1);
    const pages = Math.max(1, Math.ceil(body.length / size));
    const page = Math.min(app.ui.pages.get(key) ?? 0, pages - 1);
    const turn = (to: number): void => {
        app.ui.pages.set(key, to);
        app.redraw();
    };
    const context = app.text();
    const row_header = block.row_header_column_index ?? 0;
    const rows = body.slice(page * size, (page + 1) * size)
                     .map(
                         (row) =>
                             h("tr", null,
                               row.map(
                                   (one, column) => column === row_header ?
                                       h("th", {scope: "row"}, ...cell(one, context)) :
                                       h("td", null, ...cell(one, context)))));
    return h(
        "div", null,
        scrolling(
            block.caption,
            h("table", null, h("caption", null, block.caption),
              h("thead", null,
                h("tr", null,
                  (block.rows[0] ?? []).map((one) => h("th", {scope: "col"}, ...cell(one, context))))),
              h("tbody", null, rows))),
        pages > 1 &&
            h("div", {class: "pager"},
              h("button", {
                  type: "button",
                  class: "button button-quiet",
                  disabled: page === 0,
                  onclick: () => turn(page - 1)
              },
                "Previous"),
              h("span", null, `Page ${page + 1} of ${pages}`),
              h("button", {
                  type: "button",
                  class: "button button-quiet",
                  disabled: page + 1 === pages,
                  onclick: () => turn(page + 1)
              },
                "Next")));
}
