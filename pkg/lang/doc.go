// Package lang has all that hub knows of languages, one row each: [All] is the
// table. Everything else reads the rows: package config makes the built-in
// runners of them, package catalog/edit writes front matter in their comments,
// and package classify recognises failures and hollow passes by their [Errors].
//
// # I add a language
//
//  1. Write a row, a [Language], into table.go; into a file of its own when its
//     errors are more than [Any]. The doc comments of the fields say what each is
//     for. What a row must have and yours has not, [Language.Lacks] names and a
//     test reports.
//  2. Add a program that exits with 3 to TestLanguagesAreHonest. It shows that the
//     exit code is the program's own.
//  3. With errors of its own: let pkg/classify/testdata/capture.sh record what the
//     interpreter prints, run the tests of package classify with -update, and read
//     the difference of verdicts.golden. Every line is a judgement.
//
// TestOneRowIsALanguage takes a row, passed as data, through discovery, front
// matter, run command and classification.
//
// # When a row is not enough
//
// A comment in a style that no [Comment] has needs a constant here, and a reader
// in package catalog/head, which reads every style in every file. A language whose
// tools take more than one file (Go's packages) needs code in package catalog,
// which chooses what {file} in a build stands for. Names of files that are no
// entries by convention (x_test.go) and of folders of foreign code (node_modules)
// are in catalog/ignore.go, the latter again in classify/place.go.
package lang
