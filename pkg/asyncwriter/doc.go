// Package asyncwriter decouples a program from whoever reads its output. A
// reader that has stopped (a pager, a full pipe) delays neither timeouts nor
// signals nor the recording of results; one that is only slow gets everything,
// as on any pipe.
package asyncwriter
