package cause

import (
	"regexp"
	"sync"
)

// compiled are the expressions of the package, compiled when the first is needed. Its zero
// value costs nothing when a command starts, which rarely has a failure to read.
type compiled struct {
	once sync.Once
	// bare matches a message that says nothing but what kind of failure it is.
	bare *regexp.Regexp
	// absolute matches an absolute path of two parts and more, with what is before it,
	// such as the method of a request, whose path is not a file's.
	absolute *regexp.Regexp
	// temporary matches the folder that a system has for temporary files, named a name
	// that a person may have given a file, and random those that programs give.
	temporary, named, random *regexp.Regexp
	// request matches the ID that a service gave to a request, if it has a digit.
	request *regexp.Regexp
	// socket matches an IPv4 address with a port, object the number of a Java object, and
	// float a number with an exponent, which has the form of a hexadecimal one.
	socket, object, float *regexp.Regexp
	rules                 []rule
}

var once compiled

func expressions() *compiled {
	once.once.Do(once.compile)
	return &once
}

func (x *compiled) compile() {
	const part = "[^\\s/\\\\'\"<>|:;,()\\[\\]{}`‘’“”]"
	x.bare = regexp.MustCompile(`^(?:Uncaught )?(?:\S+|(?i:assertion(?:error)?(?: \[\w+\])?:? failed[.!]*)|Failed test)?$`)
	x.absolute = regexp.MustCompile(`(^|[\s'"(=<,:;‘“«|\x60\[])` +
		`((?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) )?(?:file://)?` +
		`((?:/?[A-Za-z]:(?:[/\\]{1,2}` + part + `+)+)|(?:/` + part + `+){2,}[/\\]?)`)
	x.temporary = regexp.MustCompile(`^(?:(?:/private)?(?:/var)?/tmp|/dev/shm|(?:/private)?/var/folders/[^/]+/[^/]+/[^/]+|/?[A-Za-z]:/(?:Users/[^/]+/AppData/Local|Windows)/Temp)(?:/|$)`)
	x.named = regexp.MustCompile(`^[A-Za-z][\w-]*(?:\.[A-Za-z]\w{0,9})+$`)
	x.random = regexp.MustCompile(`^(?i:te?mp|php|copy-)|\d{3,}`)
	x.request = regexp.MustCompile(`\b(?:req|msg|resp|chatcmpl|call|toolu|run|thread|asst|file|batch)[-_][0-9A-Za-z]{12,}\b`)
	x.socket = regexp.MustCompile(`\b\d{1,3}(?:\.\d{1,3}){3}:\d{1,5}\b`)
	x.object = regexp.MustCompile(`([\w$;\]])@[0-9a-f]{5,8}\b`)
	x.float = regexp.MustCompile(`^\d+[eE]\d+$`)
	x.rules = newRules()
}
