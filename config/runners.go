package config

import (
	_ "embed"
	"time"
)

//go:embed builders/JavaBuild.java
var javaBuild string

// buildTimeout bounds a build for which nothing else is said: compilers on a
// cold cache are slow, and hang seldom.
const buildTimeout = 10 * time.Minute

// BuiltinRunners is the table of the languages that hub knows, one row each;
// the caller owns it. A language is in it when one command line, without
// project files, runs a single file honestly: its exit code is the program's
// own. A runner without Match is chosen by a #! line or by name alone.
//
// Interpreters are names without version for which the command's own program
// may stand in: python for python3, nodejs for node. python3.12 is for the
// reader of the #! line, and another program of the same kind (gawk beside awk,
// dash beside sh) is a row of its own, for a script may depend on which it is.
// Runners are Silent where programs that say nothing when all is well are the
// custom.
//
// A row that compiles makes {bin}, which is the program unless the row says
// otherwise; fail-on-output is the user's to say.
func BuiltinRunners() map[string]Runner {
	const file, bin = "{file}", "{bin}"
	table := map[string]Runner{
		// Interpreters.
		"php":    {Match: []string{"*.php"}, Command: []string{"php", file}, Version: []string{"php", "--version"}, Interpreters: []string{"php"}},
		"python": {Match: []string{"*.py"}, Command: []string{"python3", file}, Version: []string{"python3", "--version"}, Interpreters: []string{"python", "python3"}},
		"node":   {Match: []string{"*.js", "*.mjs", "*.cjs"}, Command: []string{"node", file}, Version: []string{"node", "--version"}, Interpreters: []string{"node", "nodejs"}},
		// Node from 22.6 on. Older ones have no way of their own; with a
		// project that brings tsx, say
		//	runners: {typescript: {command: [npx, --no-install, tsx, "{file}"]}}
		"typescript": {Match: []string{"*.ts", "*.mts", "*.cts"}, Command: []string{"node", "--experimental-strip-types", file}, Version: []string{"node", "--version"}},
		// Every TypeScript and JavaScript file could be meant for these, so
		// only a #! line tells.
		"deno":   {Command: []string{"deno", "run", "--allow-all", file}, Version: []string{"deno", "--version"}, Interpreters: []string{"deno"}},
		"bun":    {Command: []string{"bun", "run", file}, Version: []string{"bun", "--version"}, Interpreters: []string{"bun"}},
		"perl":   {Match: []string{"*.pl"}, Command: []string{"perl", file}, Version: []string{"perl", "--version"}, Interpreters: []string{"perl"}},
		"ruby":   {Match: []string{"*.rb"}, Command: []string{"ruby", file}, Version: []string{"ruby", "--version"}, Interpreters: []string{"ruby"}},
		"lua":    {Match: []string{"*.lua"}, Command: []string{"lua", file}, Version: []string{"lua", "-v"}, Interpreters: []string{"lua"}},
		"r":      {Match: []string{"*.r", "*.R"}, Command: []string{"Rscript", file}, Version: []string{"Rscript", "--version"}, Interpreters: []string{"Rscript"}},
		"julia":  {Match: []string{"*.jl"}, Command: []string{"julia", file}, Version: []string{"julia", "--version"}, Interpreters: []string{"julia"}},
		"raku":   {Match: []string{"*.raku"}, Command: []string{"raku", file}, Version: []string{"raku", "--version"}, Interpreters: []string{"raku", "rakudo"}},
		"tcl":    {Match: []string{"*.tcl"}, Command: []string{"tclsh", file}, Interpreters: []string{"tclsh"}},
		"awk":    {Match: []string{"*.awk"}, Command: []string{"awk", "-f", file}, Interpreters: []string{"awk"}, Silent: true},
		"gawk":   {Command: []string{"gawk", "-f", file}, Version: []string{"gawk", "--version"}, Interpreters: []string{"gawk"}, Silent: true},
		"mawk":   {Command: []string{"mawk", "-f", file}, Interpreters: []string{"mawk"}, Silent: true},
		"racket": {Match: []string{"*.rkt"}, Command: []string{"racket", file}, Version: []string{"racket", "--version"}, Interpreters: []string{"racket"}},
		"groovy": {Match: []string{"*.groovy"}, Command: []string{"groovy", file}, Version: []string{"groovy", "--version"}, Interpreters: []string{"groovy"}},
		// Plain *.kts are build files.
		"kotlin": {Match: []string{"*.main.kts"}, Command: []string{"kotlin", file}, Version: []string{"kotlin", "-version"}, Interpreters: []string{"kotlin"}},
		// What follows the file are more sources, up to the dashes.
		"scala":      {Match: []string{"*.sc"}, Command: []string{"scala-cli", "run", file, "--", "{args}"}, Version: []string{"scala-cli", "version", "--offline"}, Interpreters: []string{"scala-cli"}},
		"elixir":     {Match: []string{"*.exs"}, Command: []string{"elixir", file}, Version: []string{"elixir", "--version"}, Interpreters: []string{"elixir"}},
		"erlang":     {Match: []string{"*.escript"}, Command: []string{"escript", file}, Interpreters: []string{"escript"}},
		"swift":      {Match: []string{"*.swift"}, Command: []string{"swift", file}, Version: []string{"swift", "--version"}, Interpreters: []string{"swift"}},
		"dart":       {Match: []string{"*.dart"}, Command: []string{"dart", "run", file}, Version: []string{"dart", "--version"}, Interpreters: []string{"dart"}},
		"ocaml":      {Match: []string{"*.ml"}, Command: []string{"ocaml", file}, Version: []string{"ocaml", "-version"}, Interpreters: []string{"ocaml"}},
		"haskell":    {Match: []string{"*.hs"}, Command: []string{"runghc", file}, Version: []string{"runghc", "--version"}, Interpreters: []string{"runghc", "runhaskell"}},
		"fsharp":     {Match: []string{"*.fsx"}, Command: []string{"dotnet", "fsi", file}, Version: []string{"dotnet", "--version"}},
		"babashka":   {Match: []string{"*.bb"}, Command: []string{"bb", file}, Version: []string{"bb", "--version"}, Interpreters: []string{"bb"}},
		"powershell": {Match: []string{"*.ps1"}, Command: []string{"pwsh", "-NoProfile", "-NonInteractive", "-File", file}, Version: []string{"pwsh", "--version"}, Interpreters: []string{"pwsh"}},

		// Shells. sh has no version to ask for.
		"sh":   {Match: []string{"*.sh"}, Command: []string{"sh", file}, Interpreters: []string{"sh"}, Silent: true},
		"dash": {Command: []string{"dash", file}, Interpreters: []string{"dash"}, Silent: true},
		"ash":  {Command: []string{"ash", file}, Interpreters: []string{"ash"}, Silent: true},
		"bash": {Match: []string{"*.bash"}, Command: []string{"bash", file}, Version: []string{"bash", "--version"}, Interpreters: []string{"bash"}, Silent: true},
		"zsh":  {Match: []string{"*.zsh"}, Command: []string{"zsh", file}, Version: []string{"zsh", "--version"}, Interpreters: []string{"zsh"}, Silent: true},
		"ksh":  {Match: []string{"*.ksh"}, Command: []string{"ksh", file}, Interpreters: []string{"ksh"}, Silent: true},
		"mksh": {Command: []string{"mksh", file}, Interpreters: []string{"mksh"}, Silent: true},
		"fish": {Match: []string{"*.fish"}, Command: []string{"fish", file}, Version: []string{"fish", "--version"}, Interpreters: []string{"fish"}, Silent: true},
		"nu":   {Match: []string{"*.nu"}, Command: []string{"nu", file}, Version: []string{"nu", "--version"}, Interpreters: []string{"nu"}, Silent: true},
		// No Match: a Makefile beside examples is rarely one.
		"make":  {Command: []string{"make", "-f", file}, Version: []string{"make", "--version"}, Interpreters: []string{"make"}, Silent: true},
		"gmake": {Command: []string{"gmake", "-f", file}, Version: []string{"gmake", "--version"}, Interpreters: []string{"gmake"}, Silent: true},

		// Compilers. Go is not started by go run, under which every failure is
		// exit 1 and a signal reaches the tool alone.
		"go":      {Match: []string{"*.go"}, Build: []string{"go", "build", "-o", bin, file}, Version: []string{"go", "version"}},
		"rust":    {Match: []string{"*.rs"}, Build: []string{"rustc", "--edition", "2021", "-o", bin, file}, Version: []string{"rustc", "--version"}},
		"c":       {Match: []string{"*.c"}, Build: []string{"cc", "-o", bin, file}, Version: []string{"cc", "--version"}},
		"cpp":     {Match: []string{"*.cpp", "*.cc", "*.cxx"}, Build: []string{"c++", "-o", bin, file}, Version: []string{"c++", "--version"}},
		"crystal": {Match: []string{"*.cr"}, Build: []string{"crystal", "build", "-o", bin, file}, Version: []string{"crystal", "--version"}, Interpreters: []string{"crystal"}},
		// Java from 11 on compiles a single file itself, each time and within the
		// example's timeout. The builder compiles as it does, in the time that it
		// takes, and makes a file of arguments.
		"java": {Match: []string{"*.java"}, Build: []string{"java", "-XX:TieredStopAtLevel=1", "{builder}", bin, file}, Command: []string{"java", "@{bin}"},
			Version: []string{"java", "-version"}, Interpreters: []string{"java"}, Builder: Builder{Name: "JavaBuild.java", Text: javaBuild}},
		"nim": {Match: []string{"*.nim"}, Build: []string{"nim", "compile", "--hints:off", "--out:{bin}", file}, Version: []string{"nim", "--version"}},
	}
	for name, r := range table {
		if r.Build == nil {
			continue
		}
		if r.Command == nil {
			r.Command = []string{bin}
		}
		r.BuildTimeout = buildTimeout
		table[name] = r
	}
	return table
}
