package cause

import (
	"regexp"
	"sync"
)

// compiled holds the expressions of the package. The first use compiles them, because
// most commands need none.
type compiled struct {
	once sync.Once
	// bare matches a message that only names the kind of failure.
	bare *regexp.Regexp
	// absolute matches an absolute path of two or more parts, and the text before it,
	// but not the path of a URL.
	absolute *regexp.Regexp
	// temporary matches the system's folder for temporary files, named a file name that
	// a person may have chosen, and random one that a program generated.
	temporary, named, random *regexp.Regexp
	// request matches the ID that a service gave to a request, if it has a digit.
	request *regexp.Regexp
	// socket matches an IPv4 address with a port, object the number of a Java object,
	// and float a floating-point number that looks hexadecimal.
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
