import { call } from '../core/call.ts'
import { callInputNames } from '../core/inputs/call-inputs.ts'
import { azureHostOf } from './host.ts'

// Node.js ends with 0 when nothing is left to wait for: until the call has told its end, that is a failure.
process.exitCode = 1
void call(azureHostOf(callInputNames, 'Azure DevOps call'))
