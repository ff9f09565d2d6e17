// Package metadata reads and changes the metadata of an example: the front matter of
// its entry file, or the sidecar beside it. Package catalog/edit writes the bytes;
// this one decides which file they go to, and leaves alone
//
//   - a file outside every source, to which a symbolic link leads: it belongs to
//     another project;
//   - a sidecar in a folder of several examples: it would hold for all of them;
//   - a file of another name to which a sidecar is a link.
package metadata
