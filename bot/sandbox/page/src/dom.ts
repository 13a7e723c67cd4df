// Describes elements as values and patches them into the document, reusing nodes by key so that focus,
// selection and scroll positions survive every new state. Text goes in as text nodes only: never as markup.

export type Handler = (event: Event) => unknown;

export interface Props {
    key?: string;
    /** Called once, after the element stands in the document. */
    mount?: (element: HTMLElement) => void;
    onblur?: Handler;
    oncancel?: Handler;
    onchange?: Handler;
    onclick?: Handler;
    oninput?: Handler;
    onkeydown?: Handler;
    onmousedown?: Handler;
    onsubmit?: Handler;
    [attribute: string]: unknown;
}

export interface Element_ {
    tag: string;
    props: Props;
    children: Node_[];
}

export type Node_ = Element_|string;
export type Child = Node_|null|undefined|false|Child[];

interface Known {
    props: Props;
    handlers: Map<string, Handler>;
}

const known = new WeakMap<Element, Known>();
const svg_namespace = "http://www.w3.org/2000/svg";

export function h(tag: string, props: Props|null, ...children: Child[]): Element_ {
    return {tag, props: props ?? {}, children: flat(children)};
}

function flat(children: Child[]): Node_[] {
    const out: Node_[] = [];
    for (const child of children) {
        if (Array.isArray(child)) {
            out.push(...flat(child));
        } else if (child !== null && child !== undefined && child !== false && child !== "") {
            out.push(child);
        }
    }
    return out;
}

/** Makes the children of `parent` what is described. */
export function patch(parent: Element, children: Child[]): void {
    const mounts: (() => void)[] = [];
    patch_children(parent, flat(children), mounts);
    for (const mount of mounts) {
        mount();
    }
}

function patch_children(parent: Element, wanted: Node_[], mounts: (() => void)[]): void {
    const keyed = new Map<string, Element>();
    const unkeyed: ChildNode[] = [];
    for (const node of parent.childNodes) {
        const key = node instanceof Element ? known.get(node)?.props.key : undefined;
        if (key !== undefined && node instanceof Element) {
            keyed.set(key, node);
        } else {
            unkeyed.push(node);
        }
    }
    const reused = wanted.map((node) => {
        if (typeof node !== "string" && node.props.key !== undefined) {
            const found = keyed.get(node.props.key);
            keyed.delete(node.props.key);
            return found !== undefined && tag_of(found) === node.tag ? found : null;
        }
        const at = unkeyed.findIndex((candidate) => fits(candidate, node));
        return at < 0 ? null : (unkeyed.splice(at, 1)[0] ?? null);
    });
    // What goes away goes first: a kept node is then never moved, and moving would take its focus.
    const keep = new Set<ChildNode|null>(reused);
    for (const node of [...parent.childNodes]) {
        if (!keep.has(node)) {
            node.remove();
        }
    }
    let cursor: ChildNode|null = parent.firstChild;
    wanted.forEach((node, i) => {
        const old = reused[i] ?? null;
        const element = old ?? create(parent, node);
        if (element === cursor) {
            cursor = cursor.nextSibling;
        } else {
            parent.insertBefore(element, cursor);
        }
        if (typeof node === "string") {
            if (element.nodeValue !== node) {
                element.nodeValue = node;
            }
        } else {
            patch_element(element as Element, node, old === null, mounts);
        }
    });
}

function tag_of(element: Element): string { return element.localName; }

function fits(candidate: ChildNode, node: Node_): boolean {
    return typeof node === "string" ? candidate.nodeType === Node.TEXT_NODE :
                                      candidate instanceof Element && tag_of(candidate) === node.tag;
}

function create(parent: Element, node: Node_): ChildNode {
    if (typeof node === "string") {
        return document.createTextNode(node);
    }
    const inside_svg = node.tag === "svg" || parent.namespaceURI === svg_namespace;
    return inside_svg ? document.createElementNS(svg_namespace, node.tag) : document.createElement(node.tag);
}

function patch_element(element: Element, node: Element_, fresh: boolean, mounts: (() => void)[]): void {
    const before = known.get(element) ?? {props: {}, handlers: new Map<string, Handler>()};
    for (const name of Object.keys(before.props)) {
        if (!(name in node.props)) {
            set(element, before, name, null);
        }
    }
    for (const [name, value] of Object.entries(node.props)) {
        if (name !== "value" && name !== "checked" && before.props[name] !== value) {
            set(element, before, name, value);
        }
    }
    known.set(element, {props: node.props, handlers: before.handlers});
    patch_children(element, node.children, mounts);
    // A select takes its value only once its options are there.
    set_live(element, node.props);
    const mount = node.props.mount;
    if (fresh && mount !== undefined) {
        mounts.push(() => mount(element as HTMLElement));
    }
}

function set(element: Element, known_: Known, name: string, value: unknown): void {
    if (name === "key" || name === "mount" || name === "value" || name === "checked") {
        return;
    }
    if (name.startsWith("on")) {
        const type = name.slice(2);
        if (!known_.handlers.has(type)) {
            element.addEventListener(type, (event) => known_.handlers.get(type)?.(event));
        }
        known_.handlers.set(type, typeof value === "function" ? (value as Handler) : () => {});
    } else if (value === null || value === undefined || value === false) {
        element.removeAttribute(name);
    } else {
        element.setAttribute(name, value === true ? "" : String(value));
    }
}

function set_live(element: Element, props: Props): void {
    const input = element as HTMLInputElement;
    if (props.value !== undefined && input.value !== String(props.value)) {
        if (element.localName === "li" || element.localName === "option") {
            element.setAttribute("value", String(props.value));
        } else {
            input.value = String(props.value);
        }
    }
    if (props.checked !== undefined && input.checked !== Boolean(props.checked)) {
        input.checked = Boolean(props.checked);
    }
}
