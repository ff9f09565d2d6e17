// Package junit writes a run as JUnit XML in two dialects: [Write] for most
// consumers, [WriteStrict] for those that validate against Jenkins' schema. A
// document stays within what GitLab takes, with less detail where it must.
package junit
