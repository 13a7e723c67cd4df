import assert from 'node:assert/strict';
import test from 'node:test';

import { judgeAcknowledgment, judgeAccepted, judgeSends } from './history.mjs';

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

test('what was accepted has to be there, and no page leaves more often than processes crash', () => {
    assert.deepEqual(judgeAccepted(['a', 'b'], ['b', 'a', 'c']), []);
    assert.equal(judgeAccepted(['a', 'b'], ['a']).length, 1);
    assert.deepEqual(judgeSends(new Map([['p', 2], ['q', 1]]), 1), []);
    assert.equal(judgeSends(new Map([['p', 3]]), 1).length, 1);
});
