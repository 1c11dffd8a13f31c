import { describe, expect, test } from '@jest/globals'
import { createDefinition, createProject, createTimeline, setPipeline, timelinesOf } from '../../emulator/index.js'
import { buildsIn, bundles, emulatorForEachTest } from '../support/step.ts'
import { oneOf } from '../support/thorough.ts'

const web = createProject('web')
const deploy = createDefinition({ id: 178, name: 'deploy', project: web })
const course = [
  { after: 300, status: 'inProgress' },
  { after: 1500, status: 'completed', result: 'failed' },
]
// Shows values: https://learn.microsoft.com/azure/devops/pipelines/process/run-number
// biome-ignore lint/suspicious/noTemplateCurlyInString: as YAML has it
const name = '$(Date:yyyyMMdd)$(Rev:.r)-${{ parameters.customer }}-$(ring)-${{ parameters.size }}'
const pipeline = { name, course, parameters: { customer: {}, size: { type: 'number' as const } } }
const world = () => ({ projects: [web], definitions: [setPipeline(deploy, pipeline)], builds: [] })

describe.each(oneOf(bundles))('On $name, values that the pipeline shows itself', bundle => {
  const on = emulatorForEachTest({ world: world() })
  const customer = `customer-${Math.random().toString(36).slice(2)}`
  const inputs = {
    start: 'true',
    pipelines: '178',
    parameters: `customer: ${customer}\nsize: 3`,
    variables: 'ring: canary4711',
    wait: 'true',
    'poll-interval': '1s',
  }

  test('in its build number, stages, and tags are hidden, but for the outputs', async () => {
    on.emulator.world.builds = []
    on.emulator.fault(
      ({ query }) => query.has('buildIds'),
      (_request, response, next) => {
        const { status, headers, body } = next.reply()
        const page = JSON.parse(String(body))
        for (const build of page.value) build.tags = [`for-${customer}`]
        const bytes = JSON.stringify(page)
        response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(bytes) }).end(bytes)
      },
    )
    timelinesOf(on.emulator.world).set(
      1,
      createTimeline({
        stages: [
          {
            name: `Deploy ${customer}`,
            jobs: [{ name: 'canary4711', tasks: [{ name: 'Push', issues: [`No ${customer}`] }] }],
          },
        ],
      }),
    )
    const result = await on.run(bundle, inputs, { debug: true })
    const number = result.outputs['build-number'] ?? ''
    expect(number).toMatch(new RegExp(`^\\d{8}\\.\\d+-${customer}-canary4711-3$`))
    const [first] = JSON.parse(result.outputs.builds ?? '[]')
    expect(first).toMatchObject({ buildNumber: number })
    expect(result.outputs).toMatchObject({ outcome: 'failed', 'build-id': '1', 'build-result': 'failed' })

    const [file] = buildsIn(result)
    expect(file).toMatchObject({
      buildNumber: number.replace(customer, '***').replace('canary4711', '***'),
      tags: ['for-***'],
      parameters: '{"ring":"***"}',
      templateParameters: { customer: '***', size: '***' },
    })
    expect(result.log.join('\n')).toMatch(/Started: deploy \d{8}\.\d+-\*{3}-\*{3}-3 http/)
    const summary = (result.summary ?? '').replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code))
    expect(summary).toMatch(/\[deploy \d{8}\.\d+-\*{3}-\*{3}-3\]/)
    const { 'build-number': _, builds: __, ...others } = result.outputs
    // With debug on, the Azure agent itself logs the outputs.
    const log = result.log.filter(line => !/variable=(?:buildNumber|builds);/.test(line))
    const all = [...log, result.stderr, summary, JSON.stringify(others), JSON.stringify(file)].join('\n')
    const shown = all.split('\n').filter(line => line.includes(customer) || line.includes('canary4711'))
    expect(shown).toEqual([])
  })
})
