/** https://github.com/microsoft/azure-pipelines-task-lib/blob/master/tasks.schema.json */

/** Text that may be a variable too, since the form is also used where only the run knows the value. */
const editable = { EditableOptions: 'True' }

/**
 * How the form of Azure Pipelines edits each type of src/core/inputs/input-types.ts; a line of text when left out.
 * @type {Record<string, { type: string, properties?: Record<string, string | boolean> }>}
 */
const controls = {
  body: { type: 'multiLine', properties: { resizable: true, rows: '4' } },
  boolean: { type: 'boolean' },
  choice: { type: 'pickList', properties: editable },
  choices: { type: 'pickList', properties: { ...editable, MultiSelectFlatList: 'True' } },
  connection: { type: 'connectedService:ExternalTfs' },
  list: { type: 'multiLine', properties: { resizable: true, rows: '2' } },
  map: { type: 'multiLine', properties: { resizable: true, rows: '4' } },
  number: { type: 'string', properties: { isVariableOrNonNegativeNumber: 'true' } },
}

/**
 * What the form needs to know of an input besides its name, label, and help.
 * @param {{ type: string, values?: readonly string[] | undefined, visibleRule?: string | undefined }} input
 */
export function formOf({ type: inputType, values, visibleRule }) {
  const { type, properties } = controls[inputType] ?? { type: 'string' }
  const options =
    type === 'pickList' && values ? Object.fromEntries(values.map(value => [value, inWords(value)])) : undefined
  return {
    type,
    ...(visibleRule === undefined ? {} : { visibleRule }),
    ...(options === undefined ? {} : { options }),
    ...(properties === undefined ? {} : { properties }),
  }
}

/**
 * A value as a label: `queueTimeDescending` is `Queue time descending`, and `batchedCI` is `Batched CI`.
 * @param {string} value
 */
export function inWords(value) {
  const words = value.split(/(?<=[a-z])(?=[A-Z])/).map(word => (/^[A-Z]{2,}$/.test(word) ? word : word.toLowerCase()))
  const text = words.join(' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
