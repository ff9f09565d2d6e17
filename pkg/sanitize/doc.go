// Package sanitize makes untrusted text safe for its destination. Every rule is a
// pure function; each destination has a file:
//
//	text.go     paragraphs on a terminal or in a CI log: [Text], [Block]
//	line.go     one line of them: [Line]
//	log.go      whole documents in a CI log: [JSONForLog], [XMLForLog], [LinesForLog]
//	notice.go   one value of a CI system's log protocol: [Notice]
//	message.go  an error message: [Message], [ExactMessage]
//	title.go    a title, a group or a tag: [Title]
//	xml.go      the characters that XML can hold: [XML]
//	cell.go     a cell of a spreadsheet: [Cell]
//	shell.go    a command for a POSIX shell: [ShellWord], [ShellCommand]
//
// They share command.go (what CI systems execute), rune.go (kinds of characters)
// and cut.go (bounds that keep characters whole).
//
// Escaping for the syntax of a format belongs to the package of the format.
// [hub.PrintablePath], which makes IDs, belongs to package hub: it is part of an
// example's identity and must not change for the sake of a screen.
//
// [hub.PrintablePath]: https://pkg.go.dev/github.com/seed-00a9b34c/hub/pkg/hub#PrintablePath
package sanitize
