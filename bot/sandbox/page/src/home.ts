// The Home tab of the app, as this person sees it.
import type {App} from "./app.ts";
import {blocks} from "./blocks.ts";
import {type Element_, h} from "./dom.ts";
import type {View} from "./protocol.ts";

export function home_pane(app: App): Element_ {
    const view = app.state.home?.view as View | null | undefined;
    const ready = view !== null && view !== undefined && Array.isArray(view.blocks);
    const surface =
        {id: "home", address: {view_id: view?.id ?? "home"}, blocks: view?.blocks ?? [], errors: {}};
    return h(
        "main", {class: "pane pane-home", key: "home", "aria-label": "Tocsin Home"},
        h("header", {class: "pane-head"}, h("h2", null, "Tocsin Home")),
        h("div", {class: "scroller", role: "region", tabindex: 0, "aria-label": "Home"},
          ready ? h("div", {class: "home"}, blocks(app, surface)) :
                  h("p", {class: "empty"}, "Tocsin has not published a Home for you yet.")));
}
