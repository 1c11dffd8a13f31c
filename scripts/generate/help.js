/**
 * The help of an input or output for a host: with what is only true there, and names spelled as there.
 * @param {'github' | 'azure'} host
 * @param {{ help: string, helpOn?: { github?: string, azure?: string } | undefined }} texts
 */
export function helpFor(host, { help, helpOn }) {
  const text = [help, helpOn?.[host]].filter(part => part !== undefined).join(' ')
  return text.replace(/\{(\{[a-z]+\})\}|\{([a-z]+(?:-[a-z]+)*)\}/g, (_, literal, name) =>
    literal === undefined ? `\`${host === 'azure' ? camel(name) : name}\`` : literal,
  )
}

/** @param {string} name */
function camel(name) {
  return name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase())
}
