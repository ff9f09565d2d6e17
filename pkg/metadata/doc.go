// Package metadata reads and changes what an example says of itself: the front
// matter of its entry file, or the sidecar beside it. Package catalog/edit writes
// the bytes; here is which file they go to, and which files are left alone:
//
//   - a file that a symbolic link leads to outside of every source: it belongs to
//     another project;
//   - a sidecar in a folder with other examples: it would be that of all of them;
//   - a link called as a sidecar is to something that is called otherwise.
package metadata
