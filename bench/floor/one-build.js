// The least that answers one build: a GET and JSON.parse.
import http from 'node:http'

const { URL_OF_BUILDS = '', AUTHORIZATION = '' } = process.env
http.get(URL_OF_BUILDS, { headers: { authorization: AUTHORIZATION } }, response => {
  let body = ''
  response.setEncoding('utf8')
  response.on('data', chunk => {
    body += chunk
  })
  response.on('end', () => {
    const { value } = JSON.parse(body)
    console.log(`${value.length} build: ${value[0].buildNumber} ${value[0].result}`)
  })
})
