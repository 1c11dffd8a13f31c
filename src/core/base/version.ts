/** Names the project in its requests and its log. */
export const product = 'azure-devops-builds'

/** The version of the project, carried here from package.json by scripts/generate.js. */
export const version = '1.0.0'

/** Where the project and its documentation are. */
export const repository = 'https://github.com/azure-devops-builds/azure-devops-builds'
