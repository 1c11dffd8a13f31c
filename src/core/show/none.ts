import { counted, listed } from '../base/text.ts'
import type { NearMisses } from '../builds/near-misses.ts'
import type { InputName } from '../inputs/inputs.ts'
import { inputNameOn } from '../inputs/raw-inputs.ts'
import type { Result } from '../result/result.ts'
import { completedOnly } from '../settings/completed-only.ts'
import type { Settings } from '../settings/settings.ts'
import { describeBuild } from './build-words.ts'
import { filtersOf } from './question.ts'

/** What was searched when nothing was found, what there is instead, and what to do. A sentence each. */
export function nothingFound(settings: Settings, { counts }: Result, near: NearMisses, now: number): string[] {
  const { query, wait, output } = settings
  const name = (input: InputName) => inputNameOn(input, output.context)
  const projects = query.projects.includes('*') ? 'every project' : `project ${listed(query.projects)}`
  const later = wait === undefined ? '' : ', then those that were queued later'
  const checked =
    counts.checked === 0 ? 'The service found none' : `Checked ${counted(counts.checked, 'build')}${later}`
  const what = near.newest === undefined ? noOthers(query, near) : `newest: ${describeBuild(near.newest, now)}`
  const ids = query.pipelines.filter(written => /^\d+$/.test(written))
  const mayNotExist = near.newest === undefined && near.isWhole && ids.length > 0
  return [
    `No build found: ${[...filtersOf(query), projects].join(', ')}.`,
    what === '' ? `${checked}.` : `${checked}; ${what}.`,
    ...(mayNotExist ? [`A pipeline that does not exist has no builds either: check the ID ${listed(ids, 'or')}.`] : []),
    ...(near.branches.length > 0 ? [`Did you mean ${name('branch')} ${listed(near.branches, 'or')}?`] : []),
    (wait === undefined && settings.start === undefined
      ? adviceToWait(query, name)
      : `To wait longer, raise ${name('appear-timeout')}.`) +
      (settings.rules.ifNone === 'fail'
        ? ` To accept that there is none, set ${name('if-none')}: warn or ignore.`
        : ''),
    `Pipelines: ${pipelinesPage(settings)}`,
  ]
}

function adviceToWait(query: Settings['query'], name: (input: InputName) => string): string {
  const excluded = completedOnly(query)
  return excluded.length === 0
    ? `Not queued yet? Set ${name('wait')}: true.`
    : `Not queued or not completed yet? Set ${name('wait')}: true, without ${listed(excluded.map(name))}.`
}

/** Nothing is said of what was not looked at. */
function noOthers({ pipelines }: Settings['query'], { isWhole }: NearMisses): string {
  if (!isWhole) return ''
  if (pipelines.length === 0) return 'there are no other builds'
  return `the ${pipelines.length === 1 ? 'pipeline has' : 'pipelines have'} no other builds`
}

function pipelinesPage({ query, output }: Settings): string {
  const [project] = query.projects
  const below = project === undefined || project === '*' ? '' : `/${encodeURIComponent(project.toWellFormed())}`
  return `${output.organization.url}${below}/_build`
}
