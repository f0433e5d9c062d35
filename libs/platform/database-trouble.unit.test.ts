import { describe, expect, test } from '@jest/globals';
import { EventStoreAwayError } from '@overstap/kernel';
import { databaseTrouble } from './database-trouble.js';

const failed = (more: object, message = 'failed'): Error => Object.assign(new Error(message), more);

describe('what a failed call to the database says', () => {
  test.each([
    ['a server that shuts down', failed({ code: '57P01' }), 'away'],
    ['a server that starts', failed({ code: '57P03' }), 'away'],
    ['too many connections', failed({ code: '53300' }), 'away'],
    ['a deadlock', failed({ code: '40P01' }), 'away'],
    ['a socket that is not there', failed({ code: 'ENOENT', syscall: 'connect' }), 'away'],
    ['a port that nobody listens on', failed({ code: 'ECONNREFUSED', syscall: 'connect' }), 'away'],
    ['a name that nobody knows', failed({ code: 'ENOTFOUND', syscall: 'getaddrinfo' }), 'away'],
    ['a machine that is not there', failed({ code: 'EHOSTUNREACH', syscall: 'connect' }), 'away'],
    ['a connection that comes about for nobody', new Error('timeout expired'), 'away'],
    ['a broken pipe', failed({ code: 'EPIPE', syscall: 'write' }), 'away'],
    ['both addresses of localhost', new AggregateError([failed({ code: 'ECONNREFUSED', syscall: 'connect' })]), 'away'],
    ['a connection that ended', new Error('Connection terminated unexpectedly'), 'away'],
    ['an event store beside it that is away', new EventStoreAwayError('KurrentDB is away.'), 'away'],
    ['a disk without room', failed({ code: '53100' }), 'full'],
    ['a file of our own without room', failed({ code: 'ENOSPC', syscall: 'write' }), 'full'],
    ['a file that is not there', failed({ code: 'ENOENT', syscall: 'open' }), undefined],
    ['a value that is refused', failed({ code: '22P02' }), undefined],
    ['a row that is there already', failed({ code: '23505' }), undefined],
    ['a table that is not there', failed({ code: '42P01' }), undefined],
    ['a query with a value too many', failed({ code: '08P01' }), undefined],
    ['a mistake of the program', new TypeError('x is not a function'), undefined],
    ['something that is no error', { code: '57P01' }, undefined],
  ])('%s', (_what, error, trouble) => {
    expect(databaseTrouble(error)).toBe(trouble);
  });
});
