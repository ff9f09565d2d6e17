// Package asyncwriter decouples a program from the reader of its output. A reader
// that has stopped (a pager, a full pipe) delays no timeout, no signal and no
// recording of results; a slow reader still gets everything.
package asyncwriter
