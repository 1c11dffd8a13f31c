import { test } from '@jest/globals'
import { checkGate } from './property.ts'
import { openGate } from './turned-emulators.ts'

const gate = openGate()

test('The verdict on builds that are waited for is that of a judge who sees everything, and passes nothing that it fails', async () => {
  await checkGate(gate, true, 200)
}, 3_600_000)
