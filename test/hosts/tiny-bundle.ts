import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from '@jest/globals'
import { type AzureOptions, type Result, runOnAzure, runOnGitHub, type StepOptions } from '../../hosts/index.js'

const folder = mkdtempSync(join(tmpdir(), 'tiny-bundle-'))
const results: Result[] = []
let written = 0

afterAll(() => {
  rmSync(folder, { recursive: true })
  for (const result of results) result.dispose()
})

/** Writes a file for a test and gives its path. */
export function file(name: string, content: string): string {
  const path = join(folder, `${written++}-${name}`)
  writeFileSync(path, content)
  return path
}

/** Runs a few lines of JavaScript as the bundle of a GitHub action; `fs` and `env` are at hand. */
export async function onGitHub(source: string, options: StepOptions = {}): Promise<Result> {
  return keep(await runOnGitHub({ main: bundle(source), ...options }))
}

/** Runs a few lines of JavaScript as the bundle of an Azure Pipelines task; `fs` and `env` are at hand. */
export async function onAzure(source: string, options: AzureOptions = {}): Promise<Result> {
  return keep(await runOnAzure({ main: bundle(source), ...options }))
}

/** The source that writes this text. */
export function writes(text: string, stream: 'stdout' | 'stderr' = 'stdout'): string {
  return `process.${stream}.write(${JSON.stringify(text)});`
}

function bundle(source: string): string {
  return file('bundle.cjs', `const fs = require('node:fs'); const { env } = process;\n${source}\n`)
}

function keep(result: Result): Result {
  results.push(result)
  return result
}
