// Reads one of Hub's files with a program that is not Hub's, and prints what
// that program found as JSON: node read.mjs CONSUMER FILE [SCHEMA…]
import fs from 'node:fs'

const [consumer, file, ...schemas] = process.argv.slice(2)
const text = () => fs.readFileSync(file, 'utf8')

const consumers = {
  async junit2json () {
    const { parse } = await import('junit2json')
    // Names stay texts, whatever they look like.
    return parse(text(), {})
  },
  async 'junit-to-ctrf' () {
    const { convertJUnitToCTRFReport } = await import('junit-to-ctrf')
    return convertJUnitToCTRFReport(file)
  },
  async 'xunit-viewer' () {
    const { default: parse } = await import('xunit-viewer/src/cli/parse.js')
    return parse(text())
  },
  async 'tap-parser' () {
    const { Parser } = await import('tap-parser')
    const tests = []
    const extra = []
    return new Promise(resolve => {
      const parser = new Parser(results => resolve({ results: { ...results, failures: undefined }, tests, extra }))
      parser.on('assert', a => tests.push(a))
      parser.on('extra', e => extra.push(e))
      parser.end(text())
    })
  },
  // One document a file, or one a line for .ndjson; the answer is the errors.
  async ajv () {
    const { default: Ajv } = await import('ajv')
    const { default: Ajv2020 } = await import('ajv/dist/2020.js')
    const { default: formats } = await import('ajv-formats')
    const schema = JSON.parse(fs.readFileSync(schemas[0], 'utf8'))
    const ajv = new (schema.$schema.includes('2020-12') ? Ajv2020 : Ajv)({ strict: true, strictTypes: false, strictRequired: false, allErrors: true })
    formats.default ? formats.default(ajv) : formats(ajv)
    const validate = ajv.compile(schema)
    const documents = file.endsWith('.ndjson') ? text().trimEnd().split('\n') : [text()]
    const errors = []
    for (const d of documents) {
      if (!validate(JSON.parse(d))) errors.push(...validate.errors.map(e => `${e.instancePath} ${e.message}`))
    }
    return { documents: documents.length, errors }
  }
}

const log = console.log
console.log = console.warn = () => {}
const found = await consumers[consumer]()
log(JSON.stringify(found))
