import { faults } from '../../../../emulator/index.js'
import { refusal } from './refused.ts'
import { answering, beforeStart, type StartEnd } from './start-end.ts'

/** Nothing arrived, or the door was closed: the request may be sent again. */
export const neverArrived: StartEnd[] = [
  { title: 'no fault at all', came: 'started', made: 1 },
  {
    title: 'connection refused once',
    came: 'started',
    made: 1,
    prepare: beforeStart(async ({ front, clock }) => {
      await front.shut()
      clock.plan(clock.now() + 1, () => void front.open())
    }),
  },
  {
    title: 'connection refused for good',
    came: 'not started',
    made: 0,
    posts: 0,
    prepare: beforeStart(({ front }) => front.shut()),
    says: /refused/,
  },
  { title: '429 with Retry-After once', came: 'started', made: 1, posts: 2, prepare: answering(faults.throttled, 1) },
  {
    title: '429 without Retry-After once',
    came: 'started',
    made: 1,
    posts: 2,
    prepare: answering(faults.status(429), 1),
  },
  {
    title: '429 for good',
    came: 'not started',
    made: 0,
    posts: 3,
    prepare: answering(faults.status(429)),
    says: /429/,
  },
  {
    title: '429 with a Retry-After that is too long',
    came: 'not started',
    made: 0,
    prepare: answering(faults.retryAfter(7200, 429)),
    says: /429|Retry-After/,
  },
  {
    title: '503 that says TF400733',
    came: 'started',
    made: 1,
    posts: 2,
    prepare: answering(faults.status(503, { message: 'TF400733: The request has been canceled.' }), 1),
  },
  {
    title: 'an older server',
    came: 'started',
    made: 1,
    setup: { emulator: { maxVersion: '7.0', releasedVersion: '7.0' } },
  },
  {
    title: 'a version that only the start refuses',
    came: 'started',
    made: 1,
    posts: 2,
    prepare: answering(
      faults.status(
        400,
        refusal(
          'VssVersionOutOfRangeException',
          'The requested REST API version of 7.1 is out of range for this server. The latest REST API version this server supports is 7.0.',
        ),
      ),
      1,
    ),
  },
  {
    title: 'a server that does not know template parameters',
    came: 'not started',
    made: 0,
    posts: 0,
    inputs: { parameters: 'env: prod' },
    setup: { emulator: { maxVersion: '6.0', releasedVersion: '6.0' } },
    says: /6\.1/,
  },
  {
    title: 'a disabled pipeline',
    came: 'not started',
    made: 0,
    posts: 0,
    setup: { definition: { queueStatus: 'disabled' } },
    says: /disabled/,
  },
]
