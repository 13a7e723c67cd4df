import assert from 'node:assert/strict';
import test from 'node:test';

import { judgeAcknowledgment, judgeAccepted, judgePaged, judgeSends } from './history.mjs';

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

test('what was accepted has to be there, and a page leaves twice only after trouble', () => {
    assert.deepEqual(judgeAccepted(['a', 'b'], ['b', 'a', 'c']), []);
    assert.equal(judgeAccepted(['a', 'b'], ['a']).length, 1);
    const sends = (...ats) => ats.map((at) => ({ id: 'p', at }));
    assert.deepEqual(judgeSends([...sends(10, 25), { id: 'q', at: 11 }], [9], 20), []);
    assert.equal(judgeSends(sends(10, 25), [], 20).length, 1);
    assert.equal(judgeSends(sends(10, 25), [26], 20).length, 1);
    assert.equal(judgeSends(sends(10, 50), [9], 20).length, 1);
    assert.equal(judgeSends(sends(10, 15, 20), [9], 20).length, 1);
    assert.deepEqual(judgePaged(['INC-1'], ['INC-12 is open', 'INC-1 is open']), []);
    assert.equal(judgePaged(['INC-1'], ['INC-12 is open']).length, 1);
});
