// Reads one of Hub's files with a program that is not Hub's, and prints what
// that program found as JSON: node read.mjs CONSUMER FILE [SCHEMA…]
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'

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
  // The problems that VS Code's matchers in a tasks.json find in the output of a task.
  async 'problem-matcher' () {
    const { parseProblemMatchersJson } = await import('@rushstack/problem-matcher')
    const matchers = JSON.parse(fs.readFileSync(schemas[0], 'utf8')).tasks.flatMap(task => parseProblemMatchersJson(task.problemMatcher.map(m => ({ name: m.owner, ...m }))))
    // Each matcher sees each line, with its end.
    return matchers.flatMap(m => text().split(/(?<=\n)/).map(line => m.exec(line)).filter(found => found))
  },
  // The following return a list of cases in one form: name, status (passed, failed or
  // skipped), and whatever the program found of message, file, line and seconds.
  async 'test-results-parser' () {
    const { parse } = createRequire(import.meta.url)('test-results-parser')
    const status = { PASS: 'passed', FAIL: 'failed', ERROR: 'failed', SKIP: 'skipped' }
    return parse({ type: 'junit', files: [file] }).suites.flatMap(s => s.cases).map(c => (
      { name: c.name, status: status[c.status], message: c.failure, seconds: c.duration / 1000 }))
  },
  async 'junitxml-to-javascript' () {
    const { default: Parser } = await import('junitxml-to-javascript')
    const report = await new Parser().parseXMLFile(file, 'utf8')
    const status = { succeeded: 'passed', failed: 'failed', skipped: 'skipped' }
    return report.testsuites.flatMap(s => s.testCases).map(c => (
      { name: c.name, status: status[c.result], message: c.message, seconds: c.duration }))
  },
  async 'junit-report-merger' () {
    const { mergeToString } = createRequire(import.meta.url)('junit-report-merger')
    return mergeToString([text()])
  },
  async ctrf () {
    const { parse } = await import('ctrf')
    const status = { passed: 'passed', failed: 'failed', skipped: 'skipped', pending: 'skipped', other: 'skipped' }
    return parse(text(), { validate: true }).results.tests.map(t => (
      { name: t.name, status: status[t.status], message: t.message, file: t.filePath, line: t.line, seconds: t.duration / 1000 }))
  },
  async 'tap-mocha-reporter' () {
    let out
    try {
      out = execFileSync(process.execPath, [createRequire(import.meta.url).resolve('tap-mocha-reporter'), 'json'], { input: text(), maxBuffer: 1 << 28 })
    } catch (failed) { // its exit code is the verdict
      out = failed.stdout
    }
    const report = JSON.parse(out)
    const status = new Map([['passes', 'passed'], ['failures', 'failed'], ['pending', 'skipped']].flatMap(([list, word]) => report[list].map(t => [t.title, word])))
    return report.tests.map(t => {
      const [, at, line] = /\n {4}at (.*?)(?::(\d+))?$/.exec(t.err.stack ?? '') ?? []
      return { name: t.title, status: status.get(t.title), file: at, line: Number(line ?? 0) }
    })
  },
  // The card of a message, by Microsoft's own reader: what it finds wrong, and its texts.
  async adaptivecards () {
    globalThis.self = globalThis // its bundle is made for browsers
    const cards = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js')
    const card = new cards.AdaptiveCard()
    const context = new cards.SerializationContext(cards.Versions.v1_4)
    card.parse(JSON.parse(text()).attachments[0].content, context)
    const events = [...Array(context.eventCount).keys()].map(i => context.getEventAt(i)).concat(card.validateProperties().validationEvents)
    const texts = []
    for (let i = 0; i < card.getItemCount(); i++) {
      const block = card.getItemAt(i)
      for (let k = 0; k < block.getInlineCount(); k++) texts.push(block.getInlineAt(k).text)
    }
    return { errors: events.map(e => e.message), texts, actions: card.getActionCount() }
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
