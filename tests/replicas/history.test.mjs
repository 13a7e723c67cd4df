import assert from 'node:assert/strict';
import test from 'node:test';

import {
    judgeAcknowledgment, judgeAccepted, judgeCutOff, judgeEnds, judgeLevels, judgeOnce, judgeResolved, judgeSends, judgeSilence, judgeWaits,
} from './history.mjs';

const ack = (by, began, ended, seen) => ({ kind: 'ack', by, began, ended, seen });
const read = (began, ended, seen) => ({ kind: 'read', began, ended, seen });

test('the first of two who acknowledge is seen by everybody afterwards', () => {
    assert.deepEqual(
        judgeAcknowledgment([
            read(0, 1, null),
            ack('dana', 2, 6, 'dana'),
            ack('lee', 3, 7, 'dana'),
            read(4, 5, null),
            read(5, 6, 'dana'),
            read(8, 9, 'dana'),
        ]),
        [],
    );
});

test('an acknowledgment without an answer may have counted, or not', () => {
    assert.deepEqual(judgeAcknowledgment([ack('dana', 0, Infinity), read(5, 6, 'dana')]), []);
    assert.deepEqual(judgeAcknowledgment([ack('dana', 0, Infinity), read(5, 6, null), ack('lee', 7, 8, 'lee')]), []);
});

test('what cannot be is found', () => {
    const wrong = (...operations) => assert.equal(judgeAcknowledgment(operations).length > 0, true);
    wrong(ack('dana', 0, 1, 'dana'), ack('lee', 2, 3, 'lee'));
    wrong(ack('dana', 0, 1, 'dana'), read(2, 3, null));
    wrong(ack('dana', 0, 1, 'dana'), ack('lee', 2, 3, 'dana'), read(4, 5, 'lee'));
    wrong(read(0, 1, 'dana'), ack('dana', 2, 3, 'dana'));
    wrong(read(0, 1, 'dana'));
    wrong(ack('dana', 0, Infinity), read(1, 2, 'dana'), read(3, 4, null));
});

const dana = '+12025550101';
const lee = '+12025550102';
const page = (at, incident, more = {}) => ({ at, id: `id-${incident}-${more.to ?? dana}`, by: 0, to: dana, incident, text: `SEV 1 INCIDENT: Trouble\n${incident}.`, ...more });
const trouble = (kind, began, ended, replica) => ({ kind, began, ended, replica });
const one = (problems) => assert.equal(problems.length, 1, problems.join('\n'));
const none = (problems) => assert.deepEqual(problems, []);

test('what was accepted has to be there, soon, and what was resolved has to be over', () => {
    none(judgeAccepted(['a', 'b'], ['b', 'a', 'c']));
    one(judgeAccepted(['a', 'b'], ['a']));
    const alert = (key, resolved, unanswered) => ({ key, resolved, unanswered });
    none(judgeResolved([alert('a', true, 0), alert('b', false, 0)], ['b']));
    none(judgeResolved([alert('a', true, 1)], ['a'])); // its request may have come after the resolution
    one(judgeResolved([alert('a', true, 0), alert('b', false, 0)], ['a', 'b']));
});

const failed_over = [trouble('fail over', 100_000, 112_000, 'all')];

test('an alert is accepted within ten seconds, and within thirty where the database fails over meanwhile', () => {
    const wait = (ms, began = 105_000) => [{ key: 'a', began, ended: began + 5 }, { key: 'b', began, ended: began + ms }];
    none(judgeWaits(wait(10_000), []));
    one(judgeWaits(wait(10_001), []));
    one(judgeWaits(wait(15_000), [trouble('kill', 105_000, 108_000, 0)]));
    one(judgeWaits(wait(15_000), [trouble('cut from the database', 105_000, 117_000, 0)]));
    none(judgeWaits(wait(30_000), failed_over));
    one(judgeWaits(wait(30_001), failed_over));
    none(judgeWaits(wait(15_000), [trouble('fail over', 114_000, Infinity, 'all')]));
    // It had failed over before, or when the alert was late already.
    one(judgeWaits(wait(15_000, 112_001), failed_over));
    one(judgeWaits(wait(15_000, 89_999), failed_over));
});

test('a page leaves again only when whoever sent it first was in trouble then', () => {
    const again = (first, second, by = 0) => [page(first, 'INC-1', { by }), page(second, 'INC-1', { by: 1 })];
    none(judgeSends([page(10_000, 'INC-1'), page(10_001, 'INC-2')], []));
    none(judgeSends(again(10_000, 19_000), [trouble('kill', 11_000, 14_000, 0)]));
    none(judgeSends(again(10_000, 19_000), [trouble('pause', 9_000, 21_000, 0)]));
    none(judgeSends(again(10_000, 19_000), [trouble('fail over', 9_000, 12_000, 'all')]));
    none(judgeSends(again(10_000, 19_000), [trouble('cut from the database', 10_001, 22_000, 0)]));
    one(judgeSends(again(10_000, 19_000), [trouble('cut from the database', 10_001, 22_000, 1)]));
    one(judgeSends([...again(10_000, 19_000), page(22_500, 'INC-1')], [trouble('cut from the database', 10_001, 22_000, 0)]));
    one(judgeSends(again(10_000, 12_000), []));
    // Somebody was in trouble shortly before the second one left, which was enough once: another replica, …
    one(judgeSends(again(10_000, 12_000), [trouble('kill', 9_000, 11_000, 2)]));
    // … one whose trouble was over, or came when the page had long left, …
    one(judgeSends(again(10_000, 12_000), [trouble('kill', 5_000, 9_000, 0)]));
    one(judgeSends(again(10_000, 20_000), [trouble('kill', 19_500, 21_000, 0)]));
    // … or the one that sent it second.
    one(judgeSends(again(10_000, 12_000), [trouble('kill', 9_000, 14_000, 1)]));
    // Once more, and not twice.
    one(judgeSends([...again(10_000, 12_000), page(13_000, 'INC-1')], [trouble('kill', 9_000, 14_000, 0)]));
});

test('nobody is paged for what is acknowledged', () => {
    const acknowledged = [{ name: 'INC-1', at: 10_000 }];
    const at = (ms, ...troubles) => judgeSilence(acknowledged, [page(10_000 + ms, 'INC-1', { by: 1 })], troubles);
    none(at(-500));
    none(at(900));
    one(at(1_100));
    none(at(2_900, trouble('kill', 9_000, 11_000, 0)));
    one(at(3_100, trouble('kill', 9_000, 11_000, 0)));
    one(at(2_900, trouble('kill', 8_000, 9_500, 0)));
    // It left when the replica that sends it went on.
    none(at(12_900, trouble('pause', 10_500, 22_500, 1)));
    one(at(12_900, trouble('pause', 10_500, 22_500, 0)));
    one(at(16_000, trouble('pause', 10_500, 22_500, 1)));
    // It leaves by a replica that cannot know of the acknowledgment, and may not for longer than by another one.
    none(at(2_900, trouble('cut from the database', 9_000, 21_000, 1)));
    one(at(3_100, trouble('cut from the database', 9_000, 21_000, 1)));
    // Level two, which an acknowledgment ends, and one that another page names beside itself.
    one(judgeSilence(acknowledged, [page(20_000, 'INC-1', { to: lee })], []));
    one(judgeSilence(acknowledged, [page(20_000, 'INC-2', { text: '2 open pages: INC-2 SEV 1 a, INC-1 SEV 1 b. Reply 1 ALL to acknowledge them.' })], []));
    // INC-12 is not INC-1, and who is told that it is over is not paged.
    none(judgeSilence(acknowledged, [page(20_000, 'INC-12')], []));
    none(judgeSilence(acknowledged, [page(20_000, 'INC-1', { text: 'INC-1 Trouble: Lee acknowledged at 08:01 UTC. You are not needed now. Thread: x' })], []));
});

test('whoever is cut from the database sends nothing after what was in hand', () => {
    const at = (ms, by = 0) => judgeCutOff([page(10_000 + ms, 'INC-1', { by })], [trouble('cut from the database', 10_000, 22_000, 0)]);
    none(at(-1));
    none(at(2_900));
    one(at(3_100));
    one(at(11_900));
    none(at(12_100));
    none(at(9_000, 1));
    none(judgeCutOff([page(19_000, 'INC-1')], [trouble('cut', 10_000, 22_000, 0)])); // it came when the packets did
});

test('one number is told of an incident by one page', () => {
    const both = '2 open pages: INC-2 SEV 1 a, INC-1 SEV 1 b. Reply 1 ALL to acknowledge them.';
    none(judgeOnce([page(0, 'INC-1'), page(9_000, 'INC-1'), page(10_000, 'INC-1', { to: lee }), page(0, 'INC-2')]));
    none(judgeOnce([page(0, 'INC-2', { text: both })]));
    none(judgeOnce([page(0, 'INC-1'), page(1, 'INC-1', { id: 'notice', text: 'INC-1 Trouble: Lee acknowledged at 08:01 UTC. You are not needed now.' })]));
    one(judgeOnce([page(0, 'INC-1'), page(1, 'INC-1', { id: 'another' })]));
    one(judgeOnce([page(0, 'INC-1'), page(1, 'INC-2', { text: both })]));
});

test('whom nobody answers for is paged level by level, as the receiver saw it', () => {
    const levels = [{ to: dana, after_ms: 0 }, { to: lee, after_ms: 10_000 }];
    const judge = (...pages) => judgeLevels([{ name: 'INC-1', detected: 1000 }], levels, pages, []);
    const first = page(1_100, 'INC-1');
    const second = (at, more) => page(at, 'INC-1', { to: lee, ...more });
    none(judge(first, second(11_000)));
    none(judge(first, second(21_000)));
    one(judge(first));
    one(judge(second(11_000)));
    one(judge(first, second(10_900)));
    one(judge(first, second(21_001)));
    one(judge(page(12_000, 'INC-1'), second(12_000)));
    one(judge(first, second(11_000, { incident: 'INC-12', text: 'SEV 1 INCIDENT: Trouble\nINC-12.' })));
    one(judge(first, second(11_000), page(2_000, 'INC-1', { to: '+12025550103' })));
    // Named beside another, or only counted there: one text counts no more than it says.
    const several = (text) => page(11_500, 'INC-2', { to: lee, text });
    none(judge(first, several('2 open pages: INC-2 SEV 1 a, INC-1 SEV 1 b. Reply 1 ALL to acknowledge them.')));
    none(judge(first, several('3 open pages: INC-2 SEV 1 a, INC-3 SEV 1 b and 1 more. Reply 1 ALL to acknowledge them.')));
    one(judge(first, several('2 open pages: INC-2 SEV 1 a, INC-3 SEV 1 b. Reply 1 ALL to acknowledge them.')));
    const two = ['INC-1', 'INC-4'].map((name) => ({ name, detected: 1000 }));
    one(judgeLevels(two, levels, [first, page(1_100, 'INC-4'), several('3 open pages: INC-2 SEV 1 a, INC-3 SEV 1 b and 1 more. Reply 1 ALL to acknowledge them.')], []));
});

test('a level is late by ten seconds at most, and by thirty where the database fails over when it is due', () => {
    const levels = [{ to: dana, after_ms: 0 }, { to: lee, after_ms: 10_000 }];
    const pages = (name, detected, late) => [page(detected + 100, name), page(detected + 10_000 + late, name, { to: lee })];
    const late = (ms, troubles, detected = 95_000) => judgeLevels([{ name: 'INC-1', detected }], levels, pages('INC-1', detected, ms), troubles);
    for (const kind of ['kill', 'pause', 'cut', 'cut from the database']) {
        none(late(10_000, [trouble(kind, 100_000, 112_000, 0)]));
        one(late(15_000, [trouble(kind, 100_000, 112_000, 0)]));
    }
    none(late(15_000, failed_over));
    none(late(30_000, failed_over));
    one(late(30_001, failed_over));
    none(late(15_000, [trouble('kill', 100_000, 103_000, 0), trouble('fail over', 114_000, Infinity, 'all')]));
    // It had failed over before the level was due, or when it was late already.
    one(late(15_000, failed_over, 102_001));
    one(late(15_000, failed_over, 79_999));
    // The fail-over of another incident, played in the same batch, excuses nothing.
    const two = [{ name: 'INC-1', detected: 95_000 }, { name: 'INC-2', detected: 130_000 }];
    one(judgeLevels(two, levels, [...pages('INC-1', 95_000, 15_000), ...pages('INC-2', 130_000, 15_000)], [...failed_over, trouble('kill', 139_000, 142_000, 0)]));
    // The first level too, and one that another page counts.
    one(judgeLevels([{ name: 'INC-1', detected: 95_000 }], levels, [page(110_000, 'INC-1'), page(105_100, 'INC-1', { to: lee })], []));
    const counted = [page(95_100, 'INC-1'), page(120_000, 'INC-2', { to: lee, text: '3 open pages: INC-2 SEV 1 a, INC-3 SEV 1 b and 1 more. Reply 1 ALL to acknowledge them.' })];
    none(judgeLevels([{ name: 'INC-1', detected: 95_000 }], levels, counted, failed_over));
    one(judgeLevels([{ name: 'INC-1', detected: 95_000 }], levels, counted, []));
});

test('a replica ends as it was told to', () => {
    const end = (asked, code, signal = null, at = 10_000) => [{ replica: 0, at, asked, code, signal }];
    const just_now = [trouble('fail over', 9_000, 9_500, 'all')];
    none(judgeEnds(end('kill', null, 'SIGKILL'), []));
    none(judgeEnds(end('stop', 0), []));
    none(judgeEnds(end(null, 5), just_now));
    one(judgeEnds(end(null, null, 'SIGSEGV'), just_now));
    one(judgeEnds(end(null, null, 'SIGKILL'), []));
    one(judgeEnds(end('kill', null, 'SIGABRT'), []));
    one(judgeEnds(end('stop', null, 'SIGSEGV'), []));
    one(judgeEnds(end('stop', 1), []));
    one(judgeEnds(end('stop', null), [])); // it went on
    one(judgeEnds(end('stop', 5), just_now));
    one(judgeEnds(end(null, 5), []));
    one(judgeEnds(end(null, 5, null, 20_000), just_now));
    one(judgeEnds(end(null, 0), just_now));
    one(judgeEnds(end(null, 1), just_now));
});
