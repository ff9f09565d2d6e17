// Package junit writes a run as JUnit XML in two dialects: [Write] for most readers, and
// [WriteStrict] for those that validate against the schema of Jenkins. Large documents
// omit details to stay within the size limit of GitLab.
package junit
