// Prints the id and the commit of the newest build of web ci that succeeded: node find-build.js URL. For scripts/act.sh.
const [url] = process.argv.slice(2)
const credential = Buffer.from(`:${process.env.AZURE_DEVOPS_PAT}`).toString('base64')
const response = await fetch(`${url}/web/_apis/build/builds?api-version=7.1&resultFilter=succeeded`, {
  headers: { authorization: `Basic ${credential}` },
})
const { value } = /** @type {{ value: { id: number, sourceVersion: string, definition: { name: string } }[] }} */ (
  await response.json()
)
const build = value.find(({ definition }) => definition.name === 'web ci')
console.log(`${build?.id} ${build?.sourceVersion}`)
