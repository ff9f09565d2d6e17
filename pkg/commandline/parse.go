package commandline

import "github.com/alecthomas/kong"

// left is the panic value of [Leave].
type left struct{}

// Leave ends [Parse]. Hooks of the grammar call it after they have printed their answer,
// such as help.
func Leave() { panic(left{}) }

// Parse parses args. After [Leave], ctx and err are both nil.
func Parse(parser *kong.Kong, args []string) (ctx *kong.Context, err error) {
	defer func() {
		if r := recover(); r != nil && r != (left{}) {
			panic(r)
		}
	}()
	return parser.Parse(args)
}

// Describe replaces the help of each flag and argument of node and its commands by what
// help returns.
func Describe(node *kong.Node, help func(*kong.Value) string) {
	for _, arg := range node.Positional {
		arg.Help = help(arg)
	}
	for _, f := range node.Flags {
		f.Help = help(f.Value)
	}
	for _, child := range node.Children {
		Describe(child, help)
	}
}
