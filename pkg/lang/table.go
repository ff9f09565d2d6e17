package lang

import "slices"

// Table is a list of languages. If an output does not match the errors of the
// example's language, the others are tried in the order of the table.
type Table []Language

// All returns the languages that hub knows. The caller owns the table; what its rows
// share is not to be changed.
func All() Table {
	return slices.Concat(
		Table{
			php(), python(), node(), typescript(), deno(), bun(), golang(), ruby(), java(), kotlin(), groovy(),
			rust(), c(), cpp(), lua(), perl(),
		},
		shells(),
		others(),
	)
}

// others returns the languages whose rows are a line each.
func others() Table {
	return Table{
		{Name: "r", Match: []string{"*.r", "*.R"}, Command: []string{"Rscript", "{file}"}, Version: []string{"Rscript", "--version"}, Interpreters: []string{"Rscript"}, Comment: Hash, Errors: rErrors(), Noise: []string{"Execution halted"}},
		{Name: "julia", Match: []string{"*.jl"}, Command: []string{"julia", "{file}"}, Version: []string{"julia", "--version"}, Interpreters: []string{"julia"}, Comment: Hash, Errors: juliaErrors()},
		{Name: "raku", Match: []string{"*.raku"}, Command: []string{"raku", "{file}"}, Version: []string{"raku", "--version"}, Interpreters: []string{"raku", "rakudo"}, Comment: Hash, Errors: rakuErrors()},
		{Name: "tcl", Match: []string{"*.tcl"}, Command: []string{"tclsh", "{file}"}, Version: []string{}, Interpreters: []string{"tclsh"}, Comment: Hash, Errors: tclErrors()},
		{Name: "awk", Match: []string{"*.awk"}, Command: []string{"awk", "-f", "{file}"}, Version: []string{}, Interpreters: []string{"awk"}, Comment: Hash, Silent: true, Errors: awkErrors()},
		{Name: "gawk", Command: []string{"gawk", "-f", "{file}"}, Version: []string{"gawk", "--version"}, Interpreters: []string{"gawk"}, Comment: Hash, Silent: true, Errors: awkErrors()},
		{Name: "mawk", Command: []string{"mawk", "-f", "{file}"}, Version: []string{}, Interpreters: []string{"mawk"}, Comment: Hash, Silent: true, Errors: awkErrors()},
		{Name: "racket", Match: []string{"*.rkt"}, Command: []string{"racket", "{file}"}, Version: []string{"racket", "--version"}, Interpreters: []string{"racket"}, Comment: None, Errors: racketErrors()},
		// Arguments after the file are more sources, up to the dashes.
		{Name: "scala", Match: []string{"*.sc"}, Command: []string{"scala-cli", "run", "{file}", "--", "{args}"}, Version: []string{"scala-cli", "version", "--offline"}, Interpreters: []string{"scala-cli"}, Comment: Slashes, Errors: javaErrors()},
		{Name: "elixir", Match: []string{"*.exs"}, Command: []string{"elixir", "{file}"}, Version: []string{"elixir", "--version"}, Interpreters: []string{"elixir"}, Comment: Hash, Errors: elixirErrors()},
		{Name: "erlang", Match: []string{"*.escript"}, Command: []string{"escript", "{file}"}, Version: []string{}, Interpreters: []string{"escript"}, Comment: None, Errors: erlangErrors()},
		{Name: "swift", Match: []string{"*.swift"}, Command: []string{"swift", "{file}"}, Version: []string{"swift", "--version"}, Interpreters: []string{"swift"}, Comment: Slashes, Errors: swiftErrors()},
		{Name: "dart", Match: []string{"*.dart"}, Command: []string{"dart", "run", "{file}"}, Version: []string{"dart", "--version"}, Interpreters: []string{"dart"}, Comment: Slashes, Errors: dartErrors()},
		{Name: "ocaml", Match: []string{"*.ml"}, Command: []string{"ocaml", "{file}"}, Version: []string{"ocaml", "-version"}, Interpreters: []string{"ocaml"}, Comment: None, Errors: ocamlErrors()},
		{Name: "haskell", Match: []string{"*.hs"}, Command: []string{"runghc", "{file}"}, Version: []string{"runghc", "--version"}, Interpreters: []string{"runghc", "runhaskell"}, Comment: Dashes, Errors: haskellErrors()},
		{Name: "fsharp", Match: []string{"*.fsx"}, Command: []string{"dotnet", "fsi", "{file}"}, Version: []string{"dotnet", "--version"}, Comment: Slashes, Errors: fsharpErrors()},
		{Name: "babashka", Match: []string{"*.bb"}, Command: []string{"bb", "{file}"}, Version: []string{"bb", "--version"}, Interpreters: []string{"bb"}, Comment: Semicolons, Errors: babashkaErrors()},
		{Name: "powershell", Match: []string{"*.ps1"}, Command: []string{"pwsh", "-NoProfile", "-NonInteractive", "-File", "{file}"}, Version: []string{"pwsh", "--version"}, Interpreters: []string{"pwsh"}, Comment: Hash, Errors: powershellErrors()},
		// No Match: a Makefile beside examples is rarely one.
		{Name: "make", Command: []string{"make", "-f", "{file}"}, Version: []string{"make", "--version"}, Interpreters: []string{"make"}, Comment: Hash, Silent: true, Errors: makeErrors(), Noise: []string{"make: ***", "make["}},
		{Name: "gmake", Command: []string{"gmake", "-f", "{file}"}, Version: []string{"gmake", "--version"}, Interpreters: []string{"gmake"}, Comment: Hash, Silent: true, Errors: makeErrors()},
		{Name: "crystal", Match: []string{"*.cr"}, Build: []string{"crystal", "build", "-o", "{bin}", "{file}"}, Command: []string{"{bin}"}, Version: []string{"crystal", "--version"}, Interpreters: []string{"crystal"}, Comment: Hash, Errors: crystalErrors()},
		{Name: "nim", Match: []string{"*.nim"}, Build: []string{"nim", "compile", "--hints:off", "--out:{bin}", "{file}"}, Command: []string{"{bin}"}, Version: []string{"nim", "--version"}, Comment: Hash, Errors: nimErrors()},
	}
}
