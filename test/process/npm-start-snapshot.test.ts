import { expect, test } from '@jest/globals'
import { localService } from '../../scripts/start/local-service.js'
import { type HostId, type Played, play } from '../../scripts/start/play.js'
import { scenes } from '../../scripts/start/scenes.js'

/**
 * What users see of each scene of `npm start`, to be read by whoever reviews a change. After one that is meant, write the
 * file beside this anew with `npm test -- test/process/npm-start-snapshot -u`.
 */
const hosts: HostId[] = ['github', 'azure']

test.each(scenes)('What users see of npm start is as reviewed: $title', async scene => {
  const played = await Promise.all(hosts.map(host => play(localService(scene), host)))
  for (const one of played) {
    expect([one.host, one.passed, one.leaks]).toEqual([one.host, true, []])
    expect(text(one)).toMatchSnapshot(one.host)
  }
})

/** The log, the outputs that have a value, and each different request, without what differs from run to run. */
function text({ result, requests = [] }: Played): string {
  const outputs = Object.entries(result.outputs).filter(([, value]) => value !== '')
  return [
    'LOG',
    ...result.log,
    '',
    'OUTPUTS',
    ...outputs.map(([name, value]) => `${name}: ${value}`),
    '',
    'REQUESTS',
    ...[...new Set(requests)].map(request => decodeURIComponent(request)).sort(),
  ]
    .map(line => steady(line).trimEnd())
    .join('\n')
}

function steady(line: string): string {
  return (
    line
      .replace(/http:\/\/127\.0\.0\.1:\d+/g, 'http://service')
      .replace(/\b127\.0\.0\.1:\d+/g, 'service')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
      .replace(/\bin \d+(\.\d+)? ?m?s\b/g, 'in <time>')
      .replace(/activity [0-9a-f-]{36}/g, 'activity <id>')
      .replace(/(\d{4}-\d\d-\d\d )?\b\d\d:\d\d UTC/g, '<time> UTC')
      .replace(/\b\d{8}\.\d+/g, '<date>.<number>')
      .replace(/just now|\b\d+s ago/g, '<seconds> ago')
      // How long a build took that goes on with each look at it.
      .replace(/(?<=<seconds> ago {2,})\d+(\.\d+)?s$/, '<seconds>')
      .replace(/: .*azure-devops-builds-[0-9a-z]+\.json$/, ': <temporary folder>/azure-devops-builds-<id>.json')
      .replace(/: .*azure-devops-call-[0-9a-z]+$/, ': <temporary folder>/azure-devops-call-<id>')
      .replace(/\/\S*\/workspace\b/g, '<workspace>')
      .replace(/(?<=\S) {2,}(?=\S)/g, '  ')
  )
}
