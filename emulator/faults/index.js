/**
 * Ready-made answers for `emulator.fault(when, answer)`: each is one thing that went wrong for somebody.
 *
 *     emulator.fault(() => true, faults.bodyCutShort, 1)
 *     emulator.fault(request => request.path.includes('/builds'), faults.retryAfter(2, 429))
 */
export * from './body.js'
export * from './connection.js'
export * from './download.js'
export * from './refusal.js'
export * from './start.js'
