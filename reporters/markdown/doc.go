// Package markdown writes a run as a summary for step summaries and comments.
// Untrusted text is in code spans and fences only, in which nothing has a meaning.
package markdown
