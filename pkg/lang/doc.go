// Package lang has everything that hub knows about languages, one row each:
// [All] is the table. The rest of hub reads the rows: package config makes the
// built-in runners from them, package catalog/edit writes front matter in their
// comments, and package classify recognises failures and doubtful passes by
// their [Errors].
//
// # I add a language
//
//  1. Write a row, a [Language], into table.go, or into its own file if its errors
//     are more than [Any]. The doc comments of the fields explain them.
//     [Language.Missing] names what a row is missing, and a test reports it.
//  2. Add a program that exits with 3 to TestLanguagesAreHonest. It shows that the
//     exit code is that of the program.
//  3. Let pkg/classify/testdata/capture.sh record at least five outputs of failing
//     programs (TestEveryLanguageIsCaptured counts them), among them a missing
//     module and a usage text; write what you know of an interpreter that you do
//     not have into testdata/known. Run the tests of package classify with
//     -update, and review the changes in verdicts.golden, line by line.
//
// TestOneRowIsALanguage takes a row, passed as data, through discovery, front
// matter, run command and classification.
//
// # When a row is not enough
//
// A comment in a style that no [Comment] has needs a constant here, and a
// reader in package catalog/head, which reads every style in every file. A
// language whose tools take more than one file (Go's packages) needs code in
// package catalog, which determines {file} in a build. Names of files that are
// not programs by convention (x_test.go), and of folders with foreign code
// (node_modules), are in catalog/ignore.go, the latter also in
// classify/place.go.
package lang
