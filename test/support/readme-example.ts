import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { repository } from '../../hosts/repository.js'

/** The first example of a README, run as a reader would run it, and what the README says that it prints. */
export async function firstExample(readme: string): Promise<{ printed: string; promised: string }> {
  const text = readFileSync(join(repository, readme), 'utf8')
  const code = /```js\n(.*?)```/s.exec(text)?.[1] ?? ''
  const promised = /```text\n(.*?)```/s.exec(text)?.[1] ?? ''
  const folder = mkdtempSync(join(tmpdir(), 'readme-'))
  try {
    const base = pathToFileURL(join(repository, '/')).href
    writeFileSync(join(folder, 'example.mjs'), code.replaceAll(/from '\.\//g, `from '${base}`))
    const { stdout } = await promisify(execFile)(process.execPath, ['example.mjs'], { cwd: folder })
    return { printed: stdout, promised }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
