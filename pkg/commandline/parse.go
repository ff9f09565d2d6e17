package commandline

import "github.com/alecthomas/kong"

// left is what [Leave] leaves Kong's parser with.
type left struct{}

// Leave ends [Parse], in a hook that has printed what was asked for instead.
func Leave() { panic(left{}) }

// Parse reads the arguments. ctx is nil without an error after [Leave].
func Parse(parser *kong.Kong, args []string) (ctx *kong.Context, err error) {
	defer func() {
		if r := recover(); r != nil && r != (left{}) {
			panic(r)
		}
	}()
	return parser.Parse(args)
}

// Describe replaces the help of each flag and argument below node by what help returns.
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
