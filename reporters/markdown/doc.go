// Package markdown writes a run as a summary for step summaries and comments. Untrusted
// text occurs in code spans and fences only, where no character is markup.
package markdown
