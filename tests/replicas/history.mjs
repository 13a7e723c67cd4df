// What the clients saw, judged: whether there is an order of everything that agrees with it. Knows no network and no
// bot, so that it can be tried on histories that are known to be wrong.
//
// An operation is {kind, began, ended, by, seen}: instants of one clock; `ended` is Infinity where no answer came, and
// nobody knows then whether it took effect. `kind` is
//   "ack"   somebody wants to be the one who acknowledged; `seen` is who it was by the answer, undefined without one
//   "read"  `seen` is who acknowledged, null while nobody has

// The acknowledgment of an incident is written once and never changes. Answers sentences about what cannot be.
export function judgeAcknowledgment(operations) {
    const problems = [];
    const answered = operations.filter((one) => one.ended !== Infinity);
    const winners = new Set(answered.map((one) => one.seen).filter(Boolean));
    if (winners.size > 1) problems.push(`it was acknowledged by ${[...winners].join(' and by ')}`);
    const [winner] = winners;
    // An acknowledgment that is answered has taken effect by then, whoever was first.
    const effects = answered.filter((one) => one.kind === 'ack' || one.seen);
    const surely = Math.min(Infinity, ...effects.map((one) => one.ended));
    for (const one of answered) {
        if (one.kind === 'ack' && !one.seen) problems.push(`${one.by} was told that it is acknowledged, and not by whom`);
        if (one.kind === 'read' && !one.seen && one.began > surely)
            problems.push(`it was read as not acknowledged ${Math.round(one.began - surely)} ms after it was`);
    }
    if (winner !== undefined) {
        const tried = operations.filter((one) => one.kind === 'ack' && one.by === winner);
        const earliest = Math.min(Infinity, ...tried.map((one) => one.began));
        if (tried.length === 0) problems.push(`${winner} acknowledged, and never wanted to`);
        for (const one of answered) {
            if (one.seen === winner && one.ended < earliest)
                problems.push(`${winner} was seen before ${winner} acknowledged`);
        }
    }
    return problems;
}

// Every one that was accepted is there in the end. `accepted` and `found` are lists of keys.
export function judgeAccepted(accepted, found) {
    const there = new Set(found);
    return accepted.filter((key) => !there.has(key)).map((key) => `${key} was accepted and is gone`);
}

// A page has one key however often it is sent: once, and once more where whoever was sending it was in trouble.
// `sends` are {id, at}, `troubles` instants at which one began; `within_ms`: so long after it a page may come again.
export function judgeSends(sends, troubles, within_ms) {
    const problems = [];
    const before = new Map();
    for (const { id, at } of sends) {
        const times = before.get(id) ?? [];
        before.set(id, [...times, at]);
        if (times.length === 0) continue;
        if (times.length > 1) problems.push(`${id} left ${times.length + 1} times`);
        if (!troubles.some((began) => began <= at && at - began <= within_ms))
            problems.push(`${id} left again ${Math.round(at - times.at(-1))} ms later, and nobody was in trouble`);
    }
    return problems;
}

// Whoever has to be paged is. `texts`: what was sent.
export function judgePaged(names, texts) {
    return names.filter((name) => !texts.some((text) => new RegExp(`${name}\\b`).test(text))).map((name) => `${name}: nobody was paged`);
}
