/**
 * docs/bundled.md: every package whose code is in dist/, with its version, its license, and the bundles that it is in.
 * @param {string} sbom dist/sbom.cdx.json
 */
export function bundledPage(sbom) {
  /**
   * @type {{
   *   components: { purl: string, name: string, version: string, licenses: { license?: { id: string }, expression?: string }[] }[],
   *   dependencies: { ref: string, dependsOn?: string[] }[],
   * }}
   */
  const { components, dependencies } = JSON.parse(sbom)
  const rows = components.map(({ purl, name, version, licenses: [license] }) => {
    const files = dependencies.filter(({ dependsOn }) => dependsOn?.includes(purl)).map(({ ref }) => ref)
    const bundles = new Set(files.map(file => `\`${file.replace(/\/[^/]+$/, '')}\``))
    const terms = license?.license?.id ?? license?.expression
    return `| [${name}](https://www.npmjs.com/package/${name}) | ${version} | ${terms} | ${[...bundles].join(', ')} |`
  })
  return `${introduction}\n\n| Package | Version | License | In |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`
}

const introduction = `# What is bundled

<!-- Written by npm run build from dist/sbom.cdx.json. -->

The action and the task install nothing when they run: \`dist/\` holds the code of this project and of these packages. The
texts of their licenses are in the \`licenses.txt\` file beside each bundle. \`dist/sbom.cdx.json\` is the same list for
machines (a CycloneDX SBOM), with the checksums of the bundles and of the packages; each release carries it.`
