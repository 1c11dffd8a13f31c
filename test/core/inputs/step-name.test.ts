import { expect, test } from '@jest/globals'
import { causes } from '../../../src/core/errors/causes.ts'
import { refusedStepName } from '../../../src/core/inputs/step-name.ts'

test.each([
  'build',
  'Build',
  'BUILD',
  'system',
  'agent',
  'Release',
  'environment',
  'pipeline',
  'strategy',
  'resources',
  'checks',
  'common',
  'task',
  'tf',
  'vsts',
  'input',
  'secret',
  'endpoint',
  'securefile',
])('A step named %s would overwrite variables of the job, and is refused', name => {
  expect(refusedStepName(name)).toBe('step-name-refused')
  expect(causes['step-name-refused'].why).toContain('Build.BuildId')
})

test.each([undefined, '', 'builds', 'webBuild', 'build1', 'build_web', 'query', 'AzureDevOpsBuilds1', 'inputs'])(
  'A step named %s overwrites nothing',
  name => {
    expect(refusedStepName(name)).toBeUndefined()
  },
)
