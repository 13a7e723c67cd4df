// A button that opens a list of actions: arrow keys move, Escape closes and gives the focus back.
import type {App} from "./app.ts";
import {type Child, type Element_, h} from "./dom.ts";

export interface MenuItem {
    key: string;
    label: Child;
    description?: string;
    danger?: boolean;
    href?: string;
    go(): void;
}

export interface MenuButton {
    /** Unique among everything that is shown. */
    name: string;
    class: string;
    label: string;
    face: Child;
    /** As a grid of pictures instead of lines. */
    grid?: boolean;
}

export function menu(app: App, button: MenuButton, items: MenuItem[]): Element_ {
    const open = app.ui.menu === button.name;
    const id = `menu-${button.name.replace(/[^A-Za-z0-9_-]/g, "-")}`;
    const toggle = (event: Event): void => {
        event.stopPropagation();
        app.ui.menu = open ? null : button.name;
        app.redraw();
    };
    const close = (list: Element): void => {
        app.ui.menu = null;
        (list.previousElementSibling as HTMLElement | null)?.focus();
        app.redraw();
    };
    const on_key = (event: Event): void => {
        const list = event.currentTarget as HTMLElement;
        const rows = [...list.querySelectorAll<HTMLElement>("[role=menuitem]")];
        const at = rows.indexOf(document.activeElement as HTMLElement);
        const key = (event as KeyboardEvent).key;
        const to = key === "ArrowDown" || (key === "ArrowRight" && button.grid === true) ?
            (at + 1) % rows.length :
            key === "ArrowUp" || (key === "ArrowLeft" && button.grid === true) ?
            (at - 1 + rows.length) % rows.length :
            key === "Home" ? 0 :
            key === "End"  ? rows.length - 1 :
                             null;
        if (to !== null) {
            event.preventDefault();
            rows[to]?.focus();
        } else if (key === "Escape" || key === "Tab") {
            event.preventDefault();
            event.stopPropagation();
            close(list);
        }
    };
    const row = (item: MenuItem): Element_ => {
        const go = (event: Event): void => {
            event.stopPropagation();
            close((event.currentTarget as Element).closest("[role=menu]") as Element);
            item.go();
        };
        const words = [
            h("span", {class: "menu-label"}, item.label),
            item.description !== undefined && h("span", {class: "menu-description"}, item.description)
        ];
        const props = {
            role: "menuitem",
            tabindex: -1,
            class: item.danger === true ? "menu-item menu-danger" : "menu-item",
            onclick: go,
        };
        return h(
            "li", {role: "none", key: item.key},
            item.href === undefined ?
                h("button", {...props, type: "button"}, ...words) :
                h("a", {...props, href: item.href, target: "_blank", rel: "noopener noreferrer"}, ...words));
    };
    return h(
        "span", {class: "menu-anchor", key: `menu ${button.name}`},
        h("button", {
            type: "button",
            class: button.class,
            "aria-label": button.label,
            title: button.label,
            "aria-haspopup": "menu",
            "aria-expanded": open ? "true" : "false",
            "aria-controls": open ? id : null,
            onclick: toggle,
        },
          button.face),
        open &&
            h("ul", {
                id,
                class: button.grid === true ? "menu menu-grid" : "menu",
                role: "menu",
                "aria-label": button.label,
                onkeydown: on_key,
                mount: place,
            },
              items.map(row)));
}

/** Puts the list under its button, or over it where there is no room, and gives it the focus. */
function place(list: HTMLElement): void {
    const anchor = list.previousElementSibling?.getBoundingClientRect();
    if (anchor !== undefined) {
        const size = list.getBoundingClientRect();
        const below = anchor.bottom + 4;
        const top =
            below + size.height > window.innerHeight - 8 ? Math.max(8, anchor.top - size.height - 4) : below;
        const left = Math.max(8, Math.min(anchor.left, window.innerWidth - size.width - 8));
        list.style.top = `${top}px`;
        list.style.left = `${left}px`;
    }
    list.querySelector<HTMLElement>("[role=menuitem]")?.focus();
}
