"use strict";
(() => {
  // src/errors.ts
  var sentences = {
    already_reacted: "You have reacted with that already.",
    bot_does_not_listen: "The bot does not listen yet. Nothing was sent.",
    call_is_not_listening: "The call is not waiting for a key just now.",
    channel_not_found: "That channel is gone.",
    clock_is_fixed: "The clock of this sandbox cannot be moved.",
    invalid_command: "That is not a slash command.",
    is_archived: "The channel is archived. Nothing was sent.",
    message_not_found: "That message is gone.",
    msg_too_long: "The text is too long for Slack. Nothing was sent.",
    no_call: "The call is over.",
    no_next_event: "Nothing is due.",
    no_phone: "This person has no phone.",
    no_reaction: "That reaction is gone already.",
    no_ringing_call: "No call rings any more.",
    no_text: "There is no text to send.",
    no_texts_from_here: "No text can be sent from this phone now.",
    not_in_channel: "You are not in this channel. Join it first.",
    thread_not_found: "The message of that thread is gone.",
    unknown_command: "No app answers to that command. Nothing was sent.",
    user_not_found: "This person is not in the sandbox."
  };
  function error_words(error) {
    if (error === void 0) {
      return "That did not work.";
    }
    return sentences[error] ?? (/^[a-z_]+$/.test(error) ? `That did not work: ${error}.` : error);
  }

  // src/feed.ts
  var first_wait_ms = 250;
  var longest_wait_ms = 4e3;
  function follow(user, on_state, on_link) {
    let socket = null;
    let closed = false;
    let wait_ms = first_wait_ms;
    let timer = 0;
    const connect = () => {
      const scheme = location.protocol === "https:" ? "wss" : "ws";
      socket = new WebSocket(`${scheme}://${location.host}/sandbox/feed?as=${encodeURIComponent(user)}`);
      socket.onopen = () => {
        wait_ms = first_wait_ms;
        on_link(true);
      };
      socket.onmessage = (event) => {
        if (!closed) {
          on_state(JSON.parse(String(event.data)));
        }
      };
      socket.onclose = () => {
        if (!closed) {
          on_link(false);
          timer = window.setTimeout(connect, wait_ms);
          wait_ms = Math.min(longest_wait_ms, wait_ms * 2);
        }
      };
    };
    connect();
    return {
      close: () => {
        closed = true;
        window.clearTimeout(timer);
        socket?.close();
      }
    };
  }
  async function act(user, name, members2) {
    try {
      const response = await fetch("/sandbox/act", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ as: user, do: name, ...members2 })
      });
      return await response.json();
    } catch {
      return { ok: false, error: "The sandbox does not answer. Is it still running?" };
    }
  }
  async function transcript() {
    try {
      const response = await fetch("/sandbox/transcript");
      const body2 = await response.json();
      return body2.entries ?? [];
    } catch {
      return [];
    }
  }
  async function alert_senders() {
    try {
      const response = await fetch("/sandbox/alerts");
      return await response.json();
    } catch {
      return { senders: [], values: [] };
    }
  }

  // src/alert_desk.ts
  function new_desk() {
    return {
      senders: null,
      values: [],
      source: "",
      what: "firing",
      bodies: /* @__PURE__ */ new Map(),
      given: /* @__PURE__ */ new Map(),
      when: "",
      explanation: null,
      asking: "no",
      sending: false,
      answer: null,
      fired: 0
    };
  }
  function open_desk(app) {
    app.ui.panel = "alerts";
    app.ui.thread = null;
    app.ui.sidebar_open = false;
    app.redraw();
    if (app.ui.desk.senders === null) {
      void load(app);
    }
  }
  async function load(app) {
    const { desk } = app.ui;
    const { senders, values } = await alert_senders();
    desk.senders = senders;
    desk.values = values;
    desk.source = senders[0]?.name ?? "";
    explain(app);
  }
  function sender_of(desk) {
    return desk.senders?.find((one2) => one2.name === desk.source) ?? null;
  }
  function request_of(sender, what) {
    const sample = sender[what];
    return { ...sample, target: sample.target.replace("{{source}}", sender.name) };
  }
  var key_of = (source, what) => `${source} ${what}`;
  function body_of(desk, what) {
    return desk.bodies.get(key_of(desk.source, what)) ?? sender_of(desk)?.[what].body ?? "";
  }
  function is_changed(desk) {
    return desk.bodies.has(key_of(desk.source, desk.what));
  }
  function write_body(app, body2) {
    app.ui.desk.bodies.set(key_of(app.ui.desk.source, app.ui.desk.what), body2);
    explain(app);
  }
  function restore_body(app) {
    app.ui.desk.bodies.delete(key_of(app.ui.desk.source, app.ui.desk.what));
    explain(app);
  }
  function choose(app, source, what) {
    const { desk } = app.ui;
    if (source !== desk.source) {
      desk.answer = null;
      desk.explanation = null;
    }
    desk.source = source;
    desk.what = what;
    explain(app);
  }
  function values_of(desk) {
    const values = {};
    for (const [name, text3] of desk.given) {
      if (text3.trim() !== "" && Number.isFinite(Number(text3))) {
        values[name] = Number(text3);
      }
    }
    return values;
  }
  function explain(app) {
    const { desk } = app.ui;
    app.redraw();
    if (desk.asking !== "no") {
      desk.asking = "again";
      return;
    }
    desk.asking = "yes";
    void ask(app).then(() => {
      const again = desk.asking === "again";
      desk.asking = "no";
      if (again) {
        explain(app);
      }
      app.redraw();
    });
  }
  async function ask(app) {
    const { desk } = app.ui;
    const { source, what } = desk;
    const question2 = { source, what, body: body_of(desk, what), when: desk.when, values: values_of(desk) };
    const answer2 = await act(app.me, "explain_alert", question2);
    if (!answer2.ok) {
      app.ui.note = error_words(answer2.error);
    } else if (desk.source === source && desk.what === what) {
      desk.explanation = answer2;
    }
  }
  async function send(app, what) {
    const { desk } = app.ui;
    if (desk.sending) {
      return;
    }
    desk.sending = true;
    choose(app, desk.source, what);
    const answer2 = await act(app.me, "send_alert", { source: desk.source, what, body: body_of(desk, what) });
    const good = answer2.ok && Number(answer2.status) < 300;
    desk.sending = false;
    desk.answer = {
      good,
      words: answer2.ok ? `The bot answered ${answer2.status}: ${String(answer2.answer).trim()}` : error_words(answer2.error),
      again: good && answer2.again === true
    };
    desk.fired += good && what === "firing" ? 1 : 0;
    explain(app);
  }

  // src/dom.ts
  var known = /* @__PURE__ */ new WeakMap();
  var svg_namespace = "http://www.w3.org/2000/svg";
  function h(tag, props, ...children) {
    return { tag, props: props ?? {}, children: flat(children) };
  }
  function flat(children) {
    const out = [];
    for (const child of children) {
      if (Array.isArray(child)) {
        out.push(...flat(child));
      } else if (child !== null && child !== void 0 && child !== false && child !== "") {
        out.push(child);
      }
    }
    return out;
  }
  function patch(parent, children) {
    const mounts = [];
    patch_children(parent, flat(children), mounts);
    for (const mount of mounts) {
      mount();
    }
  }
  function patch_children(parent, wanted, mounts) {
    const keyed = /* @__PURE__ */ new Map();
    const unkeyed = [];
    for (const node of parent.childNodes) {
      const key = node instanceof Element ? known.get(node)?.props.key : void 0;
      if (key !== void 0 && node instanceof Element) {
        keyed.set(key, node);
      } else {
        unkeyed.push(node);
      }
    }
    const reused = wanted.map((node) => {
      if (typeof node !== "string" && node.props.key !== void 0) {
        const found = keyed.get(node.props.key);
        keyed.delete(node.props.key);
        return found !== void 0 && tag_of(found) === node.tag ? found : null;
      }
      const at = unkeyed.findIndex((candidate) => fits(candidate, node));
      return at < 0 ? null : unkeyed.splice(at, 1)[0] ?? null;
    });
    const keep = new Set(reused);
    for (const node of [...parent.childNodes]) {
      if (!keep.has(node)) {
        node.remove();
      }
    }
    let cursor = parent.firstChild;
    wanted.forEach((node, i) => {
      const old = reused[i] ?? null;
      const element2 = old ?? create(parent, node);
      if (element2 === cursor) {
        cursor = cursor.nextSibling;
      } else {
        parent.insertBefore(element2, cursor);
      }
      if (typeof node === "string") {
        if (element2.nodeValue !== node) {
          element2.nodeValue = node;
        }
      } else {
        patch_element(element2, node, old === null, mounts);
      }
    });
  }
  function tag_of(element2) {
    return element2.localName;
  }
  function fits(candidate, node) {
    return typeof node === "string" ? candidate.nodeType === Node.TEXT_NODE : candidate instanceof Element && tag_of(candidate) === node.tag;
  }
  function create(parent, node) {
    if (typeof node === "string") {
      return document.createTextNode(node);
    }
    const inside_svg = node.tag === "svg" || parent.namespaceURI === svg_namespace;
    return inside_svg ? document.createElementNS(svg_namespace, node.tag) : document.createElement(node.tag);
  }
  function patch_element(element2, node, fresh, mounts) {
    const before = known.get(element2) ?? { props: {}, handlers: /* @__PURE__ */ new Map() };
    for (const name of Object.keys(before.props)) {
      if (!(name in node.props)) {
        set(element2, before, name, null);
      }
    }
    for (const [name, value] of Object.entries(node.props)) {
      if (name !== "value" && name !== "checked" && before.props[name] !== value) {
        set(element2, before, name, value);
      }
    }
    known.set(element2, { props: node.props, handlers: before.handlers });
    patch_children(element2, node.children, mounts);
    set_live(element2, node.props);
    const mount = node.props.mount;
    if (fresh && mount !== void 0) {
      mounts.push(() => mount(element2));
    }
  }
  function set(element2, known_, name, value) {
    if (name === "key" || name === "mount" || name === "value" || name === "checked") {
      return;
    }
    if (name.startsWith("on")) {
      const type = name.slice(2);
      if (!known_.handlers.has(type)) {
        element2.addEventListener(type, (event) => known_.handlers.get(type)?.(event));
      }
      known_.handlers.set(type, typeof value === "function" ? value : () => {
      });
    } else if (value === null || value === void 0 || value === false) {
      element2.removeAttribute(name);
    } else {
      element2.setAttribute(name, value === true ? "" : String(value));
    }
  }
  function set_live(element2, props) {
    const input2 = element2;
    if (props.value !== void 0 && input2.value !== String(props.value)) {
      if (element2.localName === "li" || element2.localName === "option") {
        element2.setAttribute("value", String(props.value));
      } else {
        input2.value = String(props.value);
      }
    }
    if (props.checked !== void 0 && input2.checked !== Boolean(props.checked)) {
      input2.checked = Boolean(props.checked);
    }
  }

  // src/explanation.ts
  function rules_explained(app, desk) {
    const { explanation } = desk;
    return h(
      "section",
      { class: "explained", key: "explained", "aria-labelledby": "explained-title" },
      h("h3", { id: "explained-title" }, "What the rules make of it"),
      values_fields(app, desk),
      explanation !== null && (explanation.unreadable !== null ? unreadable(explanation.unreadable) : [
        explanation.trials.length === 0 && h("p", { key: "nothing" }, "The payload is understood, and there is nothing to tell."),
        explanation.trials.map((trial, i) => trial_shown(trial, `${i}`))
      ])
    );
  }
  function unreadable(sentence) {
    return h("p", { class: "desk-answer desk-bad", key: "unreadable" }, `It would be refused. ${sentence}`);
  }
  function trial_shown(trial, key) {
    return h(
      "div",
      { class: "trial", key },
      h("p", { class: "trial-heading" }, trial.heading),
      h(
        "p",
        { class: "trial-conclusion" },
        h("strong", null, trial.conclusion),
        trial.alert?.status === "resolved" && " It is about an alert that is over: nothing is opened."
      ),
      h("ol", null, trial.rules.map((rule, i) => rule_shown(rule, `${i}`)))
    );
  }
  function rule_shown(rule, key) {
    return h(
      "li",
      { class: rule.wins ? "rule rule-wins" : "rule", key },
      h("strong", null, rule.name),
      `: ${rule.verdict}`,
      rule.because.length > 1 && h("code", { class: "rule-when" }, rule.when),
      rule.asked && reasons(rule)
    );
  }
  function reasons(rule) {
    return h("ul", null, rule.because.map((line, i) => h("li", { key: `${i}` }, line)));
  }
  function own_condition(app, desk) {
    const { explanation } = desk;
    return h(
      "section",
      { class: "explained", key: "own", "aria-labelledby": "own-title" },
      h("h3", { id: "own-title" }, "Try a condition"),
      h("label", { class: "label", "for": "own-when" }, "when:"),
      when_field(app, desk),
      h(
        "div",
        { id: "own-result", key: "result", role: "status" },
        explanation !== null && own_result(desk.when, explanation)
      )
    );
  }
  function when_field(app, desk) {
    const write = (event) => {
      desk.when = event.target.value.replaceAll("\n", " ");
      explain(app);
    };
    const findings = desk.explanation?.own?.findings ?? [];
    return h("textarea", {
      class: "text-input desk-when",
      id: "own-when",
      key: "when",
      rows: 2,
      spellcheck: "false",
      placeholder: 'alert.labels.service == "api" AND NOT alert.severity == "sev3"',
      "aria-invalid": findings.length > 0 ? "true" : null,
      "aria-describedby": "own-result",
      value: desk.when,
      oninput: write
    });
  }
  function own_result(when, { own, trials }) {
    if (own === null) {
      return [];
    }
    return [
      own.column !== null && spot(when, own.column),
      own.findings.map((line, i) => h("p", { class: "desk-answer desk-bad", key: `finding ${i}` }, line)),
      own.judged.map((rule, i) => own_judged(rule, own.judged.length > 1 ? trials[i] : void 0, `${i}`))
    ];
  }
  function own_judged(rule, trial, key) {
    return h(
      "div",
      { class: "trial", key },
      trial !== void 0 && h("p", { class: "trial-heading" }, trial.heading),
      h(
        "p",
        { class: "trial-conclusion" },
        h("strong", null, rule.matches ? "It matches." : "It does not match.")
      ),
      reasons(rule)
    );
  }
  function spot(when, column) {
    const before = new TextDecoder().decode(new TextEncoder().encode(when).slice(0, column - 1));
    const mark2 = `${" ".repeat([...before].length)}^`;
    return h("pre", { class: "spot", key: "spot", "aria-hidden": "true" }, `${when}
${mark2}`);
  }
  function values_fields(app, desk) {
    return desk.values.length > 0 && h(
      "fieldset",
      { class: "desk-values", key: "values" },
      h("legend", { class: "label" }, "What Prometheus would say"),
      desk.values.map((name) => value_field(app, desk, name))
    );
  }
  function value_field(app, desk, name) {
    const write = (event) => {
      desk.given.set(name, event.target.value);
      explain(app);
    };
    const field = h("input", {
      class: "text-input",
      type: "text",
      inputmode: "decimal",
      placeholder: "not known",
      value: desk.given.get(name) ?? "",
      oninput: write
    });
    return h("label", { class: "setting", key: name }, name, field);
  }

  // src/alert_pane.ts
  function alert_pane(app) {
    const { desk } = app.ui;
    const close = () => {
      app.ui.panel = null;
      app.redraw();
      document.getElementById("tool-alerts")?.focus();
    };
    const sender = sender_of(desk);
    return h(
      "aside",
      { class: "pane pane-alerts", key: "alerts", "aria-label": "Send a test alert" },
      h(
        "header",
        { class: "pane-head" },
        h("h2", null, "Send a test alert"),
        h("span", { class: "pane-note" }, "to the bot's own address"),
        h(
          "button",
          { type: "button", class: "close", "aria-label": "Close the test alerts", onclick: close },
          "×"
        )
      ),
      h(
        "div",
        { class: "scroller", role: "region", tabindex: 0, "aria-label": "Test alert" },
        sender === null ? h(
          "p",
          { class: "empty" },
          desk.senders === null ? "Asking for the sources …" : "There is no source."
        ) : inside(app, desk, sender)
      )
    );
  }
  function inside(app, desk, sender) {
    return [
      h(
        "div",
        { class: "desk", key: "desk" },
        source_choice(app, desk),
        request_lines(desk, sender),
        what_choice(app, desk),
        body_field(app, desk),
        buttons(app, desk),
        answer(desk)
      ),
      rules_explained(app, desk),
      own_condition(app, desk)
    ];
  }
  function name_of(sender) {
    return sender.name === sender.kind ? sender.product : `${sender.product}: ${sender.name}`;
  }
  function source_choice(app, desk) {
    return h(
      "label",
      { class: "desk-field" },
      h("span", { class: "label" }, "Source"),
      h(
        "select",
        {
          class: "select",
          id: "alert-source",
          value: desk.source,
          mount: (select2) => select2.focus(),
          onchange: (event) => choose(app, event.target.value, "firing")
        },
        desk.senders?.map((one2) => h("option", { value: one2.name, key: one2.name }, name_of(one2)))
      )
    );
  }
  function request_lines(desk, sender) {
    const { method, target, headers } = request_of(sender, desk.what);
    return h(
      "pre",
      { class: "request", key: "request", "aria-label": "Request" },
      [`${method} ${target}`, ...headers.map(([name, value]) => `${name}: ${value}`)].join("\n")
    );
  }
  var whats = [["firing", "Firing"], ["resolved", "Resolved"]];
  function what_choice(app, desk) {
    return h(
      "fieldset",
      { class: "desk-what", key: "what" },
      h("legend", { class: "label" }, "Payload"),
      whats.map(
        ([what, label]) => h(
          "label",
          { class: "tick", key: what },
          h("input", {
            type: "radio",
            name: "alert-what",
            checked: desk.what === what,
            onchange: () => choose(app, desk.source, what)
          }),
          label
        )
      )
    );
  }
  function body_field(app, desk) {
    return [
      h("textarea", {
        class: "text-input desk-body",
        id: "alert-body",
        key: "body",
        rows: 12,
        spellcheck: "false",
        "aria-label": "JSON of the payload",
        "aria-describedby": "alert-body-hint",
        value: body_of(desk, desk.what),
        oninput: (event) => write_body(app, event.target.value)
      }),
      h(
        "p",
        { class: "hint", id: "alert-body-hint", key: "hint" },
        "Times and the source's token are filled in for {{…}} when it is sent."
      )
    ];
  }
  function buttons(app, desk) {
    const button3 = (what, label, style) => h(
      "button",
      {
        type: "button",
        class: `button ${style}`.trim(),
        id: `alert-${what}`,
        key: what,
        onclick: () => void send(app, what)
      },
      label
    );
    return h(
      "div",
      { class: "desk-buttons", key: "buttons" },
      button3("firing", "Fire", "button-primary"),
      button3("resolved", "Resolve", ""),
      is_changed(desk) && h(
        "button",
        { type: "button", class: "link", key: "restore", onclick: () => restore_body(app) },
        "Back to the sample"
      )
    );
  }
  function answer(desk) {
    const { answer: answer2 } = desk;
    return h(
      "div",
      { key: "answer", role: "status" },
      answer2 !== null && h("p", { class: `desk-answer ${answer2.good ? "desk-good" : "desk-bad"}` }, answer2.words),
      answer2?.again === true && h(
        "p",
        { class: "hint" },
        "It fires already: a source that tells it again changes nothing. Resolve it, or change the payload."
      )
    );
  }

  // src/links.ts
  function is_safe_address(url) {
    return /^(https?:\/\/|mailto:)[^\s]+$/i.test(url);
  }
  function thread_of(url, state) {
    const found = /\/archives\/([A-Z0-9]+)\/p(\d{10})(\d{6})(?:\?.*)?$/.exec(url);
    if (found === null || found[1] === void 0 || !state.channels.some((channel) => channel.id === found[1])) {
      return null;
    }
    const parent = /[?&]thread_ts=(\d{10}\.\d{6})/.exec(url)?.[1];
    return { channel: found[1], ts: parent ?? `${found[2]}.${found[3]}` };
  }
  function link(url, label, context) {
    if (!is_safe_address(url)) {
      return h("span", null, ...label, ` (${url})`);
    }
    const thread = thread_of(url, context.state);
    if (thread !== null) {
      const go = (event) => {
        event.preventDefault();
        context.open_thread(thread.channel, thread.ts);
      };
      return h("a", { href: url, onclick: go }, ...label);
    }
    return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, ...label);
  }
  function name_of2(user, state) {
    if (user === state.team.bot_user) {
      return "Tocsin";
    }
    return state.people.find((person) => person.id === user)?.name ?? user;
  }
  function user_mention(user, context) {
    const me = user === context.state.you;
    return h(
      "span",
      { class: me ? "mention mention-me" : "mention" },
      `@${name_of2(user, context.state).toLowerCase()}`
    );
  }
  function channel_mention(id, context) {
    const name = context.state.channels.find((channel) => channel.id === id)?.name;
    return h("span", { class: "mention" }, `#${name ?? "a private channel"}`);
  }
  function group_mention(which, context) {
    const handle = context.state.groups?.find((group) => group.id === which)?.handle;
    return h("span", { class: "mention mention-me" }, `@${handle ?? which}`);
  }

  // src/emoji.ts
  var pictures = {
    "+1": "👍",
    thumbsup: "👍",
    "-1": "👎",
    thumbsdown: "👎",
    alarm_clock: "⏰",
    ambulance: "🚑",
    bell: "🔔",
    ballot_box_with_check: "☑️",
    bar_chart: "📊",
    book: "📖",
    bug: "🐛",
    bulb: "💡",
    calendar: "📅",
    chart_with_upwards_trend: "📈",
    clipboard: "📋",
    construction: "🚧",
    email: "📧",
    exclamation: "❗",
    eyes: "👀",
    fire: "🔥",
    fire_engine: "🚒",
    gear: "⚙️",
    hammer_and_wrench: "🛠️",
    heart: "❤️",
    heavy_check_mark: "✔️",
    hourglass_flowing_sand: "⏳",
    information_source: "ℹ️",
    large_blue_circle: "🔵",
    large_green_circle: "🟢",
    large_orange_circle: "🟠",
    large_red_circle: "🔴",
    large_yellow_circle: "🟡",
    link: "🔗",
    lock: "🔒",
    mag: "🔍",
    memo: "📝",
    no_entry: "⛔",
    ok_hand: "👌",
    pencil: "📝",
    phone: "☎️",
    pray: "🙏",
    pushpin: "📌",
    question: "❓",
    raised_hands: "🙌",
    recycle: "♻️",
    rocket: "🚀",
    rotating_light: "🚨",
    smile: "😄",
    stopwatch: "⏱️",
    tada: "🎉",
    telephone_receiver: "📞",
    thinking_face: "🤔",
    warning: "⚠️",
    wave: "👋",
    white_check_mark: "✅",
    x: "❌",
    zap: "⚡"
  };
  var picker_names = [
    "pushpin",
    "clipboard",
    "eyes",
    "+1",
    "white_check_mark",
    "raised_hands",
    "tada",
    "fire",
    "thinking_face",
    "pray",
    "heart",
    "x"
  ];
  function emoji(name) {
    return Object.hasOwn(pictures, name) ? pictures[name] ?? null : null;
  }

  // src/time.ts
  var months = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December"
  ];
  var days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
  function two(n) {
    return String(n).padStart(2, "0");
  }
  function clock_time(at) {
    return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
  }
  function full_time(at) {
    return `${iso_day(at)} ${clock_time(at)}:${two(at.getUTCSeconds())} UTC`;
  }
  function iso_day(at) {
    return at.toISOString().slice(0, 10);
  }
  function long_day(at) {
    return `${days[at.getUTCDay()]}, ${at.getUTCDate()} ${months[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
  }
  function ago(at, now) {
    const seconds = Math.round((now.getTime() - at.getTime()) / 1e3);
    const size = Math.abs(seconds);
    if (size < 60) {
      return seconds >= 0 ? "just now" : "in less than a minute";
    }
    const [amount, unit] = size < 3600 ? [Math.floor(size / 60), "minute"] : size < 86400 ? [Math.floor(size / 3600), "hour"] : [Math.floor(size / 86400), "day"];
    const words2 = `${amount} ${unit}${amount === 1 ? "" : "s"}`;
    return seconds >= 0 ? `${words2} ago` : `in ${words2}`;
  }
  function date_tokens(format, at, now) {
    let unknown = false;
    const month = months[at.getUTCMonth()] ?? "";
    const short = `${month.slice(0, 3)} ${at.getUTCDate()}, ${at.getUTCFullYear()}`;
    const long = `${days[at.getUTCDay()]}, ${month} ${at.getUTCDate()}, ${at.getUTCFullYear()}`;
    const tokens = {
      ago: ago(at, now),
      date_num: iso_day(at),
      date: `${month} ${at.getUTCDate()}, ${at.getUTCFullYear()}`,
      date_pretty: `${month} ${at.getUTCDate()}, ${at.getUTCFullYear()}`,
      date_short: short,
      date_short_pretty: short,
      date_long: long,
      date_long_pretty: long,
      time: clock_time(at),
      time_secs: `${clock_time(at)}:${two(at.getUTCSeconds())}`
    };
    const filled = format.replace(/\{([a-z_]+)\}/g, (_, token3) => {
      const value = tokens[token3];
      unknown ||= value === void 0;
      return value ?? "";
    });
    return unknown ? null : filled;
  }
  function time_of_ts(ts) {
    return new Date(Number(ts.split(".")[0]) * 1e3);
  }
  function to_input(seconds) {
    return new Date(seconds * 1e3).toISOString().slice(0, 16);
  }
  function from_input(text3) {
    const at = Date.parse(`${text3}Z`);
    return Number.isNaN(at) ? null : Math.floor(at / 1e3);
  }

  // src/mrkdwn.ts
  function unescape(text3) {
    return text3.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
  }
  function plain(text3, with_emoji = true) {
    const decoded = unescape(text3);
    return with_emoji ? decoded.replace(/:([a-z0-9_+-]+):/g, (all, name) => emoji(name) ?? all) : decoded;
  }
  function mrkdwn(text3, context) {
    const out = [];
    for (const [i, part] of text3.split("```").entries()) {
      if (i % 2 === 1) {
        out.push(h("pre", null, unescape(part.replace(/^\n/, "").replace(/\n$/, ""))));
      } else {
        out.push(...quotes_and_lines(part, context));
      }
    }
    return out;
  }
  function quotes_and_lines(text3, context) {
    const out = [];
    let run = [];
    let quoted = false;
    const flush = () => {
      const joined = run.join("\n");
      if (joined !== "" || quoted) {
        out.push(quoted ? h("blockquote", null, ...inline(joined, context)) : inline(joined, context));
      }
      run = [];
    };
    for (const line of text3.split("\n")) {
      const quote = /^(?:>|&gt;) ?(.*)$/.exec(line);
      if (run.length > 0 && quote !== null !== quoted) {
        flush();
      }
      quoted = quote !== null;
      run.push(quote?.[1] ?? line);
    }
    flush();
    return out;
  }
  var token = new RegExp(
    [
      "`(?<code>[^`\\n]+)`",
      "<(?<angle>[^<>\\n]+)>",
      ":(?<emoji>[a-z0-9_+-]+):",
      "(?<![\\p{L}\\p{N}*])\\*(?<bold>(?=\\S)[^*\\n]*?\\S)\\*(?![\\p{L}\\p{N}*])",
      "(?<![\\p{L}\\p{N}_])_(?<italic>(?=\\S)[^_\\n]*?\\S)_(?![\\p{L}\\p{N}_])",
      "(?<![\\p{L}\\p{N}~])~(?<strike>(?=\\S)[^~\\n]*?\\S)~(?![\\p{L}\\p{N}~])",
      "(?<bare>https?://[^\\s<>|*`]+[^\\s<>|*`.,;:!?)\\]'\"])"
    ].join("|"),
    "gu"
  );
  function inline(text3, context) {
    const out = [];
    let at = 0;
    for (const match of text3.matchAll(token)) {
      out.push(unescape(text3.slice(at, match.index)));
      at = match.index + match[0].length;
      const found = match.groups ?? {};
      if (found.code !== void 0) {
        out.push(h("code", null, unescape(found.code)));
      } else if (found.angle !== void 0) {
        out.push(angle(found.angle, context));
      } else if (found.emoji !== void 0) {
        out.push(picture(found.emoji));
      } else if (found.bold !== void 0) {
        out.push(h("strong", null, ...inline(found.bold, context)));
      } else if (found.italic !== void 0) {
        out.push(h("em", null, ...inline(found.italic, context)));
      } else if (found.strike !== void 0) {
        out.push(h("s", null, ...inline(found.strike, context)));
      } else if (found.bare !== void 0) {
        const url = unescape(found.bare);
        out.push(link(url, [url], context));
      }
    }
    out.push(unescape(text3.slice(at)));
    return out;
  }
  function picture(name) {
    const found = emoji(name);
    return found === null ? `:${name}:` : h("span", { class: "emoji", role: "img", "aria-label": name.replace(/_/g, " ") }, found);
  }
  function angle(content, context) {
    const bar = content.indexOf("|");
    const target = bar < 0 ? content : content.slice(0, bar);
    const label = bar < 0 ? null : unescape(content.slice(bar + 1));
    if (target.startsWith("@")) {
      return user_mention(target.slice(1), context);
    }
    if (target.startsWith("#")) {
      return channel_mention(target.slice(1), context);
    }
    if (target.startsWith("!date^")) {
      return date(target.split("^"), label, context);
    }
    if (target.startsWith("!subteam^")) {
      return group_mention(
        label === null ? target.slice("!subteam^".length) : label.replace(/^@/, ""),
        context
      );
    }
    if (/^!(here|channel|everyone)$/.test(target)) {
      return group_mention(target.slice(1), context);
    }
    const url = unescape(target);
    return is_safe_address(url) ? link(url, [label ?? url.replace(/^mailto:/, "")], context) : `<${unescape(content)}>`;
  }
  function date(parts, fallback, context) {
    const at = new Date(Number(parts[1]) * 1e3);
    if (Number.isNaN(at.getTime())) {
      return fallback ?? "";
    }
    const words2 = date_tokens(unescape(parts[2] ?? ""), at, context.now) ?? fallback ?? "";
    const shown = h(
      "time",
      { datetime: at.toISOString(), title: at.toISOString().slice(0, 16).replace("T", " ") + " UTC" },
      words2
    );
    return parts[3] === void 0 ? shown : link(unescape(parts[3]), [shown], context);
  }

  // src/announcer.ts
  var max_kept = 5;
  function lines(app) {
    const out = /* @__PURE__ */ new Map();
    const words2 = (text3) => plain(text3.replace(/<@([A-Z0-9]+)>/g, (_, user) => name_of2(user, app.state)).replace(/<[^|>]*\|([^>]*)>/g, "$1"));
    const { place: place2, thread } = app.ui;
    for (const channel of app.state.channels) {
      const in_view = place2.kind === "channel" && place2.id === channel.id;
      for (const message2 of channel.messages) {
        if (in_view) {
          out.set(
            `${channel.id} ${message2.ts}`,
            `${name_of2(message2.user, app.state)}: ${words2(message2.text)}`
          );
        }
        if (thread?.channel === channel.id && thread.ts === message2.ts) {
          for (const reply of message2.thread?.replies ?? []) {
            out.set(
              `${channel.id} ${reply.ts}`,
              `${name_of2(reply.user, app.state)} in the thread: ${words2(reply.text)}`
            );
          }
        }
      }
      for (const note2 of channel.ephemeral ?? []) {
        if (in_view || thread?.channel === channel.id) {
          out.set(`note ${note2.id}`, `Only visible to you: ${words2(note2.text)}`);
        }
      }
    }
    for (const call of app.state.phone?.calls ?? []) {
      if (call.state === "ringing") {
        out.set(`call ${call.id}`, "Tocsin is calling.");
      }
      call.lines.forEach((line, i) => line.key || out.set(`call ${call.id} ${i}`, line.text));
    }
    for (const text3 of app.state.phone?.texts ?? []) {
      if (!text3.mine) {
        out.set(`text ${text3.id}`, `Text: ${text3.text}`);
      }
    }
    for (const mail of app.state.phone?.mails ?? []) {
      out.set(`mail ${mail.id}`, `Mail: ${mail.subject}`);
    }
    return out;
  }
  function announcer(app, log2) {
    let seen = /* @__PURE__ */ new Map();
    let where = "";
    return () => {
      const now = lines(app);
      const here = JSON.stringify([app.state.you, app.ui.place, app.ui.thread]);
      if (here === where) {
        for (const [key, line] of now) {
          if (!seen.has(key)) {
            const paragraph = document.createElement("p");
            paragraph.textContent = line;
            log2.append(paragraph);
          }
        }
        while (log2.childElementCount > max_kept) {
          log2.firstElementChild?.remove();
        }
      }
      where = here;
      seen = now;
    };
  }

  // src/app.ts
  function new_ui() {
    return {
      place: { kind: "channel", id: "" },
      thread: null,
      menu: null,
      question: null,
      panel: null,
      sidebar_open: false,
      phone_open: false,
      drafts: /* @__PURE__ */ new Map(),
      completion: null,
      fields: /* @__PURE__ */ new Map(),
      errors: /* @__PURE__ */ new Map(),
      suggestions: null,
      folded: /* @__PURE__ */ new Map(),
      pages: /* @__PURE__ */ new Map(),
      editing: null,
      desk: new_desk(),
      tour: null,
      transcript: [],
      transcript_filter: "",
      note: null,
      link: "connecting"
    };
  }

  // src/menu.ts
  function menu(app, button3, items) {
    const open = app.ui.menu === button3.name;
    const id = `menu-${button3.name.replace(/[^A-Za-z0-9_-]/g, "-")}`;
    const toggle = (event) => {
      event.stopPropagation();
      app.ui.menu = open ? null : button3.name;
      app.redraw();
    };
    const close = (list2) => {
      app.ui.menu = null;
      list2.previousElementSibling?.focus();
      app.redraw();
    };
    const on_key = (event) => {
      const list2 = event.currentTarget;
      const rows = [...list2.querySelectorAll("[role=menuitem]")];
      const at = rows.indexOf(document.activeElement);
      const key = event.key;
      const to = key === "ArrowDown" || key === "ArrowRight" && button3.grid === true ? (at + 1) % rows.length : key === "ArrowUp" || key === "ArrowLeft" && button3.grid === true ? (at - 1 + rows.length) % rows.length : key === "Home" ? 0 : key === "End" ? rows.length - 1 : null;
      if (to !== null) {
        event.preventDefault();
        rows[to]?.focus();
      } else if (key === "Escape" || key === "Tab") {
        event.preventDefault();
        event.stopPropagation();
        close(list2);
      }
    };
    const row2 = (item2) => {
      const go = (event) => {
        event.stopPropagation();
        close(event.currentTarget.closest("[role=menu]"));
        item2.go();
      };
      const words2 = [
        h("span", { class: "menu-label" }, item2.label),
        item2.description !== void 0 && h("span", { class: "menu-description" }, item2.description)
      ];
      const props = {
        role: "menuitem",
        tabindex: -1,
        class: item2.danger === true ? "menu-item menu-danger" : "menu-item",
        onclick: go
      };
      return h(
        "li",
        { role: "none", key: item2.key },
        item2.href === void 0 ? h("button", { ...props, type: "button" }, ...words2) : h("a", { ...props, href: item2.href, target: "_blank", rel: "noopener noreferrer" }, ...words2)
      );
    };
    return h(
      "span",
      { class: "menu-anchor", key: `menu ${button3.name}` },
      h(
        "button",
        {
          type: "button",
          class: button3.class,
          "aria-label": button3.label,
          title: button3.label,
          "aria-haspopup": "menu",
          "aria-expanded": open ? "true" : "false",
          "aria-controls": open ? id : null,
          onclick: toggle
        },
        button3.face
      ),
      open && h(
        "ul",
        {
          id,
          class: button3.grid === true ? "menu menu-grid" : "menu",
          role: "menu",
          "aria-label": button3.label,
          onkeydown: on_key,
          mount: place
        },
        items.map(row2)
      )
    );
  }
  function place(list2) {
    const anchor = list2.previousElementSibling?.getBoundingClientRect();
    if (anchor !== void 0) {
      const size = list2.getBoundingClientRect();
      const below = anchor.bottom + 4;
      const top2 = below + size.height > window.innerHeight - 8 ? Math.max(8, anchor.top - size.height - 4) : below;
      const left2 = Math.max(8, Math.min(anchor.left, window.innerWidth - size.width - 8));
      list2.style.top = `${top2}px`;
      list2.style.left = `${left2}px`;
    }
    list2.querySelector("[role=menuitem]")?.focus();
  }

  // src/composer.ts
  var max_rows = 40;
  function completions(typed, in_thread, state) {
    const mention = /(^|\s)@(\w*)$/.exec(typed);
    if (mention !== null) {
      const start2 = typed.slice(0, typed.length - (mention[2]?.length ?? 0));
      const names = [{ name: "Tocsin", about: "the bot" }, ...state.people];
      return names.filter((person) => person.name.toLowerCase().startsWith((mention[2] ?? "").toLowerCase())).map((person) => ({
        text: `${start2}${person.name.toLowerCase()} `,
        strong: `@${person.name.toLowerCase()}`,
        usage: "",
        summary: person.about
      }));
    }
    const slash = /^(\/\S*)(?:\s+(\S*))?$/.exec(typed);
    if (slash === null || in_thread) {
      return [];
    }
    const [, name = "", verb] = slash;
    return state.commands.filter((command) => verb === void 0 ? command.name.startsWith(name) : command.name === name).flatMap(
      (command) => command.verbs.filter((one2) => one2.name.startsWith((verb ?? "").toLowerCase())).map((one2) => ({
        text: `${command.name} ${one2.name} `,
        strong: `${command.name} ${one2.name}`,
        usage: one2.usage,
        summary: one2.summary
      }))
    ).slice(0, max_rows);
  }
  function usage_hint(typed, state) {
    const words2 = typed.split(/\s+/);
    const command = state.commands.find((one2) => one2.name === words2[0]);
    const verb = command?.verbs.find((one2) => one2.name === words2[1]?.toLowerCase());
    if (command === void 0 || words2.length < 3 || verb === void 0) {
      return null;
    }
    return `${command.name} ${verb.name} ${verb.usage}`.trim();
  }
  function composer(app, channel, thread_ts) {
    const key = `${channel.id} ${thread_ts ?? ""}`;
    const id = `composer-${thread_ts === null ? "channel" : "thread"}`;
    const typed = app.ui.drafts.get(key) ?? "";
    const open = app.ui.completion?.composer === key ? app.ui.completion : null;
    const rows = open === null ? [] : completions(typed, thread_ts !== null, app.state);
    const hint = thread_ts === null ? usage_hint(typed, app.state) : null;
    const write = (text3) => {
      app.ui.drafts.set(key, text3);
      app.ui.completion = { composer: key, selected: -1 };
      app.redraw();
    };
    const send2 = async () => {
      const text3 = (app.ui.drafts.get(key) ?? "").trim();
      const slash = text3.startsWith("/");
      if (text3 === "") {
        return;
      }
      if (slash && thread_ts !== null) {
        app.ui.note = `${text3.split(/\s/)[0]} is not supported in threads. Write @Tocsin and the command instead.`;
        app.redraw();
        return;
      }
      app.ui.drafts.delete(key);
      app.ui.completion = null;
      app.redraw();
      const members2 = { channel: channel.id, text: text3, ...thread_ts === null ? {} : { thread_ts } };
      const answer2 = await app.act(slash ? "slash" : "message", members2);
      if (!answer2.ok && !app.ui.drafts.has(key)) {
        app.ui.drafts.set(key, text3);
        app.redraw();
      }
    };
    const on_key = (event) => {
      const pressed = event;
      const selected = open?.selected ?? -1;
      if (pressed.isComposing) {
        return;
      }
      if (rows.length > 0 && (pressed.key === "ArrowDown" || pressed.key === "ArrowUp")) {
        event.preventDefault();
        const step = pressed.key === "ArrowDown" ? 1 : -1;
        app.ui.completion = {
          composer: key,
          selected: selected < 0 && step < 0 ? rows.length - 1 : (selected + step + rows.length) % rows.length
        };
        app.redraw();
        requestAnimationFrame(
          () => document.querySelector(".completion-selected")?.scrollIntoView({ block: "nearest" })
        );
      } else if (rows.length > 0 && (pressed.key === "Tab" && !pressed.shiftKey || pressed.key === "Enter" && selected >= 0)) {
        event.preventDefault();
        write(rows[Math.max(0, selected)]?.text ?? typed);
      } else if (rows.length > 0 && pressed.key === "Escape") {
        app.ui.completion = null;
        app.redraw();
      } else if (pressed.key === "Enter" && !pressed.shiftKey) {
        event.preventDefault();
        void send2();
      }
    };
    const label = thread_ts !== null ? "Reply in the thread" : `Message or /incident in ${channel.kind === "channel" ? `#${channel.name}` : "this direct message"}`;
    const field = h("textarea", {
      id,
      class: "composer-input",
      rows: Math.min(6, typed.split("\n").length),
      placeholder: thread_ts !== null ? "Reply, or @Tocsin update …" : "Message or /incident …",
      "aria-label": label,
      // Many lines are a textbox, never a combobox: screen readers hear of the list by these two.
      "aria-autocomplete": "list",
      "aria-haspopup": "listbox",
      "aria-controls": rows.length > 0 ? `${id}-list` : null,
      "aria-activedescendant": open !== null && open.selected >= 0 && rows.length > 0 ? `${id}-row-${open.selected}` : null,
      value: typed,
      oninput: (event) => write(event.target.value),
      onkeydown: on_key,
      onblur: () => {
        if (app.ui.completion?.composer === key) {
          app.ui.completion = null;
          app.redraw();
        }
      }
    });
    return h(
      "div",
      { class: "composer", key: `composer ${key}` },
      rows.length > 0 && completion_list(id, rows, open?.selected ?? -1, write),
      hint !== null && rows.length === 0 && h("div", { class: "usage-hint" }, hint),
      h(
        "div",
        { class: "composer-line" },
        thread_ts === null && shortcuts(app),
        field,
        h("button", { type: "button", class: "button button-primary", onclick: () => void send2() }, "Send")
      )
    );
  }
  function completion_list(id, rows, selected, write) {
    return h(
      "ul",
      { class: "completion", id: `${id}-list`, role: "listbox", "aria-label": "Completions" },
      rows.map(
        (row2, i) => h(
          "li",
          {
            key: row2.strong,
            id: `${id}-row-${i}`,
            role: "option",
            "aria-selected": i === selected ? "true" : "false",
            class: i === selected ? "completion-row completion-selected" : "completion-row",
            onmousedown: (event) => {
              event.preventDefault();
              write(row2.text);
            }
          },
          h("span", null, h("strong", null, row2.strong), row2.usage === "" ? "" : ` ${row2.usage}`),
          h("span", { class: "completion-summary" }, row2.summary)
        )
      )
    );
  }
  function shortcuts(app) {
    const items = app.state.shortcuts.filter((shortcut) => shortcut.type === "global").map((shortcut) => ({
      key: shortcut.callback_id,
      label: shortcut.name,
      description: "Tocsin",
      go: () => void app.act("shortcut", { callback_id: shortcut.callback_id })
    }));
    return items.length === 0 ? null : menu(app, { name: "shortcuts", class: "button button-icon", label: "Shortcuts", face: "⚡" }, items);
  }

  // src/charts.ts
  var width = 560;
  var height = 250;
  var left = 44;
  var right = 12;
  var top = 18;
  var bottom = 30;
  var most_series = 12;
  function chart(block) {
    const pie = block.chart.type === "pie";
    const names = pie ? (block.chart.segments ?? []).map((segment) => segment.label) : series_of(block.chart).map((one2) => one2.name);
    return h(
      "figure",
      { class: "chart" },
      block.title !== void 0 && h("figcaption", null, block.title),
      h(
        "svg",
        { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": words(block) },
        pie ? slices(block.chart.segments ?? []) : [axes(block.chart), block.chart.type === "bar" ? bars(block.chart) : lines2(block.chart)]
      ),
      h(
        "ul",
        { class: "legend", "aria-hidden": "true" },
        names.map((name, i) => h("li", null, h("span", { class: `swatch series-${i % 6}` }), name))
      )
    );
  }
  function series_of(chart2) {
    return (chart2.series ?? []).slice(0, most_series);
  }
  function words(block) {
    const list2 = (points) => points.map((point) => `${point.label} ${point.value}`).join(", ");
    const { chart: chart2 } = block;
    const content = chart2.type === "pie" ? list2(chart2.segments ?? []) : series_of(chart2).map((one2) => `${one2.name}: ${list2(one2.data)}`).join(". ");
    return `${block.title ?? "Chart"}. ${content}`;
  }
  function scale(chart2) {
    const largest = Math.max(1, ...series_of(chart2).flatMap((one2) => one2.data.map((point) => point.value)));
    const rough = largest / 5;
    const magnitude = 10 ** Math.floor(Math.log10(rough));
    const step = Math.max(1, [1, 2, 5, 10].map((one2) => one2 * magnitude).find((one2) => one2 >= rough) ?? rough);
    return { max: Math.ceil(largest / step) * step, step };
  }
  function categories(chart2) {
    return chart2.axis_config?.categories ?? series_of(chart2)[0]?.data.map((point) => point.label) ?? [];
  }
  function y_of(value, max) {
    return top + (height - top - bottom) * (1 - value / max);
  }
  function x_of(index, count) {
    return left + (width - left - right) * (index + 0.5) / count;
  }
  function axes(chart2) {
    const { max, step } = scale(chart2);
    const names = categories(chart2);
    const out = [];
    for (let value = 0; value <= max; value += step) {
      const y = y_of(value, max);
      out.push(
        h("line", { class: "grid-line", x1: left, x2: width - right, y1: y, y2: y }),
        h("text", { class: "axis-text", x: left - 6, y: y + 4, "text-anchor": "end" }, String(value))
      );
    }
    names.forEach(
      (name, i) => out.push(
        h(
          "text",
          { class: "axis-text", x: x_of(i, names.length), y: height - 10, "text-anchor": "middle" },
          name
        )
      )
    );
    return out;
  }
  function bars(chart2) {
    const { max } = scale(chart2);
    const count = categories(chart2).length;
    const series = series_of(chart2);
    const slot = (width - left - right) / count;
    const wide = Math.min(26, slot * 0.8 / series.length);
    return series.flatMap((one2, s) => one2.data.map((point, i) => {
      const x = x_of(i, count) + (s - series.length / 2) * wide;
      const y = y_of(point.value, max);
      return point.value === 0 ? null : [
        h("rect", { class: `series-${s % 6}`, x: x + 1, y, width: wide - 2, height: height - bottom - y }),
        h(
          "text",
          { class: "value-text", x: x + wide / 2, y: y - 4, "text-anchor": "middle" },
          String(point.value)
        )
      ];
    }));
  }
  function lines2(chart2) {
    const { max } = scale(chart2);
    const count = categories(chart2).length;
    return series_of(chart2).flatMap((one2, s) => {
      const points = one2.data.map((point, i) => `${x_of(i, count)},${y_of(point.value, max)}`);
      const floor = `${x_of(count - 1, count)},${height - bottom} ${x_of(0, count)},${height - bottom}`;
      return [
        chart2.type === "area" ? h("polygon", { class: `area series-${s % 6}`, points: `${points.join(" ")} ${floor}` }) : null,
        h("polyline", { class: `line series-${s % 6}`, points: points.join(" ") }),
        one2.data.map(
          (point, i) => [
            h(
              "circle",
              { class: `series-${s % 6}`, cx: x_of(i, count), cy: y_of(point.value, max), r: 3.5 }
            ),
            h(
              "text",
              {
                class: "value-text",
                x: x_of(i, count),
                y: y_of(point.value, max) - 8,
                "text-anchor": "middle"
              },
              String(point.value)
            )
          ]
        )
      ];
    });
  }
  function slices(segments) {
    const total = segments.reduce((sum, segment) => sum + segment.value, 0);
    const middle = [width / 2, height / 2];
    const radius = height / 2 - 20;
    const at = (share, distance) => {
      const angle2 = share * 2 * Math.PI - Math.PI / 2;
      return `${(middle[0] + distance * Math.cos(angle2)).toFixed(2)},${(middle[1] + distance * Math.sin(angle2)).toFixed(2)}`;
    };
    let from = 0;
    return segments.map((segment, i) => {
      const share = Math.min(segment.value / total, 0.9999);
      const to = from + share;
      const path = `M${middle[0]},${middle[1]} L${at(from, radius)} A${radius},${radius} 0 ${share > 0.5 ? 1 : 0} 1 ${at(to, radius)} Z`;
      const [x, y] = at((from + to) / 2, radius + 12).split(",");
      from = to;
      return [
        h("path", { class: `slice series-${i % 6}`, d: path }),
        h("text", { class: "value-text", x, y, "text-anchor": "middle" }, String(segment.value))
      ];
    });
  }

  // src/fields.ts
  function field_key(surface, block_id, action_id) {
    return `${surface}|${block_id}|${action_id}`;
  }
  function block_key(block, index) {
    return block.block_id ?? `#${index}`;
  }
  function initial_value(element2) {
    const { type } = element2;
    switch (type) {
      case "plain_text_input":
      case "email_text_input":
      case "url_text_input":
      case "number_input":
        return {
          type,
          value: typeof element2.initial_value === "string" ? unescape(element2.initial_value) : null
        };
      case "static_select":
      case "external_select":
      case "radio_buttons":
        return { type, selected_option: element2.initial_option ?? null };
      case "checkboxes":
      case "multi_static_select":
      case "multi_external_select":
        return { type, selected_options: element2.initial_options ?? [] };
      case "users_select":
        return { type, selected_user: element2.initial_user ?? null };
      case "multi_users_select":
        return { type, selected_users: element2.initial_users ?? [] };
      case "conversations_select":
        return { type, selected_conversation: element2.initial_conversation ?? null };
      case "multi_conversations_select":
        return { type, selected_conversations: element2.initial_conversations ?? [] };
      case "channels_select":
        return { type, selected_channel: element2.initial_channel ?? null };
      case "multi_channels_select":
        return { type, selected_channels: element2.initial_channels ?? [] };
      case "datepicker":
        return { type, selected_date: element2.initial_date ?? null };
      case "timepicker":
        return { type, selected_time: element2.initial_time ?? null };
      case "datetimepicker":
        return { type, selected_date_time: element2.initial_date_time ?? null };
      default:
        return null;
    }
  }
  function current_value(app, surface, block_id, element2) {
    const typed = app.ui.fields.get(field_key(surface.id, block_id, element2.action_id ?? ""));
    return typed?.type === element2.type ? typed : initial_value(element2);
  }
  function set_value(app, surface, block_id, element2, value) {
    app.ui.fields.set(field_key(surface.id, block_id, element2.action_id ?? ""), value);
    app.redraw();
  }
  function press_value(value) {
    for (const [member, held] of Object.entries(value)) {
      if (member === "type") {
        continue;
      }
      if (Array.isArray(held)) {
        return held.map((one2) => typeof one2 === "object" ? one2.value : one2);
      }
      return typeof held === "object" && held !== null ? held.value : held;
    }
    return null;
  }
  function elements_of(block) {
    switch (block.type) {
      case "input":
        return [block.element];
      case "actions":
        return block.elements;
      case "section":
        return block.accessory === void 0 ? [] : [block.accessory];
      default:
        return [];
    }
  }
  function state_values(app, surface) {
    const values = {};
    const add = (blocks2) => blocks2.forEach((block, index) => {
      for (const element2 of elements_of(block)) {
        const value = current_value(app, surface, block_key(block, index), element2);
        if (value !== null) {
          (values[block_key(block, index)] ??= {})[element2.action_id ?? ""] = value;
        }
      }
      if (block.type === "container") {
        add(block.child_blocks);
      }
    });
    add(surface.blocks);
    return values;
  }
  function is_empty(value) {
    const held = press_value(value);
    return held === null || held === void 0 || held === "" || Array.isArray(held) && held.length === 0;
  }
  function form_errors(app, surface) {
    const errors = {};
    surface.blocks.forEach((block, index) => {
      if (block.type !== "input") {
        return;
      }
      const element2 = block.element;
      const value = current_value(app, surface, block_key(block, index), element2);
      const shortest = Number(element2.min_length ?? 0);
      if (value === null) {
        return;
      }
      if (is_empty(value)) {
        if (block.optional !== true) {
          errors[block_key(block, index)] = "Please complete this required field.";
        }
      } else if (typeof value.value === "string" && value.value.length < shortest) {
        errors[block_key(block, index)] = `Please type at least ${shortest} characters.`;
      }
    });
    return errors;
  }
  function forget(app, surface) {
    for (const key of [...app.ui.fields.keys()]) {
      if (key.startsWith(`${surface}|`)) {
        app.ui.fields.delete(key);
      }
    }
    app.ui.errors.delete(surface);
  }

  // src/press.ts
  function press(app, surface, block_id, element2, value) {
    const go = () => {
      const values = state_values(app, surface);
      void app.act("press", {
        ...surface.address,
        block_id,
        action_id: element2.action_id,
        value,
        ...Object.keys(values).length > 0 ? { values } : {}
      });
    };
    const confirm = element2.confirm;
    if (confirm === void 0) {
      go();
      return;
    }
    app.ui.question = {
      title: confirm.title === void 0 ? "Are you sure?" : plain(confirm.title.text),
      text: plain(confirm.text.text),
      yes: confirm.confirm === void 0 ? "Yes" : plain(confirm.confirm.text),
      no: confirm.deny === void 0 ? "No" : plain(confirm.deny.text),
      danger: confirm.style === "danger",
      go
    };
    app.redraw();
  }
  function choose2(app, surface, block_id, element2, acts, value) {
    set_value(app, surface, block_id, element2, value);
    if (acts) {
      press(app, surface, block_id, element2, press_value(value));
    }
  }
  function press_current(app, surface, block_id, element2) {
    const value = current_value(app, surface, block_id, element2);
    press(app, surface, block_id, element2, value === null ? null : press_value(value));
  }

  // src/combobox.ts
  var max_shown_options = 100;
  function combobox(app, surface, block_id, element2, value, labelling, props) {
    const key = field_key(surface.id, block_id, element2.action_id ?? "");
    const list_id = `list-${key.replace(/[^A-Za-z0-9_-]/g, "-")}`;
    const open = app.ui.suggestions?.key === key ? app.ui.suggestions : null;
    const chosen = value.selected_option;
    const shortest = Number(element2.min_query_length ?? 3);
    const ask2 = async (typed) => {
      app.ui.suggestions = {
        key,
        typed,
        options: open?.options ?? [],
        selected: -1,
        waiting: typed.length >= shortest,
        trouble: null
      };
      app.redraw();
      if (typed.length < shortest) {
        return;
      }
      const answer2 = await app.act("suggest", { ...surface.address, block_id, action_id: element2.action_id, typed });
      const now = app.ui.suggestions;
      if (now?.key !== key || now.typed !== typed) {
        return;
      }
      const options = read_options(answer2);
      app.ui.suggestions = {
        ...now,
        options,
        waiting: false,
        trouble: answer2.ok ? options.length === 0 ? "No result" : null : "Results could not be loaded"
      };
      app.redraw();
    };
    const close = () => {
      app.ui.suggestions = null;
      app.redraw();
    };
    const take = (option) => {
      app.ui.suggestions = null;
      choose2(
        app,
        surface,
        block_id,
        element2,
        labelling.acts,
        { type: element2.type, selected_option: option }
      );
    };
    const on_key = (event) => {
      const pressed = event.key;
      if (open === null) {
        if (pressed === "ArrowDown") {
          event.preventDefault();
          void ask2("");
        }
        return;
      }
      if (pressed === "ArrowDown" || pressed === "ArrowUp") {
        event.preventDefault();
        const step = pressed === "ArrowDown" ? 1 : -1;
        const count = Math.max(1, open.options.length);
        app.ui.suggestions = { ...open, selected: (open.selected + step + count) % count };
        app.redraw();
      } else if (pressed === "Enter") {
        event.preventDefault();
        const row2 = open.options[Math.max(0, open.selected)];
        if (row2 !== void 0 && !open.waiting) {
          take(row2.option);
        }
      } else if (pressed === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        close();
      }
    };
    const text3 = open !== null ? open.typed : chosen === null ? "" : plain(chosen.text.text);
    const hint = element2.placeholder?.text;
    const field = h("input", {
      ...props,
      class: "text-input combobox-input",
      type: "text",
      role: "combobox",
      autocomplete: "off",
      "aria-expanded": open === null ? "false" : "true",
      "aria-controls": open === null ? null : list_id,
      "aria-autocomplete": "list",
      "aria-activedescendant": open !== null && open.selected >= 0 ? `${list_id}-${open.selected}` : null,
      placeholder: open !== null && chosen !== null ? plain(chosen.text.text) : hint === void 0 ? "Choose" : plain(hint),
      value: text3,
      onclick: () => open === null && void ask2(""),
      oninput: (event) => void ask2(event.target.value),
      onkeydown: on_key,
      onblur: close
    });
    const clear = chosen !== null && h(
      "button",
      {
        type: "button",
        class: "combobox-clear",
        "aria-label": `Clear ${plain(chosen.text.text)}`,
        onclick: () => take(null)
      },
      "×"
    );
    return h(
      "div",
      { class: "combobox", key: `box ${key}` },
      field,
      clear,
      open !== null && options_list(open, list_id, shortest, take)
    );
  }
  function options_list(open, list_id, shortest, take) {
    const rows = [];
    let group = null;
    open.options.forEach((row2, i) => {
      if (row2.group !== null && row2.group !== group) {
        rows.push(
          h("li", { class: "option-group", role: "presentation", key: `group ${row2.group}` }, row2.group)
        );
      }
      group = row2.group;
      rows.push(
        h(
          "li",
          {
            id: `${list_id}-${i}`,
            key: `option ${row2.value}`,
            role: "option",
            class: i === open.selected ? "option option-selected" : "option",
            "aria-selected": i === open.selected ? "true" : "false",
            // Before the field loses the focus, which would close the list.
            onmousedown: (event) => {
              event.preventDefault();
              take(row2.option);
            }
          },
          row2.label
        )
      );
    });
    const message2 = open.waiting ? "Loading …" : open.typed.length < shortest ? `Type at least ${shortest} characters` : open.trouble;
    return h(
      "div",
      { class: "options" },
      h("ul", { id: list_id, role: "listbox", "aria-label": "Results" }, rows),
      message2 !== null && h("div", { class: "options-message", role: "status" }, message2)
    );
  }
  function read_options(answer2) {
    const rows = (options, group) => options.map((option) => ({ value: option.value ?? "", label: plain(option.text.text), group, option }));
    const groups = answer2.option_groups;
    const all = groups === void 0 ? rows(answer2.options ?? [], null) : groups.flatMap((group) => rows(group.options, plain(group.label.text)));
    return all.slice(0, max_shown_options);
  }

  // src/selects.ts
  function select(field) {
    const { app, element: element2, value } = field;
    const many = element2.type.startsWith("multi_");
    const member = Object.keys(value).find((name) => name !== "type") ?? "";
    const groups = element2.option_groups ?? [];
    const choices = groups.length > 0 ? groups.flatMap((group) => group.options.map(as_choice)) : choices_of(app, element2);
    const held = many ? value[member] : [value[member]];
    const chosen = held.map((one2) => typeof one2 === "object" && one2 !== null ? one2.value : one2);
    const option = (choice2) => h(
      "option",
      { key: choice2.value, value: choice2.value, selected: many && chosen.includes(choice2.value) },
      choice2.label
    );
    const find = (wanted) => choices.find((choice2) => choice2.value === wanted)?.option ?? null;
    const box = h(
      "select",
      {
        ...field.props,
        class: "select",
        multiple: many,
        ...many ? {} : { value: chosen[0] ?? "" },
        onchange: (event) => {
          const picked = [...event.target.selectedOptions].map((one2) => find(one2.value));
          pick(field, member, many ? picked : picked[0] ?? null);
        }
      },
      many ? null : h("option", { key: "", value: "" }, placeholder(element2) ?? "Choose"),
      groups.length > 0 ? groups.map(
        (group) => h(
          "optgroup",
          { label: plain(group.label.text) },
          group.options.map((one2) => option(as_choice(one2)))
        )
      ) : choices.map(option)
    );
    const description = many ? null : choices.find((choice2) => choice2.value === chosen[0])?.description;
    return description === null || description === void 0 ? h("div", { class: "select-box" }, box) : h("div", { class: "select-box" }, box, h("div", { class: "hint" }, description));
  }
  function as_choice(option) {
    return {
      value: option.value ?? "",
      label: plain(option.text.text),
      option,
      description: option.description === void 0 ? null : plain(option.description.text)
    };
  }
  function choices_of(app, element2) {
    if (element2.type.endsWith("users_select")) {
      return app.state.people.map((person) => ({
        value: person.id,
        label: `${person.name}, ${person.about}`,
        option: person.id,
        description: null
      }));
    }
    if (element2.type.endsWith("conversations_select") || element2.type.endsWith("channels_select")) {
      return app.state.channels.filter((channel) => channel.kind === "channel" || !element2.type.includes("channels")).map((channel) => ({
        value: channel.id,
        label: title_of(channel, app.state).replace(/^# /, "#"),
        option: channel.id,
        description: null
      }));
    }
    return (element2.options ?? []).map(as_choice);
  }

  // src/inputs.ts
  function input_element(app, surface, block_id, element2, labelling) {
    const value = current_value(app, surface, block_id, element2);
    if (value === null) {
      return h("p", { class: "unknown" }, `The sandbox does not show "${element2.type}" elements.`);
    }
    const props = {
      key: `${block_id} ${element2.action_id ?? ""}`,
      id: labelling.id,
      "aria-label": labelling.label,
      "aria-describedby": labelling.described_by,
      "aria-invalid": labelling.invalid ? "true" : null,
      "data-focus": element2.focus_on_load === true ? "first" : null
    };
    const field = { app, surface, block_id, element: element2, value, labelling, props };
    switch (element2.type) {
      case "plain_text_input":
      case "email_text_input":
      case "url_text_input":
      case "number_input":
        return text_input(field);
      case "radio_buttons":
      case "checkboxes":
        return ticks(field);
      case "datetimepicker":
        return date_time(field);
      case "datepicker":
        return simple(field, "date", "selected_date");
      case "timepicker":
        return simple(field, "time", "selected_time");
      case "external_select":
        return combobox(app, surface, block_id, element2, value, labelling, props);
      default:
        return select(field);
    }
  }
  function pick(field, member, held) {
    choose2(
      field.app,
      field.surface,
      field.block_id,
      field.element,
      field.labelling.acts,
      { type: field.element.type, [member]: held }
    );
  }
  function placeholder(element2) {
    const text3 = element2.placeholder?.text;
    return text3 === void 0 ? null : plain(text3);
  }
  function text_input(field) {
    const { app, surface, block_id, element: element2, value, labelling } = field;
    const config = element2.dispatch_action_config;
    const triggers = config?.trigger_actions_on ?? ["on_enter_pressed"];
    const multiline = element2.multiline === true;
    const types = { email_text_input: "email", url_text_input: "url" };
    const props = {
      ...field.props,
      class: "text-input",
      maxlength: element2.max_length ?? null,
      placeholder: placeholder(element2),
      value: value.value ?? "",
      autocomplete: "off",
      oninput: (event) => {
        const text3 = event.target.value;
        choose2(
          app,
          surface,
          block_id,
          element2,
          labelling.acts && triggers.includes("on_character_entered"),
          { type: element2.type, value: text3 === "" ? null : text3 }
        );
      },
      onkeydown: (event) => {
        if (event.key === "Enter" && labelling.acts && triggers.includes("on_enter_pressed")) {
          event.preventDefault();
          press_current(app, surface, block_id, element2);
        }
      }
    };
    return multiline ? h("textarea", { ...props, rows: 4 }) : h("input", {
      ...props,
      type: types[element2.type] ?? "text",
      inputmode: element2.type === "number_input" ? "decimal" : null
    });
  }
  function simple(field, type, member) {
    return h("input", {
      ...field.props,
      class: "text-input date-input",
      type,
      value: field.value[member] ?? "",
      onchange: (event) => pick(field, member, event.target.value || null)
    });
  }
  function date_time(field) {
    const held = field.value.selected_date_time;
    return h(
      "span",
      { class: "date-time" },
      h("input", {
        ...field.props,
        class: "text-input date-input",
        type: "datetime-local",
        value: typeof held === "number" ? to_input(held) : "",
        onchange: (event) => pick(field, "selected_date_time", from_input(event.target.value))
      }),
      h("span", { class: "unit" }, "UTC")
    );
  }
  function ticks(field) {
    const { app, element: element2, value, block_id, surface } = field;
    const options = element2.options ?? [];
    const many = element2.type === "checkboxes";
    const held = many ? value.selected_options : [value.selected_option];
    const name = `${surface.id} ${block_id} ${element2.action_id ?? ""}`;
    const is_on = (option) => held.some((one2) => one2?.value === option.value);
    const change = (option) => {
      if (many) {
        pick(field, "selected_options", options.filter((one2) => one2 === option !== is_on(one2)));
      } else {
        pick(field, "selected_option", option);
      }
    };
    return h(
      "div",
      {
        ...field.props,
        class: "ticks",
        role: many ? "group" : "radiogroup",
        "aria-labelledby": field.labelling.label === null && field.labelling.id !== null ? `${field.labelling.id}-label` : null
      },
      options.map(
        (option) => h(
          "label",
          { class: "tick", key: option.value ?? option.text.text },
          h("input", {
            type: many ? "checkbox" : "radio",
            name,
            value: option.value,
            checked: is_on(option),
            onchange: () => change(option)
          }),
          h(
            "span",
            { class: "tick-text" },
            h(
              "span",
              null,
              ...option.text.type === "mrkdwn" ? inline(option.text.text, app.text()) : [plain(option.text.text)]
            ),
            option.description !== void 0 && h("span", { class: "tick-description" }, plain(option.description.text))
          )
        )
      )
    );
  }

  // src/elements.ts
  function element(app, surface, block_id, which) {
    switch (which.type) {
      case "button":
        return button(app, surface, block_id, which);
      case "overflow":
        return overflow(app, surface, block_id, which);
      case "feedback_buttons":
        return feedback(app, surface, block_id, which);
      case "icon_button":
        return icon_button(app, surface, block_id, which);
      case "image":
        return image(String(which.image_url ?? ""), String(which.alt_text ?? ""), "accessory-image");
      default:
        return input_element(
          app,
          surface,
          block_id,
          which,
          { acts: true, label: label_of(which), id: null, described_by: null, invalid: false }
        );
    }
  }
  function label_of(which) {
    const placeholder2 = which.placeholder;
    return plain(placeholder2?.text ?? String(which.action_id ?? "Choose"));
  }
  function name_for(words2, label) {
    if (label === void 0 || label === "") {
      return null;
    }
    return label.toLowerCase().includes(words2.toLowerCase()) ? label : `${words2}: ${label}`;
  }
  function image(url, alt, style) {
    return url !== "" && new URL(url, location.href).origin === location.origin ? h("img", { src: url, alt, class: style, loading: "lazy" }) : h("span", { class: "picture-words" }, `Picture: ${alt}`);
  }
  function button(app, surface, block_id, which) {
    const label = plain(which.text.text);
    const go = () => press(app, surface, block_id, which, which.value);
    const props = {
      key: which.action_id ?? label,
      "data-action": which.action_id,
      class: `button ${which.style === void 0 ? "" : `button-${which.style}`}`.trim(),
      "aria-label": name_for(label, which.accessibility_label)
    };
    const url = which.url;
    if (url === void 0 || !is_safe_address(url)) {
      return h("button", { ...props, type: "button", onclick: go }, label);
    }
    const thread = thread_of(url, app.state);
    const follow2 = (event) => {
      go();
      if (thread !== null) {
        event.preventDefault();
        app.open_thread(thread.channel, thread.ts);
      }
    };
    return h(
      "a",
      { ...props, href: url, target: "_blank", rel: "noopener noreferrer", onclick: follow2 },
      label
    );
  }
  function overflow(app, surface, block_id, which) {
    const options = which.options;
    return menu(
      app,
      {
        name: `${surface.id} ${block_id} ${which.action_id ?? ""}`,
        class: "button button-more",
        label: "More actions",
        face: "⋮"
      },
      options.map(
        (option) => ({
          key: option.value ?? option.text.text,
          label: plain(option.text.text),
          ...option.description === void 0 ? {} : { description: plain(option.description.text) },
          ...option.url !== void 0 && is_safe_address(option.url) ? { href: option.url } : {},
          go: () => press(app, surface, block_id, which, option.value)
        })
      )
    );
  }
  function feedback(app, surface, block_id, which) {
    const one2 = (choice2, picture2) => h(
      "button",
      {
        type: "button",
        key: choice2.value,
        class: "button button-quiet",
        "aria-label": name_for(plain(choice2.text.text), choice2.accessibility_label),
        onclick: () => press(app, surface, block_id, which, choice2.value)
      },
      h("span", { class: "emoji", "aria-hidden": "true" }, picture2),
      ` ${plain(choice2.text.text)}`
    );
    return [one2(which.positive_button, "👍"), one2(which.negative_button, "👎")];
  }
  function icon_button(app, surface, block_id, which) {
    const label = plain(which.text.text);
    if (which.visible_to_user_ids !== void 0 && !which.visible_to_user_ids.includes(app.state.you)) {
      return null;
    }
    return h(
      "button",
      {
        type: "button",
        key: which.action_id ?? label,
        class: "button button-quiet",
        "aria-label": name_for(label, which.accessibility_label),
        onclick: () => press(app, surface, block_id, which, which.value)
      },
      h("span", { "aria-hidden": "true" }, "🗑"),
      ` ${label}`
    );
  }

  // src/markdown.ts
  var max_nesting = 8;
  function markdown(text3, context) {
    const lines4 = text3.replace(/\r/g, "").split("\n");
    const out = [];
    let at = 0;
    const take = (matches) => {
      const from = at;
      while (at < lines4.length && matches(lines4[at] ?? "")) {
        at++;
      }
      return lines4.slice(from, at);
    };
    while (at < lines4.length) {
      const line = lines4[at] ?? "";
      const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
      const fence = /^```/.test(line);
      if (line.trim() === "") {
        at++;
      } else if (heading !== null) {
        const level = Math.min(6, (heading[1]?.length ?? 1) + 2);
        out.push(h(`h${level}`, null, ...spans(heading[2] ?? "", context)));
        at++;
      } else if (fence) {
        at++;
        const code = take((next) => !next.startsWith("```"));
        at++;
        out.push(h("pre", null, code.join("\n")));
      } else if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) {
        out.push(h("hr", null));
        at++;
      } else if (line.startsWith(">")) {
        const quoted = take((next) => next.startsWith(">")).map((next) => next.replace(/^> ?/, ""));
        out.push(h("blockquote", null, ...markdown(quoted.join("\n"), context)));
      } else if (item_of(line) !== null) {
        const items = take((next) => item_of(next) !== null).map(item_of).filter((item2) => item2 !== null);
        out.push(list(items, context, 0));
      } else if (line.includes("|") && /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(lines4[at + 1] ?? "")) {
        out.push(table(take((next) => next.includes("|")), context));
      } else {
        out.push(h("p", null, ...spans(take(is_paragraph).join("\n"), context)));
      }
    }
    return out;
  }
  function is_paragraph(line) {
    return line.trim() !== "" && !/^(#{1,6}\s|```|>)/.test(line) && item_of(line) === null;
  }
  function item_of(line) {
    const found = /^(\s*)(?:[-*+]|(\d{1,9})[.)])\s+(?:\[([ xX])\]\s+)?(.*)$/.exec(line);
    if (found === null || /^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) {
      return null;
    }
    return {
      indent: (found[1] ?? "").length,
      ordered: found[2] !== void 0,
      number: Number(found[2] ?? 1),
      task: found[3] === void 0 ? null : found[3] !== " ",
      text: found[4] ?? ""
    };
  }
  function list(items, context, depth) {
    const first = items[0];
    const indent = first?.indent ?? 0;
    const rows = [];
    for (let i = 0; i < items.length; i++) {
      const item2 = items[i];
      if (item2 === void 0) {
        break;
      }
      const inner = [];
      while ((items[i + 1]?.indent ?? -1) > indent + 1) {
        inner.push(items[++i]);
      }
      const nested = inner.length > 0 && depth < max_nesting ? list(inner, context, depth + 1) : null;
      const box = item2.task === null ? null : h(
        "span",
        { class: "task", role: "img", "aria-label": item2.task ? "Done" : "To do" },
        item2.task ? "☑" : "☐"
      );
      rows.push(
        h(
          "li",
          { class: item2.task === null ? null : "task-item" },
          box,
          ...spans(item2.text, context),
          nested
        )
      );
    }
    return first?.ordered === true ? h("ol", { start: first.number }, ...rows) : h("ul", null, ...rows);
  }
  function table(lines4, context) {
    const cells = (line) => line.trim().replace(/^\||\|$/g, "").split("|").map((cell2) => cell2.trim());
    const head = cells(lines4[0] ?? "");
    return h(
      "div",
      { class: "table-box", tabindex: 0, role: "region", "aria-label": "Table" },
      h(
        "table",
        null,
        h(
          "thead",
          null,
          h("tr", null, head.map((cell2) => h("th", { scope: "col" }, ...spans(cell2, context))))
        ),
        h(
          "tbody",
          null,
          lines4.slice(2).map(
            (line) => h("tr", null, cells(line).map((cell2) => h("td", null, ...spans(cell2, context))))
          )
        )
      )
    );
  }
  var token2 = new RegExp(
    [
      "\\\\(?<escaped>[\\\\`*_{}\\[\\]()#+.!|~<>-])",
      "`(?<code>[^`]+)`",
      "\\[(?<label>[^\\]\\n]+)\\]\\((?<url>[^()\\s]+)\\)",
      "<@(?<user>[A-Z0-9]+)>",
      "<#(?<channel>[A-Z0-9]+)(?:\\|[^>]*)?>",
      "\\*\\*(?<bold>(?=\\S)[\\s\\S]*?\\S)\\*\\*",
      "__(?<bold2>(?=\\S)[\\s\\S]*?\\S)__",
      "~~(?<strike>(?=\\S)[\\s\\S]*?\\S)~~",
      "\\*(?<italic>(?=[^\\s*])[^*]*?[^\\s*])\\*",
      "(?<![\\p{L}\\p{N}_])_(?<italic2>(?=\\S)[^_]*?\\S)_(?![\\p{L}\\p{N}_])",
      ":(?<emoji>[a-z0-9_+-]+):",
      "<?(?<bare>https?://[^\\s<>()`]*[^\\s<>()`.,;:!?'\"])>?"
    ].join("|"),
    "gu"
  );
  function spans(text3, context) {
    const out = [];
    let at = 0;
    for (const match of text3.matchAll(token2)) {
      out.push(text3.slice(at, match.index));
      at = match.index + match[0].length;
      out.push(span(match[0], match.groups ?? {}, context));
    }
    out.push(text3.slice(at));
    return out;
  }
  function span(all, found, context) {
    const bold = found.bold ?? found.bold2;
    const italic = found.italic ?? found.italic2;
    if (found.escaped !== void 0) {
      return found.escaped;
    } else if (found.code !== void 0) {
      return h("code", null, found.code);
    } else if (found.url !== void 0) {
      return is_safe_address(found.url) ? link(found.url, spans(found.label ?? "", context), context) : all;
    } else if (found.user !== void 0) {
      return user_mention(found.user, context);
    } else if (found.channel !== void 0) {
      return channel_mention(found.channel, context);
    } else if (bold !== void 0) {
      return h("strong", null, ...spans(bold, context));
    } else if (found.strike !== void 0) {
      return h("s", null, ...spans(found.strike, context));
    } else if (italic !== void 0) {
      return h("em", null, ...spans(italic, context));
    } else if (found.emoji !== void 0) {
      return picture(found.emoji);
    }
    return link(found.bare ?? all, [found.bare ?? all], context);
  }

  // src/rich_text.ts
  function rich_text(block, context) {
    return block.elements.map((part) => rich_part(part, context));
  }
  function rich_part(part, context) {
    switch (part.type) {
      case "rich_text_section":
        return h("div", { class: "text" }, ...inlines(part.elements, context));
      case "rich_text_list":
        return h(
          part.style === "ordered" ? "ol" : "ul",
          { class: `indent-${Math.min(8, part.indent ?? 0)}` },
          part.elements.map(
            (item2) => h(
              "li",
              null,
              ...item2.type === "rich_text_section" ? inlines(item2.elements, context) : [rich_part(item2, context)]
            )
          )
        );
      case "rich_text_preformatted":
        return h("pre", null, ...inlines(part.elements, context));
      case "rich_text_quote":
        return h("blockquote", null, ...inlines(part.elements, context));
      default:
        return null;
    }
  }
  function inlines(elements, context) {
    return elements.map(
      (element2) => styled(inline2(element2, context), "style" in element2 ? element2.style : void 0)
    );
  }
  function inline2(element2, context) {
    switch (element2.type) {
      case "text":
        return element2.text;
      case "link":
        return link(element2.url, [element2.text ?? element2.url], context);
      case "emoji":
        return picture(element2.name);
      case "user":
        return user_mention(element2.user_id, context);
      case "channel":
        return channel_mention(element2.channel_id, context);
      case "usergroup":
        return group_mention(element2.usergroup_id, context);
      case "broadcast":
        return group_mention(element2.range, context);
      case "date": {
        const at = new Date(element2.timestamp * 1e3);
        return h(
          "time",
          { datetime: at.toISOString() },
          date_tokens(element2.format, at, context.now) ?? element2.fallback ?? ""
        );
      }
      case "color":
        return element2.value;
      default:
        return "text" in element2 && typeof element2.text === "string" ? element2.text : null;
    }
  }
  function styled(child, style) {
    const on = style ?? {};
    const tags = [["code", "code"], ["bold", "strong"], ["italic", "em"], ["strike", "s"], ["underline", "u"]];
    return tags.reduce((inner, [name, tag]) => on[name] === true ? h(tag, null, inner) : inner, child);
  }

  // src/tables.ts
  function cell(content, context) {
    return content.type === "rich_text" ? rich_text(content, context) : [content.text];
  }
  function scrolling(label, inner) {
    return h("div", { class: "table-box", role: "region", tabindex: 0, "aria-label": label }, inner);
  }
  function table2(block, context) {
    const align = (column) => {
      const side = block.column_settings?.[column]?.align;
      return side === void 0 ? null : `align-${side}`;
    };
    const rows = block.rows.map(
      (row2, i) => h(
        "tr",
        null,
        row2.map(
          (one2, column) => h(
            i === 0 ? "th" : "td",
            { scope: i === 0 ? "col" : null, class: align(column) },
            ...cell(one2, context)
          )
        )
      )
    );
    return scrolling("Table", h("table", null, h("tbody", null, rows)));
  }
  function data_table(app, key, block) {
    const size = block.page_size ?? 5;
    const body2 = block.rows.slice(1);
    const pages = Math.max(1, Math.ceil(body2.length / size));
    const page = Math.min(app.ui.pages.get(key) ?? 0, pages - 1);
    const turn = (to) => {
      app.ui.pages.set(key, to);
      app.redraw();
    };
    const context = app.text();
    const row_header = block.row_header_column_index ?? 0;
    const rows = body2.slice(page * size, (page + 1) * size).map(
      (row2) => h(
        "tr",
        null,
        row2.map(
          (one2, column) => column === row_header ? h("th", { scope: "row" }, ...cell(one2, context)) : h("td", null, ...cell(one2, context))
        )
      )
    );
    return h(
      "div",
      null,
      scrolling(
        block.caption,
        h(
          "table",
          null,
          h("caption", null, block.caption),
          h(
            "thead",
            null,
            h(
              "tr",
              null,
              (block.rows[0] ?? []).map((one2) => h("th", { scope: "col" }, ...cell(one2, context)))
            )
          ),
          h("tbody", null, rows)
        )
      ),
      pages > 1 && h(
        "div",
        { class: "pager" },
        h(
          "button",
          {
            type: "button",
            class: "button button-quiet",
            disabled: page === 0,
            onclick: () => turn(page - 1)
          },
          "Previous"
        ),
        h("span", null, `Page ${page + 1} of ${pages}`),
        h(
          "button",
          {
            type: "button",
            class: "button button-quiet",
            disabled: page + 1 === pages,
            onclick: () => turn(page + 1)
          },
          "Next"
        )
      )
    );
  }

  // src/blocks.ts
  function blocks(app, surface) {
    return h("div", { class: "blocks" }, block_list(app, surface, surface.blocks));
  }
  function block_list(app, surface, list2) {
    return list2.map((block, index) => {
      const id = block_key(block, index);
      return h(
        "div",
        { class: `block block-${block.type}`, key: `${block.type} ${id}` },
        block_content(app, surface, block, id)
      );
    });
  }
  function text(app, object) {
    return object.type === "mrkdwn" ? mrkdwn(object.text, app.text()) : [plain(object.text, object.emoji !== false)];
  }
  function block_content(app, surface, block, id) {
    const any = (which) => element(app, surface, id, which);
    switch (block.type) {
      case "header":
        return h("h3", null, plain(block.text.text));
      case "section":
        return [
          h(
            "div",
            { class: "section-main" },
            block.text !== void 0 && h("div", { class: "text" }, ...text(app, block.text)),
            block.fields !== void 0 && h(
              "div",
              { class: "fields" },
              block.fields.map((field) => h("div", { class: "text field" }, ...text(app, field)))
            )
          ),
          block.accessory !== void 0 && h("div", { class: "accessory" }, any(block.accessory))
        ];
      case "context":
        return block.elements.map(
          (one2) => one2.type === "image" ? image("image_url" in one2 ? one2.image_url : "", one2.alt_text, "context-image") : h("span", { class: "text" }, ...text(app, one2))
        );
      case "actions":
      case "context_actions":
        return block.elements.map(any);
      case "divider":
        return h("hr", null);
      case "image":
        return h(
          "figure",
          null,
          block.title !== void 0 && h("figcaption", null, plain(block.title.text)),
          image(picture_address(block), block.alt_text, "block-picture")
        );
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
        return table2(block, app.text());
      case "data_table":
        return data_table(app, `${surface.id}|${id}`, block);
      case "data_visualization":
        return chart(block);
      default:
        return h("p", { class: "unknown" }, `The sandbox does not show "${block.type}" blocks.`);
    }
  }
  function picture_address(block) {
    if ("slack_file" in block && "id" in block.slack_file) {
      return `/files/${encodeURIComponent(String(block.slack_file.id))}`;
    }
    return "image_url" in block ? block.image_url : "";
  }
  function alert_box(app, level, content) {
    const words2 = { warning: "Note", error: "Error", success: "Done", info: "Note" };
    const word = words2[level];
    return h(
      "div",
      { class: `alert alert-${level}`, role: level === "error" ? "alert" : "note" },
      word !== void 0 && h("strong", null, word),
      h("div", { class: "text" }, ...text(app, content))
    );
  }
  function input(app, surface, block, id) {
    const field = block.element;
    const base = `${surface.id}-${id}-${field.action_id ?? ""}`.replace(/[^A-Za-z0-9_-]/g, "-");
    const error = surface.errors[id];
    const is_group = field.type === "radio_buttons" || field.type === "checkboxes";
    const described = [error === void 0 ? null : `${base}-error`, block.hint === void 0 ? null : `${base}-hint`].filter((one2) => one2 !== null).join(" ");
    const label = [plain(block.label.text), block.optional === true && h("span", { class: "optional" }, " (optional)")];
    return [
      is_group ? h("div", { class: "label", id: `${base}-label` }, ...label) : h("label", { class: "label", id: `${base}-label`, for: base }, ...label),
      input_element(app, surface, id, field, {
        acts: block.dispatch_action === true,
        label: null,
        id: base,
        described_by: described === "" ? null : described,
        invalid: error !== void 0
      }),
      error !== void 0 && h("div", { class: "field-error", id: `${base}-error` }, error),
      block.hint !== void 0 && h("div", { class: "hint", id: `${base}-hint` }, plain(block.hint.text))
    ];
  }
  function container(app, surface, block, id) {
    const title = "title" in block && block.title !== void 0 ? inline(plain(block.title.text), app.text()) : ["Details"];
    const subtitle = block.subtitle === void 0 ? null : h("span", { class: "container-subtitle" }, plain(block.subtitle.text));
    const inner = h("div", { class: "container-body" }, block_list(app, surface, block.child_blocks));
    if (block.is_collapsible !== true) {
      return h(
        "div",
        { class: "container" },
        h("div", { class: "container-title" }, h("strong", null, ...title), subtitle),
        inner
      );
    }
    const key = `${surface.id}|${id}`;
    const folded2 = app.ui.folded.get(key) ?? block.default_collapsed === true;
    const toggle = () => {
      app.ui.folded.set(key, !folded2);
      app.redraw();
    };
    return h(
      "div",
      { class: "container" },
      h(
        "button",
        {
          type: "button",
          class: "container-title",
          "aria-expanded": folded2 ? "false" : "true",
          onclick: toggle
        },
        h("span", { class: "container-arrow", "aria-hidden": "true" }, folded2 ? "▸" : "▾"),
        h("strong", null, ...title),
        subtitle
      ),
      !folded2 && inner
    );
  }

  // src/message_tools.ts
  function tools(app, place2, one2, bot) {
    const { channel } = place2;
    const where = `${channel.id} ${one2.ts} ${place2.thread_ts ?? "channel"}`;
    const mine = one2.user === app.state.you;
    const items = [];
    if (place2.thread_ts === null) {
      items.push({
        key: "reply",
        label: "Reply in thread",
        go: () => app.open_thread(channel.id, one2.broadcast_of ?? one2.ts)
      });
    }
    for (const shortcut of app.state.shortcuts.filter((candidate) => candidate.type === "message")) {
      items.push({
        key: shortcut.callback_id,
        label: shortcut.name,
        description: "Tocsin",
        go: () => void app.act(
          "message_shortcut",
          { callback_id: shortcut.callback_id, channel: channel.id, ts: one2.ts }
        )
      });
    }
    if (mine && !bot) {
      items.push({
        key: "edit",
        label: "Edit message",
        go: () => {
          app.ui.editing = { channel: channel.id, ts: one2.ts };
          app.redraw();
        }
      });
      items.push({
        key: "delete",
        label: "Delete message",
        danger: true,
        go: () => void app.act("delete", { channel: channel.id, ts: one2.ts })
      });
    }
    return [
      menu(
        app,
        { name: `react ${where}`, class: "tool", label: "Add a reaction", face: "☺", grid: true },
        picker_names.map(
          (name) => ({ key: name, label: picture(name), go: () => react(app, channel, one2, name) })
        )
      ),
      menu(app, { name: `more ${where}`, class: "tool", label: "Message menu", face: "⋯" }, items)
    ];
  }
  function reactions(app, channel, one2) {
    if (one2.reactions === void 0 || one2.reactions.length === 0) {
      return null;
    }
    return h("div", { class: "reactions" }, one2.reactions.map((reaction) => {
      const mine = reaction.users.includes(app.state.you);
      const who = reaction.users.map((user) => name_of2(user, app.state)).join(", ");
      return h(
        "button",
        {
          type: "button",
          key: reaction.name,
          class: mine ? "reaction reaction-mine" : "reaction",
          "aria-pressed": mine ? "true" : "false",
          "aria-label": `${reaction.name.replace(/_/g, " ")}, ${reaction.users.length}: ${who}`,
          title: `${who} reacted with :${reaction.name}:`,
          onclick: () => react(app, channel, one2, reaction.name)
        },
        picture(reaction.name),
        ` ${reaction.users.length}`
      );
    }));
  }
  function react(app, channel, one2, name) {
    const mine = one2.reactions?.find((reaction) => reaction.name === name)?.users.includes(app.state.you) ?? false;
    void app.act(mine ? "unreact" : "react", { channel: channel.id, ts: one2.ts, name });
  }
  function editor(app, channel, one2) {
    const key = `edit ${one2.ts}`;
    const close = () => {
      app.ui.editing = null;
      app.ui.drafts.delete(key);
      app.redraw();
    };
    const save = (event) => {
      event.preventDefault();
      void app.act("edit", { channel: channel.id, ts: one2.ts, text: app.ui.drafts.get(key) ?? one2.text });
      close();
    };
    return h(
      "form",
      { class: "editor", onsubmit: save },
      h("textarea", {
        class: "text-input",
        rows: 2,
        "aria-label": "Edit message",
        value: app.ui.drafts.get(key) ?? one2.text,
        oninput: (event) => app.ui.drafts.set(key, event.target.value),
        onkeydown: (event) => event.key === "Escape" && close(),
        mount: (field) => field.focus()
      }),
      h(
        "div",
        { class: "editor-buttons" },
        h("button", { type: "button", class: "button", onclick: close }, "Cancel"),
        h("button", { type: "submit", class: "button button-primary" }, "Save")
      )
    );
  }

  // src/message.ts
  function message(app, place2, one2) {
    if (one2.subtype !== void 0 && one2.subtype !== "") {
      return h(
        "div",
        { class: "said-by-slack", key: one2.ts },
        h(
          "div",
          { class: "text" },
          user_mention(one2.user, app.text()),
          " ",
          ...mrkdwn(without_author(one2), app.text())
        ),
        h("time", { datetime: one2.at }, clock_time(new Date(one2.at)))
      );
    }
    const bot = one2.user === app.state.team.bot_user || one2.bot === true;
    const name = bot ? "Tocsin" : name_of2(one2.user, app.state);
    const at = new Date(one2.at);
    const thread = place2.thread_ts === null ? one2.thread : null;
    return h(
      "article",
      { class: "message", key: one2.ts, "aria-label": `${name} at ${clock_time(at)}`, "data-ts": one2.ts },
      avatar(name, bot),
      h(
        "div",
        { class: "message-main" },
        one2.pinned === true && h("div", { class: "broadcast" }, picture("pushpin"), " Pinned"),
        one2.broadcast_of !== null && one2.broadcast_of !== void 0 && place2.thread_ts === null && broadcast_line(app, place2.channel, one2.broadcast_of),
        h(
          "div",
          { class: "message-head" },
          h("strong", { class: "author" }, name),
          bot && h("span", { class: "app-badge" }, "APP"),
          h("time", { datetime: one2.at, title: full_time(at) }, clock_time(at))
        ),
        body(app, place2, one2),
        reactions(app, place2.channel, one2),
        thread !== null && thread !== void 0 && thread.count > 0 && thread_link(app, place2.channel, one2)
      ),
      h("div", { class: "message-tools" }, tools(app, place2, one2, bot))
    );
  }
  function without_author(one2) {
    return one2.text.replace(`<@${one2.user}>`, "").trim();
  }
  function avatar(name, bot) {
    const tone = [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 5;
    return h(
      "span",
      { class: bot ? "avatar avatar-app" : `avatar avatar-${tone}`, "aria-hidden": "true" },
      name.slice(0, 1).toUpperCase()
    );
  }
  function body(app, place2, one2) {
    const edit = app.ui.editing;
    if (edit?.channel === place2.channel.id && edit.ts === one2.ts) {
      return editor(app, place2.channel, one2);
    }
    const edited = one2.edited === true && one2.user !== app.state.team.bot_user && h("span", { class: "edited" }, " (edited)");
    if (one2.blocks !== void 0 && one2.blocks.length > 0) {
      const surface = {
        id: `${place2.channel.id}/${one2.ts}/${place2.thread_ts === null ? "channel" : "thread"}`,
        address: { channel: place2.channel.id, ts: one2.ts },
        blocks: one2.blocks,
        errors: {}
      };
      return [blocks(app, surface), edited];
    }
    return h("div", { class: "text" }, ...mrkdwn(one2.text, app.text()), edited);
  }
  function broadcast_line(app, channel, ts) {
    const parent = channel.messages.find((candidate) => candidate.ts === ts);
    const open = () => app.open_thread(channel.id, ts);
    const first = parent?.text.split(/[.\n]/)[0] ?? "a thread";
    return h(
      "div",
      { class: "broadcast" },
      "replied to a thread: ",
      h("button", { type: "button", class: "link", onclick: open }, ...mrkdwn(first, app.text()))
    );
  }
  function thread_link(app, channel, one2) {
    const count = one2.thread?.count ?? 0;
    const latest = one2.thread?.latest;
    const open = app.ui.thread?.ts === one2.ts;
    const words2 = `${count} ${count === 1 ? "reply" : "replies"}`;
    return h(
      "button",
      {
        type: "button",
        class: "link thread-link",
        "aria-expanded": open ? "true" : "false",
        onclick: () => app.open_thread(channel.id, one2.ts)
      },
      latest === null || latest === void 0 ? words2 : `${words2} · last one ${clock_time(latest_time(latest))}`
    );
  }
  function latest_time(latest) {
    return /^\d+\.\d+$/.test(latest) ? time_of_ts(latest) : new Date(latest);
  }
  function ephemeral(app, channel, one2) {
    const surface = {
      id: `ephemeral/${one2.id}`,
      address: { channel: channel.id, ephemeral: one2.id },
      blocks: one2.blocks ?? [],
      errors: {}
    };
    return h(
      "article",
      { class: "message ephemeral", key: `ephemeral ${one2.id}`, "aria-label": "Tocsin, only visible to you" },
      avatar("Tocsin", true),
      h(
        "div",
        { class: "message-main" },
        h(
          "div",
          { class: "only-you" },
          h("span", { "aria-hidden": "true" }, "👁 "),
          "Only visible to you",
          h(
            "time",
            { datetime: time_of_ts(one2.ts).toISOString() },
            ` · ${ago(time_of_ts(one2.ts), app.now())}`
          ),
          h(
            "button",
            { type: "button", class: "link", onclick: () => void app.act("dismiss", { ephemeral: one2.id }) },
            "Dismiss"
          )
        ),
        surface.blocks.length > 0 ? blocks(app, surface) : h("div", { class: "text" }, ...mrkdwn(one2.text, app.text()))
      )
    );
  }

  // src/tour.ts
  var acknowledge = "inc.ack";
  var update = "inc.update.open";
  var resolve = "inc.resolve.open";
  function start_tour(app) {
    const newest2 = incidents(app.state).at(-1);
    app.ui.tour = { after: newest2?.card.ts ?? "", fired: app.ui.desk.fired, skipped: /* @__PURE__ */ new Set() };
    app.redraw();
  }
  function end_tour(app) {
    app.ui.tour = null;
    app.redraw();
    document.getElementById("composer-channel")?.focus();
  }
  function incidents(state) {
    return state.channels.filter((channel) => channel.kind === "channel").flatMap((channel) => channel.messages.filter(is_card).map((card) => ({ channel, card }))).sort((a, b) => a.card.ts < b.card.ts ? -1 : 1);
  }
  var is_card = (message2) => message2.bot === true && has_block(message2, "card.");
  function has_block(message2, prefix) {
    return message2.blocks?.some((block) => block.block_id?.startsWith(prefix)) === true;
  }
  function has_button(card, action) {
    return card.blocks?.some(
      (block) => block.type === "actions" && block.elements.some((element2) => element2.action_id === action)
    ) === true;
  }
  var replies = ({ card }) => card.thread?.replies ?? [];
  var is_open = ({ card }) => has_button(card, acknowledge) || has_button(card, update);
  var is_acknowledged = ({ card }) => !has_button(card, acknowledge);
  var is_updated = (one2) => replies(one2).some((reply) => reply.text.startsWith("[Update"));
  var is_read = (app, one2) => post_mortem(one2) !== void 0 && app.ui.thread?.ts === one2.card.ts;
  var post_mortem = (one2) => replies(one2).find((reply) => has_block(reply, "pm."));
  function incident_of(app, tour) {
    const all = incidents(app.state);
    const fresh = all.find((one2) => one2.card.ts > tour.after);
    const joined = app.ui.desk.fired > tour.fired ? all.filter(is_open).at(-1) : void 0;
    return fresh ?? joined ?? null;
  }
  function steps_of(app, tour) {
    const one2 = incident_of(app, tour);
    const over = one2 !== null && !is_open(one2);
    const steps = [
      { title: "Send a test alert", done: one2 !== null, hint: () => to_send(app) },
      {
        title: "Acknowledge by SMS",
        done: one2 !== null && is_acknowledged(one2),
        hint: () => to_acknowledge(app, one2)
      },
      {
        title: "Post an update",
        done: over || one2 !== null && is_updated(one2),
        hint: () => on_card(
          app,
          one2,
          update,
          "Press Post update on the incident's card, say what you know, and post it."
        )
      },
      {
        title: "Resolve",
        done: over,
        hint: () => on_card(
          app,
          one2,
          resolve,
          "Press Resolve on the card and say what it was. A source that is quiet alone resolves nothing."
        )
      },
      {
        title: "Read the post-mortem",
        done: one2 !== null && is_read(app, one2),
        hint: () => to_read(app, one2)
      }
    ];
    return steps.map((step, i) => ({ ...step, done: step.done || tour.skipped.has(i) }));
  }
  function hint_of(app, tour) {
    const step = steps_of(app, tour).find((one3) => !one3.done);
    if (step !== void 0) {
      return step.hint();
    }
    const one2 = incident_of(app, tour);
    return {
      words: "That was the tour. The post-mortem knows what the timeline knows; the rest is yours to write.",
      where: one2 === null ? [] : [article(post_mortem(one2), ".pane-thread")]
    };
  }
  function to_send(app) {
    if (app.ui.panel !== "alerts") {
      return { words: "Open Send a test alert under Sandbox.", where: ["#tool-alerts", ".places-button"] };
    }
    if (app.ui.desk.answer?.again === true) {
      return {
        words: "This alert fires already: told again, it opens nothing. Press Resolve, then Fire.",
        where: ["#alert-resolved"]
      };
    }
    return {
      words: "The payload is a sample of the source, and the rules say what they make of it. Press Fire.",
      where: ["#alert-firing"]
    };
  }
  function to_acknowledge(app, one2) {
    const name = /INC-\d+/.exec(one2?.card.text ?? "")?.[0] ?? "";
    const texts = app.state.phone?.texts ?? [];
    if (name !== "" && texts.some((text3) => !text3.mine && text3.text.includes(name))) {
      return {
        words: "The phone has a text about it. Type 1 under Reply by SMS and press Send.",
        where: [".phone-reply .text-input", ".phone-button"]
      };
    }
    const on_call = app.state.people.find((person) => person.about.includes("primary"));
    if (on_call !== void 0 && on_call.id !== app.me) {
      return {
        words: `This phone was not paged. Choose ${on_call.name} under You are.`,
        where: [".you-are select"]
      };
    }
    return {
      words: "No text has come to this phone. Acknowledge on the card instead.",
      where: one2 === null ? [] : way_to(app, one2, button2(acknowledge))
    };
  }
  function on_card(app, one2, action, words2) {
    if (one2 !== null && !is_acknowledged(one2)) {
      return {
        words: "Nobody has acknowledged yet, and whoever does leads. Press Acknowledge on the card.",
        where: way_to(app, one2, button2(acknowledge))
      };
    }
    const form2 = "dialog.form .dialog-foot [type=submit]";
    return { words: words2, where: [form2, ...one2 === null ? [] : way_to(app, one2, button2(action))] };
  }
  function way_to(app, { channel, card }, what) {
    const { place: place2 } = app.ui;
    const is_here = place2.kind === "channel" && place2.id === channel.id;
    return [
      `${article(card, ".pane-channel")} ${what}`,
      ...is_here ? [".pane-head .close"] : [`#place-${channel.id}`, ".places-button"]
    ];
  }
  function to_read(app, one2) {
    const written = one2 === null ? void 0 : post_mortem(one2);
    if (one2 === null || written === void 0) {
      return { words: "There is no post-mortem: only an incident that was resolved has one.", where: [] };
    }
    return {
      words: "Open the replies under the card: Tocsin has begun the post-mortem in the thread.",
      where: [article(written, ".pane-thread"), ...way_to(app, one2, ".thread-link")]
    };
  }
  var button2 = (action) => `[data-action="${action}"]`;
  var article = (message2, pane) => `${pane} [data-ts="${message2?.ts ?? ""}"]`;

  // src/conversation.ts
  var shown_at_first = 150;
  function title_of(channel, state) {
    if (channel.kind === "channel") {
      return `${channel.private ? "🔒" : "#"} ${channel.name}`;
    }
    if (channel.kind === "im") {
      return "Tocsin";
    }
    const others = (channel.members ?? []).filter((user) => user !== state.you).map((user) => name_of2(user, state));
    return others.length > 0 ? others.join(", ") : channel.name;
  }
  function to_end(scroller2) {
    scroller2.scrollTop = scroller2.scrollHeight;
  }
  function lines_of(app, channel, thread_ts, messages) {
    const notes2 = (channel.ephemeral ?? []).filter((one2) => (one2.thread_ts ?? null) === thread_ts);
    const place2 = { channel, thread_ts };
    return [
      ...messages.map((one2) => ({ ts: one2.ts, at: new Date(one2.at), draw: () => message(app, place2, one2) })),
      ...notes2.map(
        (one2) => ({ ts: one2.ts, at: time_of_ts(one2.ts), draw: () => ephemeral(app, channel, one2) })
      )
    ].sort((a, b) => Number(a.ts > b.ts) - Number(a.ts < b.ts));
  }
  function newest(app, key, lines4, draw) {
    const older = app.ui.folded.get(key) === false ? 0 : Math.max(0, lines4.length - shown_at_first);
    const show2 = () => {
      app.ui.folded.set(key, false);
      app.redraw();
    };
    const door = older > 0 && h(
      "p",
      { class: "empty", key: "older" },
      h("button", { type: "button", class: "button", onclick: show2 }, `Show ${older} older messages`)
    );
    return [door, draw(lines4.slice(older))];
  }
  function scroller(key, label, children) {
    return h(
      "div",
      {
        class: "scroller",
        key: `scroller ${key}`,
        "data-stick": "",
        mount: to_end,
        tabindex: 0,
        role: "region",
        "aria-label": label
      },
      ...children
    );
  }
  function channel_pane(app, channel) {
    const lines4 = lines_of(app, channel, null, channel.messages);
    const title = title_of(channel, app.state);
    const bookmarks = (channel.bookmarks ?? []).map((one2) => {
      return h("span", { class: "bookmark", key: one2.title }, link(one2.link, [one2.title], app.text()));
    });
    return h(
      "main",
      { class: "pane pane-channel", key: "conversation", "aria-label": title },
      h(
        "header",
        { class: "pane-head" },
        h("h2", null, title),
        h(
          "span",
          { class: "pane-note" },
          channel.kind === "im" ? "Direct messages with Tocsin" : channel.topic ?? ""
        ),
        bookmarks
      ),
      scroller(
        channel.id,
        "Messages",
        lines4.length === 0 ? [empty(app, channel)] : newest(app, `older ${channel.id}`, lines4, with_days)
      ),
      foot(app, channel, null)
    );
  }
  function foot(app, channel, thread_ts) {
    if (channel.archived === true) {
      return h(
        "p",
        { class: "composer-closed" },
        "This channel is archived. It can be read, not written to."
      );
    }
    if (channel.members?.includes(app.state.you) === false) {
      return h(
        "div",
        { class: "composer-closed" },
        `You are not in ${title_of(channel, app.state)}. `,
        h(
          "button",
          {
            type: "button",
            class: "button button-primary",
            onclick: () => void app.act("join", { channel: channel.id })
          },
          "Join channel"
        )
      );
    }
    return composer(app, channel, thread_ts);
  }
  function empty(app, channel) {
    if (channel.kind === "im") {
      return h(
        "p",
        { class: "empty" },
        "No messages yet. Tocsin writes here when it pages you. Type help to begin."
      );
    }
    return h(
      "div",
      { class: "empty", key: "empty" },
      h("p", null, "No messages yet. Type /incident declare, or press ⚡ and choose Declare incident."),
      h(
        "p",
        { class: "empty-offers" },
        h(
          "button",
          { type: "button", class: "button", key: "tour", onclick: () => start_tour(app) },
          "Take the guided tour"
        ),
        h(
          "button",
          { type: "button", class: "button", key: "alert", onclick: () => open_desk(app) },
          "Send a test alert"
        )
      )
    );
  }
  function with_days(lines4) {
    const out = [];
    let day = "";
    for (const line of lines4) {
      if (iso_day(line.at) !== day) {
        day = iso_day(line.at);
        out.push(h("div", { class: "day", key: `day ${day}` }, h("span", null, long_day(line.at))));
      }
      out.push(line.draw());
    }
    return out;
  }
  function thread_pane(app, channel, ts) {
    const parent = channel.messages.find((one2) => one2.ts === ts);
    const replies2 = parent?.thread?.replies ?? [];
    const lines4 = lines_of(app, channel, ts, replies2);
    const close = () => {
      app.ui.thread = null;
      app.redraw();
    };
    const count = `${replies2.length} ${replies2.length === 1 ? "reply" : "replies"}`;
    return h(
      "aside",
      { class: "pane pane-thread", key: "thread", "aria-label": "Thread" },
      h(
        "header",
        { class: "pane-head" },
        h("h2", null, "Thread"),
        h(
          "span",
          { class: "pane-note" },
          parent === void 0 ? title_of(channel, app.state) : headline(parent)
        ),
        h(
          "button",
          { type: "button", class: "close", "aria-label": "Close the thread", onclick: close },
          "×"
        )
      ),
      scroller(
        `${channel.id} ${ts}`,
        "Messages of the thread",
        [
          parent === void 0 ? h("p", { class: "empty" }, "The message that this thread belongs to is gone.") : message(app, { channel, thread_ts: ts }, parent),
          h("div", { class: "reply-count", key: "count" }, h("span", null, count)),
          newest(app, `older ${ts}`, lines4, (shown) => shown.map((line) => line.draw()))
        ]
      ),
      foot(app, channel, ts)
    );
  }
  function headline(one2) {
    const header = one2.blocks?.find((block) => block.type === "header");
    const words2 = header?.type === "header" ? plain(header.text.text) : plain(one2.text);
    return words2.length > 60 ? `${words2.slice(0, 59)}…` : words2;
  }

  // src/forms.ts
  function form(app, open) {
    const { view } = open;
    const surface = {
      id: open.id,
      address: { view_id: open.id },
      blocks: view.blocks,
      errors: { ...open.errors, ...app.ui.errors.get(open.id) }
    };
    const busy = open.busy === true;
    const close = () => void app.act("close", { view_id: open.id });
    const submit = (event) => {
      event.preventDefault();
      if (busy) {
        return;
      }
      const errors = form_errors(app, surface);
      app.ui.errors.set(open.id, errors);
      app.redraw();
      if (Object.keys(errors).length === 0) {
        void app.act("submit", { view_id: open.id, values: state_values(app, surface) });
      }
    };
    const title_id = `form-title-${open.id}`;
    const has_inputs = view.blocks.some((block) => block.type === "input");
    const submit_label = view.submit === null || view.submit === void 0 ? has_inputs ? "Submit" : null : plain(view.submit.text);
    return h(
      "dialog",
      {
        class: "dialog form",
        key: `form ${open.id}`,
        "aria-labelledby": title_id,
        "aria-busy": busy ? "true" : null,
        mount: show,
        oncancel: (event) => {
          event.preventDefault();
          close();
        }
      },
      h(
        "form",
        { novalidate: true, onsubmit: submit },
        h(
          "header",
          { class: "dialog-head" },
          h("h2", { id: title_id }, view.title === void 0 ? "Form" : plain(view.title.text)),
          h("button", { type: "button", class: "close", "aria-label": "Close", onclick: close }, "×")
        ),
        h(
          "div",
          { class: "dialog-body", tabindex: -1 },
          open.trouble !== null && open.trouble !== void 0 && open.trouble !== "" && h(
            "div",
            { class: "alert alert-error", role: "alert", key: "trouble" },
            h("strong", null, "Error"),
            h("div", null, open.trouble)
          ),
          blocks(app, surface)
        ),
        h(
          "footer",
          { class: "dialog-foot" },
          h(
            "button",
            { type: "button", class: "button", onclick: close },
            view.close === null || view.close === void 0 ? submit_label === null ? "Close" : "Cancel" : plain(view.close.text)
          ),
          submit_label !== null && h(
            "button",
            { type: "submit", class: "button button-primary", disabled: busy },
            busy ? "Sending …" : submit_label
          )
        )
      )
    );
  }
  function show(dialog2) {
    dialog2.showModal();
    const first = dialog2.querySelector("[data-focus=first]") ?? dialog2.querySelector(".dialog-body input, .dialog-body select, .dialog-body textarea") ?? dialog2.querySelector(".dialog-foot button:last-child, button");
    first?.focus();
  }
  function focus_first_error() {
    const field = document.querySelector("dialog [aria-invalid=true]");
    (field?.matches("input, select, textarea") === true ? field : field?.querySelector("input"))?.focus();
  }

  // src/dialogs.ts
  function question(app, asked) {
    const answer2 = (yes) => {
      app.ui.question = null;
      app.redraw();
      if (yes) {
        asked.go();
      }
    };
    return dialog("question", asked.title, () => answer2(false), [h("p", { class: "text" }, asked.text)], [
      h("button", { type: "button", class: "button", onclick: () => answer2(false) }, asked.no),
      h(
        "button",
        {
          type: "button",
          class: `button ${asked.danger ? "button-danger" : "button-primary"}`,
          onclick: () => answer2(true)
        },
        asked.yes
      )
    ]);
  }
  function dialog(name, title, close, body2, buttons2) {
    return h(
      "dialog",
      {
        class: `dialog dialog-${name}`,
        key: `dialog ${name}`,
        "aria-labelledby": `dialog-title-${name}`,
        mount: show,
        oncancel: (event) => {
          event.preventDefault();
          close();
        }
      },
      h(
        "header",
        { class: "dialog-head" },
        h("h2", { id: `dialog-title-${name}` }, title),
        h("button", { type: "button", class: "close", "aria-label": "Close", onclick: close }, "×")
      ),
      h("div", { class: "dialog-body", tabindex: -1 }, ...body2),
      h("footer", { class: "dialog-foot" }, ...buttons2)
    );
  }
  var differences = [
    "Fonts, spacing and colours are the sandbox's own; times are UTC for everybody.",
    "A small set of emoji. Other names stay as typed.",
    "No search, no list of threads, no files, no calls, no huddles, no canvases.",
    "No mobile layout of Slack: the page itself is readable on a phone.",
    "Dates are typed in the browser's own field and format; the zone is UTC.",
    "Menus with many choices use the browser's own select box, without a filter.",
    "Tables cannot be sorted by a click.",
    "Ephemeral messages stay until they are dismissed. In Slack they go when the client is loaded again.",
    "The clock can be moved. In Slack people have to wait.",
    "A phone has one line and a text arrives at once; a call is read, not heard."
  ];
  function differences_dialog(app) {
    const close = () => {
      app.ui.panel = null;
      app.redraw();
    };
    return dialog(
      "differences",
      "Differences to Slack",
      close,
      [h("ul", { class: "plain-list" }, differences.map((line) => h("li", null, line)))],
      [h("button", { type: "button", class: "button button-primary", onclick: close }, "Close")]
    );
  }
  function reset_dialog(app) {
    const close = () => {
      app.ui.panel = null;
      app.redraw();
    };
    const reset = () => {
      close();
      app.ui.thread = null;
      app.ui.desk.answer = null;
      void app.act("reset");
    };
    return dialog(
      "reset",
      "Start again?",
      close,
      [h(
        "p",
        null,
        "Every message, incident and timer of the sandbox is forgotten, for every window. Nothing outside is touched."
      )],
      [
        h("button", { type: "button", class: "button", onclick: close }, "Go back"),
        h("button", { type: "button", class: "button button-danger", onclick: reset }, "Reset")
      ]
    );
  }

  // src/phone.ts
  var keypad_keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];
  function open_call(app) {
    return app.state.phone?.calls.find((call) => call.state !== "ended") ?? null;
  }
  function phone_pane(app) {
    const { phone, people } = app.state;
    if (phone === void 0) {
      return null;
    }
    const owner = people.find((person) => person.id === app.state.you)?.name ?? "";
    const call = open_call(app);
    return h(
      "aside",
      {
        class: app.ui.phone_open ? "pane pane-phone phone-open" : "pane pane-phone",
        id: "phone",
        key: "phone",
        "aria-label": `${owner}'s phone`
      },
      h(
        "header",
        { class: "pane-head" },
        h("h2", null, `${owner}'s phone`),
        phone?.number_ending != null && h("span", { class: "pane-note" }, `number ending ${phone.number_ending}`)
      ),
      call !== null && call_card(app, call),
      phone === null ? h("p", { class: "empty" }, `${owner} has no phone and no mailbox here.`) : [
        history2(app, phone),
        mailbox(app, phone),
        phone.number_ending !== null && [switches(app, phone), reply_box(app)]
      ]
    );
  }
  function call_title(call) {
    return call.state === "ringing" ? "Incoming call: Tocsin" : call.state === "talking" ? "Call: Tocsin" : "Tocsin speaks to the voicemail";
  }
  function call_card(app, call) {
    const button3 = (label, kind, act2) => h(
      "button",
      { type: "button", key: act2, class: `button ${kind}`, onclick: () => void app.act(act2) },
      label
    );
    return h(
      "section",
      { class: "call", key: `call ${call.id}`, "aria-label": call_title(call) },
      h("h3", null, call_title(call)),
      lines3(call),
      h(
        "div",
        { class: "call-buttons", key: "buttons" },
        call.state === "ringing" ? [
          button3("Answer", "button-primary", "answer_call"),
          button3("Voicemail", "", "voicemail"),
          button3("Reject", "button-danger", "hang_up")
        ] : call.state === "talking" && button3("Hang up", "button-danger", "hang_up")
      ),
      call.state === "talking" && keypad(app)
    );
  }
  function lines3(call) {
    return call.lines.map((line, i) => line.key ? h("p", { class: "call-key", key: `${i}` }, line.text) : h("p", { key: `${i}` }, line.text));
  }
  function keypad(app) {
    const press2 = (key) => void app.act("key", { key });
    return h(
      "div",
      {
        class: "keypad",
        key: "keypad",
        role: "group",
        "aria-label": "Keypad",
        onkeydown: (event) => {
          const { key } = event;
          if (keypad_keys.includes(key)) {
            event.preventDefault();
            press2(key);
          }
        },
        // Whoever answered by keyboard is on the button that has just gone.
        mount: (group) => {
          if (document.activeElement === document.body) {
            group.querySelector("button")?.focus();
          }
        }
      },
      keypad_keys.map((key) => h("button", { type: "button", key, onclick: () => press2(key) }, key))
    );
  }
  var outcomes = {
    busy: "rejected",
    canceled: "the caller gave up",
    completed: "answered",
    failed: "failed",
    "no-answer": "not answered"
  };
  function history2(app, phone) {
    const entries = [
      ...phone.texts.map(
        (text3) => ({ at: text3.at, shown: h(
          "li",
          {
            key: text3.id,
            class: text3.mine ? "sms sms-mine" : "sms"
          },
          h("span", { class: "unseen" }, text3.mine ? "You: " : "Tocsin: "),
          with_links(app, text3.text)
        ) })
      ),
      ...phone.calls.filter((call) => call.state === "ended").map((call) => ({ at: call.at, shown: h("li", { key: call.id, class: "call-over" }, past(app, call)) }))
    ].sort((a, b) => a.at < b.at ? -1 : a.at > b.at ? 1 : 0);
    return h(
      "div",
      {
        class: "scroller phone-history",
        key: "history",
        role: "region",
        tabindex: 0,
        "aria-label": "Texts and calls",
        "data-stick": ""
      },
      entries.length === 0 ? h("p", { class: "empty" }, "No texts, no calls.") : h("ul", null, entries.map((entry) => entry.shown))
    );
  }
  function past(app, call) {
    const words2 = `Call at ${clock_time(new Date(call.at))}, ${outcomes[call.outcome ?? ""] ?? call.outcome ?? "over"}`;
    return call.lines.length === 0 ? words2 : folded(app, `call ${call.id}`, words2, lines3(call));
  }
  function mailbox(app, phone) {
    if (phone.email === "") {
      return null;
    }
    const newest_first = [...phone.mails].reverse();
    return h(
      "section",
      { class: "mailbox", key: "mailbox", "aria-label": `Mail of ${phone.email}` },
      h("h3", null, `Mail (${phone.mails.length})`),
      newest_first.map((mail) => mail_entry(app, mail))
    );
  }
  function mail_entry(app, mail) {
    return folded(
      app,
      `mail ${mail.id}`,
      mail.subject,
      [h("p", { class: "pane-note" }, mail.from), h("p", { class: "mail-text" }, with_links(app, mail.text))]
    );
  }
  function folded(app, key, title, inside2) {
    const open = app.ui.folded.get(key) === false;
    const toggle = (event) => {
      event.preventDefault();
      app.ui.folded.set(key, open);
      app.redraw();
    };
    return h("details", { key, open }, h("summary", { onclick: toggle }, title), open && inside2);
  }
  var switch_names = [["no_network", "No network"], ["slow_texts", "SMS take 60 s"], ["landline", "Landline"]];
  function switches(app, phone) {
    return h(
      "div",
      { class: "switches", key: "switches", role: "group", "aria-label": "What is wrong with the phone" },
      switch_names.map(
        ([name, label]) => h(
          "label",
          { key: name },
          h("input", {
            type: "checkbox",
            checked: phone.switches[name],
            onchange: (event) => {
              const on = event.target.checked;
              phone.switches[name] = on;
              void app.act("phone_switch", { name, on });
            }
          }),
          label
        )
      )
    );
  }
  function reply_box(app) {
    const draft = `text ${app.state.you}`;
    const send2 = async () => {
      const text3 = (app.ui.drafts.get(draft) ?? "").trim();
      if (text3 === "") {
        return;
      }
      app.ui.drafts.delete(draft);
      app.redraw();
      await app.act("text", { text: text3 });
    };
    return h(
      "div",
      { class: "composer-line phone-reply", key: draft },
      h("input", {
        class: "text-input",
        type: "text",
        placeholder: "Reply by SMS",
        "aria-label": "Reply by SMS",
        value: app.ui.drafts.get(draft) ?? "",
        oninput: (event) => {
          app.ui.drafts.set(draft, event.target.value);
          app.redraw();
        },
        onkeydown: (event) => {
          const pressed = event;
          if (pressed.key === "Enter" && !pressed.isComposing) {
            event.preventDefault();
            void send2();
          }
        }
      }),
      h("button", { type: "button", class: "button button-primary", onclick: () => void send2() }, "Send")
    );
  }
  function with_links(app, text3) {
    return text3.split(/(https?:\/\/[^\s<>"]+)/).map((piece, i) => i % 2 === 0 ? piece : link(piece, [piece], app.text()));
  }

  // src/frame.ts
  function top_bar(app) {
    const { state } = app;
    const next = state.next_event ?? null;
    const advance = (seconds) => void app.act("clock", { advance_s: seconds });
    const toggle = () => {
      app.ui.sidebar_open = !app.ui.sidebar_open;
      app.redraw();
    };
    const next_words = next === null ? "No next event" : `Next: ${next.what} at ${clock_time(new Date(next.at))}`;
    return h(
      "header",
      { class: "top-bar", key: "top" },
      h(
        "button",
        {
          type: "button",
          class: "places-button",
          "aria-expanded": app.ui.sidebar_open ? "true" : "false",
          "aria-controls": "places",
          onclick: toggle
        },
        "☰ Places"
      ),
      phone_button(app),
      h("h1", null, "Tocsin sandbox"),
      h("span", { class: "tagline" }, "Nothing here leaves this machine"),
      h(
        "label",
        { class: "you-are" },
        "You are ",
        h(
          "select",
          { value: app.me, onchange: (event) => app.become(event.target.value) },
          state.people.map(
            (person) => h("option", { value: person.id, key: person.id }, full_name(person))
          )
        )
      ),
      h(
        "div",
        { class: "clock", role: "group", "aria-label": "The sandbox's clock" },
        h("time", { datetime: app.now().toISOString().slice(0, 19) + "Z" }, full_time(app.now())),
        h("button", { type: "button", onclick: () => advance(60) }, "+1 min"),
        h("button", { type: "button", onclick: () => advance(600) }, "+10 min"),
        h(
          "button",
          {
            type: "button",
            class: "next-event",
            disabled: next === null,
            title: next_words,
            onclick: () => void app.act("next_event")
          },
          h("span", null, next_words)
        )
      )
    );
  }
  function narration(app) {
    const words2 = app.state.narration ?? "";
    return words2 === "" ? null : h("p", { class: "narration", key: "narration", role: "status" }, words2);
  }
  function phone_button(app) {
    if (app.state.phone === void 0) {
      return null;
    }
    const toggle = () => {
      app.ui.phone_open = !app.ui.phone_open;
      app.redraw();
    };
    return h(
      "button",
      {
        type: "button",
        class: "phone-button",
        "aria-expanded": app.ui.phone_open ? "true" : "false",
        "aria-controls": "phone",
        onclick: toggle
      },
      open_call(app)?.state === "ringing" ? "☎ Phone rings" : "☎ Phone"
    );
  }
  function sidebar(app) {
    const { channels } = app.state;
    const list2 = (kind) => channels.filter(kind).map(
      (channel) => item(app, title_of(channel, app.state), { kind: "channel", id: channel.id }, channel.unread)
    );
    const direct = list2((channel) => channel.kind !== "channel");
    const sockets = app.state.socket.connections;
    return h(
      "nav",
      {
        class: app.ui.sidebar_open ? "sidebar sidebar-open" : "sidebar",
        id: "places",
        key: "sidebar",
        "aria-label": "Places"
      },
      h("h2", null, "Channels"),
      h("ul", null, list2((channel) => channel.kind === "channel")),
      direct.length > 0 && h("h2", null, "Direct messages"),
      direct.length > 0 && h("ul", null, direct),
      h("h2", null, "Apps"),
      h("ul", null, item(app, "Tocsin Home", { kind: "home" }, 0)),
      h("h2", null, "Sandbox"),
      h(
        "ul",
        null,
        tour_tool(app),
        tool(app, "Send a test alert", "alerts"),
        tool(app, "Trouble …", "trouble"),
        tool(app, "Inspector", "inspector"),
        tool(app, "Differences to Slack", "differences"),
        tool(app, "Reset …", "reset")
      ),
      h(
        "p",
        { class: sockets > 0 ? "bot-state" : "bot-state bot-away" },
        sockets > 0 ? `Bot connected, ${sockets} ${sockets === 1 ? "socket" : "sockets"}` : "Bot not connected"
      )
    );
  }
  function item(app, label, place2, unread) {
    const here = app.ui.place.kind === place2.kind && (place2.kind === "home" || app.ui.place.kind === "channel" && app.ui.place.id === place2.id);
    return h(
      "li",
      { key: place2.kind === "home" ? "home" : place2.id },
      h(
        "button",
        {
          type: "button",
          id: `place-${place2.kind === "home" ? "home" : place2.id}`,
          class: `${here ? "here " : ""}${unread > 0 ? "unread" : ""}`.trim(),
          "aria-current": here ? "page" : null,
          onclick: () => app.go(place2)
        },
        h("span", null, label),
        unread > 0 && h("span", { class: "badge" }, String(unread), h("span", { class: "unseen" }, " unread"))
      )
    );
  }
  var panes = ["alerts", "inspector"];
  function tool(app, label, panel) {
    const open = app.ui.panel === panel;
    const toggle = () => {
      if (panel === "alerts" && !open) {
        open_desk(app);
        return;
      }
      app.ui.panel = open ? null : panel;
      app.ui.sidebar_open = false;
      app.redraw();
    };
    return h(
      "li",
      { key: panel },
      h(
        "button",
        {
          type: "button",
          id: `tool-${panel}`,
          "aria-pressed": panes.includes(panel) ? String(open) : null,
          onclick: toggle
        },
        h("span", null, label)
      )
    );
  }
  function tour_tool(app) {
    const on = app.ui.tour !== null;
    const toggle = () => {
      app.ui.sidebar_open = false;
      on ? end_tour(app) : start_tour(app);
    };
    return h(
      "li",
      { key: "tour" },
      h(
        "button",
        { type: "button", "aria-pressed": String(on), onclick: toggle },
        h("span", null, "Guided tour")
      )
    );
  }
  function full_name(person) {
    const plain2 = person.about === "" || person.about.toLowerCase() === person.name.toLowerCase();
    return plain2 ? person.name : `${person.name}, ${person.about}`;
  }
  function notes(app) {
    const toast = app.state.toast ?? null;
    const drop_note = () => {
      app.ui.note = null;
      app.redraw();
    };
    return h(
      "div",
      { class: "notes", key: "notes", role: "status" },
      app.ui.link === "lost" && h("div", { class: "note note-lost", key: "lost" }, "The sandbox does not answer. Trying again …"),
      toast !== null && note(`toast ${toast.id}`, toast.text, () => void app.act("dismiss", { toast: toast.id })),
      app.ui.note !== null && note("note", app.ui.note, drop_note)
    );
  }
  function note(key, words2, close) {
    return h(
      "div",
      { class: "note", key },
      h("span", null, words2),
      h("button", { type: "button", class: "close", "aria-label": "Dismiss", onclick: close }, "×")
    );
  }

  // src/home.ts
  function home_pane(app) {
    const view = app.state.home?.view;
    const ready = view !== null && view !== void 0 && Array.isArray(view.blocks);
    const surface = { id: "home", address: { view_id: view?.id ?? "home" }, blocks: view?.blocks ?? [], errors: {} };
    return h(
      "main",
      { class: "pane pane-home", key: "home", "aria-label": "Tocsin Home" },
      h("header", { class: "pane-head" }, h("h2", null, "Tocsin Home")),
      h(
        "div",
        { class: "scroller", role: "region", tabindex: 0, "aria-label": "Home" },
        ready ? h("div", { class: "home" }, blocks(app, surface)) : h("p", { class: "empty" }, "Tocsin has not published a Home for you yet.")
      )
    );
  }

  // src/inspector.ts
  var max_shown = 200;
  function members(value) {
    return typeof value === "object" && value !== null ? value : {};
  }
  function summary(entry) {
    const payload = members(entry.payload);
    const answer2 = members(entry.answer);
    switch (entry.what) {
      case "envelope": {
        const action = members(Array.isArray(payload.actions) ? payload.actions[0] : null).action_id;
        const what = payload.command === void 0 ? action ?? members(payload.event).type ?? payload.type : `${payload.command} ${payload.text ?? ""}`;
        const retry = Number(entry.retry_attempt ?? 0) > 0 ? `, retry ${entry.retry_attempt}` : "";
        return `${entry.type}: ${what ?? ""}${retry}`;
      }
      case "ack":
        return `after ${entry.after_ms} ms${entry.payload === null ? "" : ", with a payload"}`;
      case "call":
        return `${entry.method}: ${answer2.ok === true ? "ok" : answer2.error ?? entry.fault ?? entry.status}`;
      default:
        return Object.entries(entry).filter(([name, value]) => !["n", "at", "what"].includes(name) && typeof value !== "object").map(([name, value]) => `${name} ${value}`).join(", ");
    }
  }
  function inspector_pane(app) {
    const close = () => {
      app.ui.panel = null;
      app.redraw();
    };
    const wanted = app.ui.transcript_filter.toLowerCase();
    const shown = app.ui.transcript.filter((entry) => `${entry.what} ${summary(entry)}`.toLowerCase().includes(wanted)).slice(-max_shown).reverse();
    return h(
      "aside",
      { class: "pane pane-inspector", key: "inspector", "aria-label": "Inspector" },
      h(
        "header",
        { class: "pane-head" },
        h("h2", null, "Inspector"),
        h("span", { class: "pane-note" }, `${app.ui.transcript.length} entries`),
        h(
          "button",
          { type: "button", class: "close", "aria-label": "Close the inspector", onclick: close },
          "×"
        )
      ),
      h("div", { class: "inspector-filter" }, h("input", {
        class: "text-input",
        type: "search",
        placeholder: "Filter: envelope, chat.update …",
        "aria-label": "Filter the transcript",
        value: app.ui.transcript_filter,
        oninput: (event) => {
          app.ui.transcript_filter = event.target.value;
          app.redraw();
        }
      })),
      h(
        "div",
        { class: "scroller", role: "region", tabindex: 0, "aria-label": "Transcript" },
        shown.length === 0 ? h("p", { class: "empty" }, "Nothing here yet.") : shown.map((entry) => row(app, entry))
      )
    );
  }
  function row(app, entry) {
    const { n, at, what, ...body2 } = entry;
    const key = `entry ${n}`;
    const open = app.ui.folded.get(key) === false;
    const toggle = (event) => {
      event.preventDefault();
      app.ui.folded.set(key, open);
      app.redraw();
    };
    return h(
      "details",
      { class: "entry", key, open },
      h(
        "summary",
        { onclick: toggle },
        h("time", { datetime: at }, at.replace(/^.*T/, "").replace(/(\.\d{3})?\d*Z$/, "$1")),
        h("span", { class: "entry-kind" }, what),
        h("span", null, summary(entry))
      ),
      open && h("pre", null, JSON.stringify(body2, null, 2))
    );
  }

  // src/tour_bar.ts
  var mark = "data-tour";
  function tour_bar(app) {
    const { tour } = app.ui;
    if (tour === null) {
      return null;
    }
    const steps = steps_of(app, tour);
    const at = steps.findIndex((step) => !step.done);
    const skip = () => {
      tour.skipped.add(at);
      app.redraw();
    };
    return h(
      "section",
      { class: "tour", key: "tour", "aria-label": "Guided tour" },
      h(
        "ol",
        { class: "tour-steps" },
        steps.map((step, i) => step_shown(step.title, step.done, i === at, i))
      ),
      h(
        "div",
        { class: "tour-line" },
        h(
          "p",
          { role: "status" },
          at >= 0 && h("strong", null, `Step ${at + 1} of ${steps.length}. `),
          hint_of(app, tour).words
        ),
        h(
          "div",
          { class: "tour-buttons" },
          h(
            "button",
            {
              type: "button",
              class: "button",
              key: "where",
              mount: (button3) => button3.focus(),
              onclick: show_where
            },
            "Show me where"
          ),
          at > 0 && h("button", { type: "button", class: "button", key: "skip", onclick: skip }, "Skip this step"),
          h(
            "button",
            { type: "button", class: "button", key: "end", onclick: () => end_tour(app) },
            at >= 0 ? "End the tour" : "Close"
          )
        )
      )
    );
  }
  function step_shown(title, done, here, i) {
    return h(
      "li",
      {
        class: here ? "tour-here" : done ? "tour-done" : "",
        key: `${i}`,
        "aria-current": here ? "step" : null
      },
      h("span", { class: "tour-number", "aria-hidden": "true" }, done ? "✓" : `${i + 1}`),
      title,
      done && h("span", { class: "unseen" }, ", done")
    );
  }
  function is_on_screen(element2) {
    return element2.getClientRects().length > 0;
  }
  function mark_where(app) {
    const before = document.querySelector(`[${mark}]`);
    const where = app.ui.tour === null ? [] : hint_of(app, app.ui.tour).where;
    const target = where.map((selector) => document.querySelector(selector)).find((element2) => element2 !== null && is_on_screen(element2)) ?? null;
    if (target === before) {
      return;
    }
    before?.removeAttribute(mark);
    target?.setAttribute(mark, "");
    bring_into_view(target);
  }
  function bring_into_view(target) {
    target?.scrollIntoView({ block: target.matches("article") ? "start" : "nearest" });
  }
  function show_where() {
    const target = document.querySelector(`[${mark}]`);
    const able = "a[href], button, input, select, textarea, [tabindex]";
    const focusable = target?.matches(able) === true ? target : target?.querySelector(able);
    bring_into_view(target);
    focusable?.focus({ preventScroll: true });
  }

  // src/trouble.ts
  var text2 = (name, label, initial = "") => ({ name, label, initial, kind: "text" });
  var number = (name, label, initial) => ({ name, label, initial, kind: "number" });
  var flag = (name, label) => ({ name, label, initial: "", kind: "flag" });
  var choice = (name, label, choices) => ({ name, label, choices, initial: choices[0]?.[0] ?? "", kind: "text" });
  var troubles = [
    {
      kind: "disconnect",
      title: "Slack asks a connection to go",
      settings: [choice(
        "reason",
        "Reason",
        [
          ["warning", "warning: closes in 10 seconds"],
          ["refresh_requested", "refresh_requested"],
          ["link_disabled", "link_disabled: Socket Mode switched off"],
          ["too_many_websockets", "too_many_websockets"]
        ]
      )]
    },
    { kind: "cut", title: "A connection breaks without a word", settings: [flag("all", "All connections")] },
    { kind: "silence", title: "Slack falls silent", settings: [number("seconds", "For seconds", "30")] },
    {
      kind: "fail",
      title: "The next calls go wrong",
      settings: [
        text2("method", "Method", "chat.postMessage"),
        number("times", "Times", "1"),
        text2("error", "Slack's error", "internal_error"),
        number("status", "HTTP status", ""),
        number("retry_after", "Retry after seconds", ""),
        number("hang_s", "Hang for seconds", ""),
        flag("cut", "Cut the connection"),
        flag("after_doing", "Only after the work is done")
      ]
    },
    {
      kind: "unknown_block",
      title: "A block type is refused",
      settings: [choice(
        "type",
        "Type",
        [
          ["container", "container"],
          ["alert", "alert"],
          ["markdown", "markdown"],
          ["context_actions", "context_actions"],
          ["data_table", "data_table"],
          ["data_visualization", "data_visualization"]
        ]
      )]
    },
    {
      kind: "duplicate",
      title: "Envelopes come twice",
      settings: [number("times", "The next", "1"), flag("new_envelope_id", "With a new envelope ID")]
    },
    {
      kind: "limits",
      title: "Rate limits",
      settings: [choice("mode", "Mode", [["off", "off"], ["normal", "normal"], ["strict", "strict"]])]
    },
    {
      kind: "provider",
      title: "The phone company refuses",
      settings: [
        number("times", "Times", "1"),
        number("status", "HTTP status", "503"),
        number("code", "Twilio's code", "")
      ]
    },
    { kind: "late_triggers", title: "Trigger IDs have always expired", settings: [] },
    {
      kind: "send_raw",
      title: "A raw frame to the bot",
      settings: [text2("text", "Text", '{"type":"surprise"}')]
    }
  ];
  function trouble_dialog(app) {
    const close = () => {
      app.ui.panel = null;
      app.redraw();
    };
    return dialog(
      "trouble",
      "Trouble",
      close,
      [
        h(
          "p",
          { class: "hint" },
          "What a bot has to live with. Each button makes it happen once; see the inspector."
        ),
        ...troubles.map((trouble) => one(app, trouble))
      ],
      [h("button", { type: "button", class: "button", onclick: close }, "Close")]
    );
  }
  function one(app, trouble) {
    const make = (event) => {
      event.preventDefault();
      const form2 = new FormData(event.currentTarget);
      const members2 = {};
      for (const setting2 of trouble.settings) {
        const value = String(form2.get(setting2.name) ?? "");
        if (value !== "") {
          members2[setting2.name] = setting2.kind === "number" ? Number(value) : setting2.kind === "flag" ? true : value;
        }
      }
      void app.act("trouble", { kind: trouble.kind, ...members2 }).then((answer2) => {
        if (answer2.ok) {
          app.ui.note = `Done: ${trouble.title.toLowerCase()}.`;
          app.redraw();
        }
      });
    };
    return h(
      "form",
      { class: "trouble", key: trouble.kind, onsubmit: make, "aria-label": trouble.title },
      h("h3", null, trouble.title),
      h(
        "div",
        { class: "trouble-settings" },
        trouble.settings.map(setting),
        h("button", { type: "submit", class: "button" }, "Make it happen")
      )
    );
  }
  function setting(which) {
    if (which.choices !== void 0) {
      return h(
        "label",
        { class: "setting" },
        which.label,
        h(
          "select",
          { class: "select", name: which.name },
          which.choices.map(([value, label]) => h("option", { value }, label))
        )
      );
    }
    if (which.kind === "flag") {
      return h(
        "label",
        { class: "setting setting-flag" },
        h("input", { type: "checkbox", name: which.name }),
        which.label
      );
    }
    return h("label", { class: "setting" }, which.label, h("input", {
      class: "text-input",
      type: which.kind,
      name: which.name,
      min: which.kind === "number" ? 0 : null,
      mount: (field) => field.value = which.initial
    }));
  }

  // src/main.ts
  var root = document.getElementById("page");
  var log = document.getElementById("announcer");
  var first_person = "U000DANA";
  function start() {
    let state = null;
    let received_ms = 0;
    let feed = null;
    let drawing = false;
    let opener = null;
    let errors_shown = "";
    const ui = new_ui();
    const app = {
      get state() {
        return state;
      },
      ui,
      me: new URLSearchParams(location.search).get("as") ?? first_person,
      now: () => {
        const since_ms = app.state.clock_runs === false ? 0 : performance.now() - received_ms;
        return new Date(Date.parse(app.state.now) + since_ms);
      },
      text: () => ({ state: app.state, now: app.now(), open_thread: app.open_thread }),
      act: async (name, members2 = {}) => {
        if (name !== "read") {
          ui.note = null;
        }
        const answer2 = await act(app.me, name, members2);
        if (!answer2.ok && name !== "suggest" && name !== "read") {
          ui.note = error_words(answer2.error);
          app.redraw();
        }
        return answer2;
      },
      become: (user) => {
        history.replaceState(null, "", `?as=${encodeURIComponent(user)}`);
        ui.thread = null;
        ui.menu = null;
        app.me = user;
        listen();
        if (ui.place.kind === "home") {
          void app.act("open_home");
        }
        app.redraw();
      },
      go: (place2) => {
        ui.place = place2;
        ui.sidebar_open = false;
        if (ui.thread !== null && (place2.kind === "home" || place2.id !== ui.thread.channel)) {
          ui.thread = null;
        }
        if (place2.kind === "home") {
          void app.act("open_home");
        }
        mark_read();
        app.redraw();
      },
      open_thread: (channel, ts) => {
        ui.place = { kind: "channel", id: channel };
        ui.thread = { channel, ts };
        ui.panel = ui.panel === "alerts" ? null : ui.panel;
        mark_read();
        app.redraw();
        requestAnimationFrame(() => document.getElementById("composer-thread")?.focus());
      },
      redraw: () => {
        if (!drawing) {
          drawing = true;
          queueMicrotask(() => {
            drawing = false;
            if (state !== null) {
              draw();
            }
          });
        }
      }
    };
    const announce = announcer(app, log);
    function listen() {
      feed?.close();
      feed = follow(app.me, take, (open) => {
        ui.link = open ? "open" : "lost";
        if (!open && state === null) {
          patch(root, [h("p", { class: "empty" }, "The sandbox does not answer. Trying again …")]);
        }
        app.redraw();
      });
    }
    function take(next) {
      const gone = (state?.views ?? []).filter((view) => !next.views.some((other) => other.id === view.id));
      state = next;
      received_ms = performance.now();
      gone.forEach((view) => forget(app, view.id));
      mark_read();
      app.redraw();
      announce();
      if (ui.panel === "inspector") {
        void load_transcript();
      }
    }
    function here() {
      const { channels, team } = app.state;
      const { place: place2 } = ui;
      return place2.kind === "home" ? null : channels.find((channel) => channel.id === place2.id) ?? channels.find((channel) => channel.members?.includes(team.bot_user)) ?? channels[0] ?? null;
    }
    function mark_read() {
      const channel = here();
      if (channel !== null && app.state.you === app.me && channel.unread > 0 && channel.members?.includes(app.state.you) !== false && document.visibilityState === "visible") {
        void app.act("read", { channel: channel.id });
      }
    }
    async function load_transcript() {
      ui.transcript = await transcript();
      app.redraw();
    }
    function draw() {
      const channel = here();
      if (channel !== null) {
        ui.place = { kind: "channel", id: channel.id };
      }
      const thread = ui.thread;
      const thread_channel = thread === null ? null : app.state.channels.find((one2) => one2.id === thread.channel) ?? null;
      const had_dialog = document.querySelector("dialog") !== null;
      const before = document.activeElement;
      if (ui.panel === "inspector" && document.querySelector(".pane-inspector") === null) {
        void load_transcript();
      }
      const at_end = [...document.querySelectorAll("[data-stick]")].filter(
        (one2) => one2.scrollHeight - one2.scrollTop - one2.clientHeight < 40
      );
      const panes2 = [
        channel === null ? home_pane(app) : channel_pane(app, channel),
        thread !== null && thread_channel !== null && thread_pane(app, thread_channel, thread.ts),
        ui.panel === "alerts" && alert_pane(app),
        ui.panel === "inspector" && inspector_pane(app),
        phone_pane(app)
      ];
      const open_dialogs = dialogs();
      const top2 = open_dialogs.at(-1);
      top2?.children.push(notes(app));
      patch(root, [
        top_bar(app),
        narration(app),
        tour_bar(app),
        h(
          "div",
          { class: "body", key: "body" },
          sidebar(app),
          h("div", { class: "panes", key: "panes" }, panes2)
        ),
        open_dialogs,
        top2 === void 0 && notes(app)
      ]);
      at_end.forEach((one2) => one2.scrollTop = one2.scrollHeight);
      keep_focus(had_dialog, before);
      mark_where(app);
    }
    function dialogs() {
      const view = app.state.views.at(-1);
      return [
        ui.panel === "trouble" ? trouble_dialog(app) : null,
        ui.panel === "differences" ? differences_dialog(app) : null,
        ui.panel === "reset" ? reset_dialog(app) : null,
        view === void 0 ? null : form(app, view),
        ui.question === null ? null : question(app, ui.question)
      ].filter((one2) => one2 !== null);
    }
    function keep_focus(had_dialog, before) {
      const has_dialog = document.querySelector("dialog") !== null;
      if (has_dialog && !had_dialog) {
        opener = before;
      } else if (!has_dialog && had_dialog) {
        const back = opener instanceof HTMLElement && opener.isConnected && opener !== document.body ? opener : document.getElementById("composer-channel");
        back?.focus();
      }
      const top2 = app.state.views.at(-1);
      const errors = top2 === void 0 ? "" : JSON.stringify([top2.id, top2.errors ?? {}, ui.errors.get(top2.id) ?? {}]);
      if (errors !== errors_shown && errors.includes(":")) {
        focus_first_error();
      }
      errors_shown = errors;
    }
    function close_menu() {
      if (ui.menu !== null) {
        ui.menu = null;
        app.redraw();
      }
    }
    document.addEventListener("click", close_menu);
    document.addEventListener("wheel", close_menu, { passive: true });
    document.addEventListener("visibilitychange", () => state !== null && mark_read());
    window.setInterval(() => {
      if (state !== null && state.clock_runs !== false) {
        app.redraw();
      }
    }, 1e3);
    patch(root, [h("p", { class: "empty" }, "Connecting to the sandbox …")]);
    listen();
  }
  start();
})();
