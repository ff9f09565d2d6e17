#!/bin/sh
# Runs small programs that fail, with whatever interpreters and compilers this
# machine has, and keeps what they print in captured/LANGUAGE-NAME.EXITCODE.txt,
# with the folder they ran in written as /project. The tests read these files,
# so they need none of the languages.
#
#   sh capture.sh          all languages that are installed
#   sh capture.sh php go   only these
#
# Files of a language that is not installed stay as they are. After a run, look
# at the difference: a new wording of an interpreter is a new row in a table.
set -u
here=$(cd "$(dirname "$0")" && pwd -P)
out=$here/captured
work=$(mktemp -d) || exit 1
work=$(cd "$work" && pwd -P)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
mkdir -p "$out" "$work/p/ex" && cd "$work/p" || exit 1
export LC_ALL=C.UTF-8 TZ=UTC GOFLAGS=-mod=mod GO111MODULE=auto GOPROXY=off NO_COLOR=1
unset RUST_BACKTRACE PYTHONPATH PERL5LIB NODE_OPTIONS
wanted=" $* "
modules=$(tsx=$(command -v tsx) && cd "$(dirname "$tsx")/.." && pwd -P) || modules=/nonexistent
prefix=$(python3 -c 'import sys; print(sys.base_prefix)' 2>/dev/null) || prefix=/usr

# lang NAME COMMAND: is this language wanted and there?
lang() {
	case $wanted in "  " | *" $1 "*) ;; *) return 1 ;; esac
	command -v "$2" >/dev/null 2>&1 || { echo "capture: no $2, $1 left as it is" >&2; return 1; }
}

# capture LANG NAME FILE COMMAND...: standard input is the program. It runs from
# the project's root, with the path that hub would give it.
capture() {
	lang=$1 name=$2 file=ex/$3
	shift 3
	cat >"$file"
	"$@" </dev/null >"$work/output" 2>&1
	code=$?
	rm -f "$out/$lang-$name".*.txt
	sed -e "s#$work/p#/project#g" -e "s#$work#/tmp/work#g" -e "s#$modules#/usr/lib/node_modules#g" -e "s#$prefix#/usr#g" -e "s#${HOME:-/nonexistent}#/home/user#g" \
		-e '/^note: GET /d' "$work/output" >"$out/$lang-$name.$code.txt"
}

if lang php php; then
	capture php uncaught boom.php php ex/boom.php <<'EOF'
<?php
function inner() { throw new RuntimeException("the file is not there"); }
echo "starting\n";
inner();
EOF
	capture php uncaught-shown boom.php php -d display_errors=1 -d log_errors=0 -d html_errors=0 ex/boom.php <<'EOF'
<?php
throw new App\Error("x");
EOF
	capture php fatal fatal.php php -d display_errors=1 -d log_errors=0 ex/fatal.php <<'EOF'
<?php
ini_set('memory_limit', '2M');
$s = str_repeat('x', 50000000);
EOF
	capture php undefined-function undefined.php php ex/undefined.php <<'EOF'
<?php

no_such_function(1);
EOF
	capture php parse parse.php php -d display_errors=1 -d log_errors=0 ex/parse.php <<'EOF'
<?php
echo "a"
echo "b";
EOF
	capture php warning-exit warning.php php -d display_errors=1 -d log_errors=0 ex/warning.php <<'EOF'
<?php
echo "before\n";
echo $undefined["x"];
echo "after\n";
exit(3);
EOF
	capture php warning-pass warning.php php -d display_errors=0 -d log_errors=1 ex/warning.php <<'EOF'
<?php
echo $undefined;
echo "done\n";
EOF
	capture php notice notice.php php -d display_errors=1 -d log_errors=0 ex/notice.php <<'EOF'
<?php
trigger_error("old form", E_USER_NOTICE);
exit(1);
EOF
	capture php assertion assertion.php php -d zend.assertions=1 -d assert.exception=1 ex/assertion.php <<'EOF'
<?php
assert(1 + 1 === 3);
EOF
	capture php autoload autoload.php php ex/autoload.php <<'EOF'
<?php
require 'vendor/autoload.php';
EOF
	capture php network network.php php -d display_errors=1 -d log_errors=0 ex/network.php <<'EOF'
<?php
$r = stream_socket_client("tcp://127.0.0.1:1", $no, $why, 2);
if (!$r) { fwrite(STDERR, "giving up\n"); exit(1); }
EOF
	capture php caught caught.php php ex/caught.php <<'EOF'
<?php
try { throw new LogicException("no such model: gpt-0"); } catch (Exception $e) { echo get_class($e), ": ", $e->getMessage(), "\n"; exit(1); }
EOF
	capture php exit3 exit.php php ex/exit.php <<'EOF'
<?php
echo "step 1\n"; echo "cannot go on\n"; exit(3);
EOF
fi

if lang python python3; then
	cat >ex/helper.py <<'EOF'
def deep(n):
    return {}[n]
EOF
	capture python uncaught boom.py python3 ex/boom.py <<'EOF'
print("starting")
def f(n):
    raise ValueError(f"bad value: {n}")
f(3)
EOF
	capture python module boom.py python3 ex/boom.py <<'EOF'
import helper
helper.deep("key")
EOF
	capture python in-library boom.py python3 ex/boom.py <<'EOF'
import json

json.loads("{not json")
EOF
	capture python chained boom.py python3 ex/boom.py <<'EOF'
class ConfigError(Exception):
    pass
try:
    int("x")
except ValueError as e:
    raise ConfigError("port is not a number") from e
EOF
	capture python assertion boom.py python3 ex/boom.py <<'EOF'
x = 1
assert x == 2, "x should be two"
EOF
	capture python assertion-bare boom.py python3 ex/boom.py <<'EOF'
assert False
EOF
	capture python import boom.py python3 ex/boom.py <<'EOF'
import surely_not_installed_xyz
EOF
	capture python import-name boom.py python3 ex/boom.py <<'EOF'
from os import no_such_name
EOF
	capture python syntax boom.py python3 ex/boom.py <<'EOF'
x = 1
print("a"
y = = 2
EOF
	capture python indent boom.py python3 ex/boom.py <<'EOF'
def f():
x = 1
EOF
	capture python recursion boom.py python3 ex/boom.py <<'EOF'
def f(): return f()
f()
EOF
	capture python group boom.py python3 ex/boom.py <<'EOF'
raise ExceptionGroup("two things", [ValueError("a"), TypeError("b")])
EOF
	capture python thread boom.py python3 ex/boom.py <<'EOF'
import threading
t = threading.Thread(target=lambda: 1 / 0, name="worker")
t.start(); t.join()
print("done")
EOF
	capture python refused boom.py python3 ex/boom.py <<'EOF'
import urllib.request
urllib.request.urlopen("http://127.0.0.1:1/", timeout=3)
EOF
	capture python unresolved boom.py python3 ex/boom.py <<'EOF'
import urllib.request
urllib.request.urlopen("http://no-such-host.invalid/", timeout=3)
EOF
	capture python http401 boom.py python3 ex/boom.py <<'EOF'
import io, urllib.error
raise urllib.error.HTTPError("http://api.example", 401, "Unauthorized", {}, io.BytesIO())
EOF
	capture python rate boom.py python3 ex/boom.py <<'EOF'
class RateLimitError(Exception): pass
RateLimitError.__module__ = "openai"
raise RateLimitError("Error code: 429 - {'error': {'message': 'Rate limit reached for requests'}}")
EOF
	capture python sysexit boom.py python3 ex/boom.py <<'EOF'
import sys
print("working")
sys.exit("no input given")
EOF
	capture python usage boom.py python3 ex/boom.py <<'EOF'
import argparse
p = argparse.ArgumentParser(description="Fetch a page.")
p.add_argument("url", help="what to fetch")
p.add_argument("--retries", type=int, default=3)
p.parse_args()
EOF
	capture python unittest boom.py python3 ex/boom.py <<'EOF'
import unittest
class T(unittest.TestCase):
    def test_ok(self): pass
    def test_sum(self):
        self.assertEqual(1 + 1, 3)
unittest.main()
EOF
	capture python logged boom.py python3 ex/boom.py <<'EOF'
import sys, traceback
try:
    open("/no/such/file")
except OSError:
    traceback.print_exc()
    sys.exit(2)
EOF
	capture python doubt-traceback boom.py python3 ex/boom.py <<'EOF'
import traceback
print("loading")
try:
    open("/no/such/file")
except OSError:
    traceback.print_exc()
EOF
	capture python doubt-help boom.py python3 ex/boom.py <<'EOF'
import argparse, sys
p = argparse.ArgumentParser(prog="fetch", description="Fetch a page.", epilog="Set FETCH_PROXY for a proxy.")
p.add_argument("url", nargs="?", help="what to fetch")
p.add_argument("--retries", type=int, default=3, help="how often to try")
a = p.parse_args()
if not a.url:
    p.print_help(); sys.exit(0)
EOF
	capture python doubt-unittest boom.py python3 ex/boom.py <<'EOF'
import unittest
class T(unittest.TestCase):
    def test_sum(self):
        self.assertEqual(1 + 1, 3)
unittest.main(exit=False)
EOF
	capture python clean-unittest boom.py python3 ex/boom.py <<'EOF'
import unittest
class T(unittest.TestCase):
    def test_sum(self):
        self.assertEqual(1 + 1, 2)
    def test_failed_login_is_reported(self): pass
unittest.main(exit=False, verbosity=2)
EOF
fi

if lang node node; then
	capture node uncaught boom.js node ex/boom.js <<'EOF'
console.log("starting");
function f(o) { return o.x.y; }
f({});
EOF
	capture node custom boom.mjs node ex/boom.mjs <<'EOF'
import fs from "node:fs";
class ConfigError extends Error { constructor(m) { super(m); this.name = "ConfigError"; this.key = "port"; } }
throw new ConfigError("port is missing");
EOF
	capture node string boom.js node ex/boom.js <<'EOF'
throw "just a text";
EOF
	capture node rejection boom.mjs node ex/boom.mjs <<'EOF'
async function f() { throw new Error("from a promise"); }
f();
EOF
	capture node rejection-string boom.js node ex/boom.js <<'EOF'
Promise.reject("just a reason");
EOF
	capture node module boom.js node ex/boom.js <<'EOF'
const x = require("surely-not-installed");
EOF
	capture node package boom.mjs node ex/boom.mjs <<'EOF'
import x from "surely-not-installed";
EOF
	capture node syntax boom.js node ex/boom.js <<'EOF'
const a = 1;
const b = ;
EOF
	capture node assertion boom.js node ex/boom.js <<'EOF'
const assert = require("node:assert");
assert.strictEqual(1, 2);
EOF
	capture node assertion-diff boom.js node ex/boom.js <<'EOF'
const assert = require("node:assert");
assert.deepStrictEqual({ a: 1, b: [1, 2] }, { a: 1, b: [1, 3] });
EOF
	capture node refused boom.mjs node ex/boom.mjs <<'EOF'
const r = await fetch("http://127.0.0.1:59999/");
EOF
	capture node refused-socket boom.js node ex/boom.js <<'EOF'
require("node:net").connect(59999, "127.0.0.1");
EOF
	capture node unresolved boom.js node ex/boom.js <<'EOF'
require("node:http").get("http://no-such-host.invalid/");
EOF
	capture node status401 boom.mjs node ex/boom.mjs <<'EOF'
class AuthenticationError extends Error { constructor() { super("401 Incorrect API key provided: sk-x."); this.status = 401; } }
throw new AuthenticationError();
EOF
	capture node logged boom.js node ex/boom.js <<'EOF'
try { JSON.parse("{x"); } catch (e) { console.error("Failed to load:", e.message); process.exit(1); }
EOF
	capture node logged-error boom.js node ex/boom.js <<'EOF'
async function main() { throw new RangeError("offset 9 is out of range"); }
main().catch((e) => { console.error(e); process.exit(1); });
EOF
	capture node doubt-logged boom.js node ex/boom.js <<'EOF'
console.log("1..2"); console.log("Tests: 1 failed, 1 passed, 2 total");
EOF
fi

# TypeScript by tsx, and by its own compiler, which only checks.
if lang typescript tsx; then
	capture typescript uncaught boom.ts tsx ex/boom.ts <<'EOF'
interface Config { port?: { number: number } }
function port(c: Config): number { return c.port!.number; }
console.log("starting");
port({});
EOF
	capture typescript rejection boom.mts tsx ex/boom.mts <<'EOF'
class ConfigError extends Error { name = "ConfigError"; }
async function load(): Promise<string> { throw new ConfigError("port is missing"); }
await load();
EOF
	capture typescript syntax boom.ts tsx ex/boom.ts <<'EOF'
const a: number = 1;
const b: number = ;
EOF
	capture typescript module boom.ts tsx ex/boom.ts <<'EOF'
import { x } from "surely-not-installed";
console.log(x);
EOF
	capture typescript assertion boom.ts tsx ex/boom.ts <<'EOF'
import assert from "node:assert";
const two: number = 2;
assert.strictEqual(1, two);
EOF
	capture typescript refused boom.mts tsx ex/boom.mts <<'EOF'
const r: Response = await fetch("http://127.0.0.1:59999/");
EOF
fi
if lang typescript tsc; then
	capture typescript compile boom.ts tsc --noEmit --pretty false ex/boom.ts <<'EOF'
const a: number = "text";
EOF
	capture typescript compile-pretty boom.ts tsc --noEmit --pretty ex/boom.ts <<'EOF'
const a: number = "text";
EOF
	capture typescript compile-syntax boom.ts tsc --noEmit --pretty false ex/boom.ts <<'EOF'
const b: number = ;
EOF
	capture typescript compile-module boom.ts tsc --noEmit --pretty false ex/boom.ts <<'EOF'
import { x } from "surely-not-installed";
EOF
fi

if lang go go; then
	printf 'module example.test/p\n\ngo 1.21\n' >go.mod
	gobuild() { go build -o "$work/bin" "$1" && "$work/bin"; }
	capture go panic boom.go gobuild ex/boom.go <<'EOF'
package main

import "fmt"

func f(m map[string]int) { m["a"] = 1 }

func main() {
	fmt.Println("starting")
	f(nil)
}
EOF
	capture go panic-value boom.go gobuild ex/boom.go <<'EOF'
package main

import "fmt"

func main() {
	panic(fmt.Errorf("reading: %w", fmt.Errorf("no such file")))
}
EOF
	capture go panic-run boom.go go run ex/boom.go <<'EOF'
package main

func main() {
	var a []int
	_ = a[5]
}
EOF
	capture go exit-run boom.go go run ex/boom.go <<'EOF'
package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Println("starting")
	fmt.Fprintln(os.Stderr, "cannot go on")
	os.Exit(3)
}
EOF
	capture go exit-run-silent boom.go go run ex/boom.go <<'EOF'
package main

import "os"

func main() { os.Exit(3) }
EOF
	capture go logfatal-run boom.go go run ex/boom.go <<'EOF'
package main

import "log"

func main() { log.Fatal("cannot open config.toml") }
EOF
	capture go nil boom.go gobuild ex/boom.go <<'EOF'
package main

type t struct{ n int }

func f(p *t) int { return p.n }

func main() { f(nil) }
EOF
	capture go goroutine boom.go gobuild ex/boom.go <<'EOF'
package main

import "sync"

func main() {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		panic("in another goroutine")
	}()
	wg.Wait()
}
EOF
	capture go repanic boom.go gobuild ex/boom.go <<'EOF'
package main

func main() {
	defer func() {
		r := recover()
		panic(r)
	}()
	panic("first")
}
EOF
	capture go deadlock boom.go gobuild ex/boom.go <<'EOF'
package main

func main() {
	<-make(chan int)
}
EOF
	capture go logfatal boom.go gobuild ex/boom.go <<'EOF'
package main

import "log"

func main() {
	log.Print("starting")
	log.Fatal("cannot open config.toml")
}
EOF
	capture go logfatal-line boom.go gobuild ex/boom.go <<'EOF'
package main

import "log"

func main() {
	log.SetFlags(log.LstdFlags | log.Lshortfile)
	log.Fatalf("cannot open %s", "config.toml")
}
EOF
	capture go refused boom.go gobuild ex/boom.go <<'EOF'
package main

import (
	"log"
	"net/http"
)

func main() {
	if _, err := http.Get("http://127.0.0.1:1/"); err != nil {
		log.Fatal(err)
	}
}
EOF
	capture go compile boom.go go build -o "$work/bin" ex/boom.go <<'EOF'
package main

import "os"

func main() {
	undefinedThing()
}
EOF
	capture go compile-run boom.go go run ex/boom.go <<'EOF'
package main

func main() {
	var x int = "text"
}
EOF
	capture go syntax boom.go go build -o "$work/bin" ex/boom.go <<'EOF'
package main

func main() {
	if {
}
EOF
	capture go missing-package boom.go go build -o "$work/bin" ex/boom.go <<'EOF'
package main

import "example.test/nowhere/lib"

func main() { lib.X() }
EOF
	capture go missing-std boom.go go build -o "$work/bin" ex/boom.go <<'EOF'
package main

import "nosuchpkg"

func main() { nosuchpkg.X() }
EOF
	capture go exit1 boom.go gobuild ex/boom.go <<'EOF'
package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintln(os.Stderr, "Error: config.toml: no such file")
	os.Exit(1)
}
EOF
	capture go doubt-recovered boom.go gobuild ex/boom.go <<'EOF'
package main

import (
	"fmt"
	"runtime/debug"
)

func main() {
	defer func() {
		if r := recover(); r != nil {
			fmt.Printf("panic: %v\n\n%s", r, debug.Stack())
		}
	}()
	panic("lost")
}
EOF
	capture go clean-recovered boom.go gobuild ex/boom.go <<'EOF'
package main

import "fmt"

func main() {
	defer func() { fmt.Println("recovered from panic:", recover()) }()
	panic("expected")
}
EOF
	rm -f go.mod
fi

if lang ruby ruby; then
	capture ruby uncaught boom.rb ruby ex/boom.rb <<'EOF'
puts "starting"
def f = raise(ArgumentError, "bad value")
f
EOF
	capture ruby nomethod boom.rb ruby ex/boom.rb <<'EOF'
nil.upcase
EOF
	capture ruby load boom.rb ruby ex/boom.rb <<'EOF'
require "surely_not_installed"
EOF
	capture ruby syntax boom.rb ruby ex/boom.rb <<'EOF'
def f
  1 +
end end
EOF
	capture ruby multiline boom.rb ruby ex/boom.rb <<'EOF'
raise "first line\nsecond line"
EOF
	capture ruby refused boom.rb ruby ex/boom.rb <<'EOF'
require "socket"
TCPSocket.new("127.0.0.1", 1)
EOF
	capture ruby assertion boom.rb ruby ex/boom.rb <<'EOF'
require "minitest/autorun"
class T < Minitest::Test
  def test_sum = assert_equal(3, 1 + 1)
end
EOF
	capture ruby custom boom.rb ruby ex/boom.rb <<'EOF'
class ConfigError < StandardError; end
begin
  Integer("x")
rescue ArgumentError
  raise ConfigError, "port is not a number"
end
EOF
	capture ruby deep boom.rb ruby ex/boom.rb <<'EOF'
def f = f()
f
EOF
	capture ruby abort boom.rb ruby ex/boom.rb <<'EOF'
abort "cannot go on"
EOF
fi

if lang perl perl; then
	capture perl die boom.pl perl ex/boom.pl <<'EOF'
print "starting\n";
sub f { die "bad value" }
f();
EOF
	capture perl die-newline boom.pl perl ex/boom.pl <<'EOF'
die "no place told\n";
EOF
	capture perl locate boom.pl perl ex/boom.pl <<'EOF'
use strict;
use Surely::Not::Installed;
EOF
	capture perl syntax boom.pl perl ex/boom.pl <<'EOF'
my $x = ;
print $x;
EOF
	capture perl strict boom.pl perl ex/boom.pl <<'EOF'
use strict;
$undeclared = 1;
EOF
	capture perl test boom.pl perl ex/boom.pl <<'EOF'
use Test::More tests => 2;
ok(1, "works");
is(1 + 1, 3, "sums");
EOF
	capture perl undefined boom.pl perl ex/boom.pl <<'EOF'
print "x\n";
no_such_sub(1);
EOF
	capture perl croak boom.pl perl ex/boom.pl <<'EOF'
use Carp;
sub f { croak "called wrongly" }
f();
EOF
	capture perl open boom.pl perl ex/boom.pl <<'EOF'
open(my $f, "<", "/no/such/file") or die "cannot open: $!";
EOF
	capture perl reading boom.pl perl ex/boom.pl <<'EOF'
my $l = <DATA>;
die "bad line";
__DATA__
one
two
EOF
	capture perl refused boom.pl perl ex/boom.pl <<'EOF'
use IO::Socket::INET;
IO::Socket::INET->new(PeerAddr => "127.0.0.1:1") or die "cannot connect: $@";
EOF
	capture perl doubt-usage boom.pl perl ex/boom.pl <<'EOF'
unless (@ARGV) { print "Usage: boom.pl [-v] FILE...\n\n  -v   be verbose\n"; exit 0 }
EOF
	capture perl doubt-failed boom.pl perl ex/boom.pl <<'EOF'
print "ok 1\nTest Failed\n";
EOF
fi

if lang java java; then
	capture java uncaught Boom.java java ex/Boom.java <<'EOF'
public class Boom {
    static int f(String s) { return Integer.parseInt(s); }
    public static void main(String[] args) {
        System.out.println("starting");
        f("x");
    }
}
EOF
	capture java caused Boom.java java ex/Boom.java <<'EOF'
public class Boom {
    public static void main(String[] args) {
        try { Object o = null; o.toString(); }
        catch (Exception e) { throw new IllegalStateException("cannot start", e); }
    }
}
EOF
	capture java assertion Boom.java java -ea ex/Boom.java <<'EOF'
public class Boom {
    public static void main(String[] args) {
        assert args.length > 3 : "too few";
    }
}
EOF
	capture java syntax Boom.java java ex/Boom.java <<'EOF'
public class Boom {
    public static void main(String[] args) {
        int x = 1
    }
}
EOF
	capture java symbol Boom.java java ex/Boom.java <<'EOF'
public class Boom {
    public static void main(String[] args) {
        nowhere.call();
    }
}
EOF
	capture java package Boom.java java ex/Boom.java <<'EOF'
import com.example.nowhere.Thing;
public class Boom {
    public static void main(String[] args) { new Thing(); }
}
EOF
	capture java refused Boom.java java ex/Boom.java <<'EOF'
public class Boom {
    public static void main(String[] args) throws Exception {
        new java.net.Socket("127.0.0.1", 1);
    }
}
EOF
	capture java thread Boom.java java ex/Boom.java <<'EOF'
public class Boom {
    public static void main(String[] args) throws Exception {
        Thread t = new Thread(() -> { throw new IllegalArgumentException("in a thread"); }, "worker");
        t.start(); t.join();
        System.exit(3);
    }
}
EOF
	# As hub runs it; what is above is what java prints where hub leaves it to java.
	javarun() { java "$here/../../lang/builders/JavaBuild.java" "$work/arguments" "$1" && java "@$work/arguments"; }
	capture java built-caused Boom.java javarun ex/Boom.java <<'EOF'
public class Boom {
    public static void main(String[] args) {
        try { Object o = null; o.toString(); }
        catch (Exception e) { throw new IllegalStateException("cannot start", e); }
    }
}
EOF
	capture java built-symbol Boom.java javarun ex/Boom.java <<'EOF'
import java.util.List;
public class Boom {
    public static void main(String[] args) {
        List list = List.of();
        list.add("x");
        list.add(nowhere);
    }
}
EOF
	capture java noclass Boom.java java -cp ex NoSuchMain <<'EOF'
EOF
fi

if lang rust rustc; then
	rustrun() { rustc --edition 2021 -o "$work/bin" "$1" && "$work/bin"; }
	capture rust panic boom.rs rustrun ex/boom.rs <<'EOF'
fn f(v: &[i32]) -> i32 { let n = v.len(); v[n] }
fn main() {
    println!("starting");
    f(&[1]);
}
EOF
	capture rust unwrap boom.rs rustrun ex/boom.rs <<'EOF'
fn main() {
    let n: i32 = "x".parse().unwrap();
    println!("{n}");
}
EOF
	capture rust assertion boom.rs rustrun ex/boom.rs <<'EOF'
fn main() {
    let two = 1 + 1;
    assert_eq!(two, 3, "arithmetic");
}
EOF
	capture rust exit boom.rs rustrun ex/boom.rs <<'EOF'
fn main() {
    eprintln!("cannot go on");
    std::process::exit(3);
}
EOF
	capture rust main-error boom.rs rustrun ex/boom.rs <<'EOF'
fn main() -> Result<(), std::num::ParseIntError> {
    "x".parse::<i32>()?;
    Ok(())
}
EOF
	capture rust compile boom.rs rustc -o "$work/bin" ex/boom.rs <<'EOF'
fn main() {
    let x: i32 = "text";
}
EOF
	capture rust syntax boom.rs rustc -o "$work/bin" ex/boom.rs <<'EOF'
fn main() {
    let x = ;
}
EOF
	capture rust crate boom.rs rustc --edition 2021 -o "$work/bin" ex/boom.rs <<'EOF'
use surely_not_there::Thing;
fn main() {}
EOF
	capture rust refused boom.rs rustrun ex/boom.rs <<'EOF'
fn main() {
    std::net::TcpStream::connect("127.0.0.1:1").expect("cannot connect");
}
EOF
fi

if lang c gcc; then
	ccrun() { gcc -o "$work/bin" "$1" && "$work/bin"; }
	capture c compile boom.c ccrun ex/boom.c <<'EOF'
int main(void) {
    return undeclared;
}
EOF
	capture c syntax boom.c ccrun ex/boom.c <<'EOF'
int main(void) {
    int x = 1
    return x;
}
EOF
	capture c header boom.c ccrun ex/boom.c <<'EOF'
#include <no/such/header.h>
int main(void) { return 0; }
EOF
	capture c link boom.c ccrun ex/boom.c <<'EOF'
int nowhere(void);
int main(void) { return nowhere(); }
EOF
	capture c perror boom.c ccrun ex/boom.c <<'EOF'
#include <stdio.h>
int main(void) { if (!fopen("/no/such/file", "r")) { perror("boom"); return 2; } return 0; }
EOF
fi

# The two shells that examples are run with say the same things differently.
shells() {
	capture "$1" not-found boom.sh "$2" ex/boom.sh <<'EOF'
echo starting

surely-not-installed --version
EOF
	capture "$1" not-found-errexit boom.sh "$2" ex/boom.sh <<'EOF'
set -e
x=$(surely-not-installed)
echo never
EOF
	capture "$1" syntax boom.sh "$2" ex/boom.sh <<'EOF'
echo starting
if true; then
fi
EOF
	capture "$1" unset boom.sh "$2" ex/boom.sh <<'EOF'
set -u
echo "$SURELY_NOT_SET"
EOF
	capture "$1" required boom.sh "$2" ex/boom.sh <<'EOF'
: "${SURELY_NOT_SET:?set it to your key}"
EOF
	capture "$1" exit2 boom.sh "$2" ex/boom.sh <<'EOF'
echo one
echo "two: nothing to do" >&2
exit 2
EOF
	capture "$1" silent boom.sh "$2" ex/boom.sh <<'EOF'
exit 4
EOF
	capture "$1" cannot-cd boom.sh "$2" ex/boom.sh <<'EOF'
set -e
cd /no/such/folder
EOF
	capture "$1" permission boom.sh "$2" ex/boom.sh <<'EOF'
touch ./notexec
./notexec
EOF
	capture "$1" missing-script boom.sh "$2" ex/gone.sh <<'EOF'
EOF
}
if lang sh dash; then shells sh dash; fi
if lang bash bash; then shells bash bash; fi
if lang bash curl; then
	capture bash curl boom.sh bash ex/boom.sh <<'EOF'
set -e
curl -sS http://127.0.0.1:1/
EOF
fi

if lang lua lua; then
	capture lua uncaught boom.lua lua ex/boom.lua <<'EOF'
print("starting")
local function f(t) return t.x.y end
f({})
EOF
	capture lua error boom.lua lua ex/boom.lua <<'EOF'
error("bad value")
EOF
	capture lua require boom.lua lua ex/boom.lua <<'EOF'
local x = require("surely.not.installed")
EOF
	capture lua syntax boom.lua lua ex/boom.lua <<'EOF'
local x = = 1
EOF
	capture lua assertion boom.lua lua ex/boom.lua <<'EOF'
assert(1 == 2, "not equal")
EOF
fi


for awk in gawk mawk; do
	if lang $awk $awk; then
		capture $awk syntax boom.awk $awk -f ex/boom.awk <<'EOF'
BEGIN {
  print "a" )
}
EOF
		capture $awk division boom.awk $awk -f ex/boom.awk <<'EOF'
BEGIN {
  print "starting"
  x = 0
  print 1 / x
}
EOF
		capture $awk function boom.awk $awk -f ex/boom.awk <<'EOF'
BEGIN {
  nosuch(1)
}
EOF
		capture $awk usage boom.awk $awk -f ex/boom.awk <<'EOF'
BEGIN { print "usage: boom.awk FILE"; exit 2 }
EOF
		capture $awk silent boom.awk $awk -f ex/boom.awk <<'EOF'
BEGIN { exit 4 }
EOF
		capture $awk gone boom.awk $awk -f ex/gone.awk <<'EOF'
EOF
		capture $awk message boom.awk $awk -f ex/boom.awk <<'EOF'
BEGIN { print "boom.awk: no input given" > "/dev/stderr"; exit 3 }
EOF
	fi
done

if lang tcl tclsh; then
	capture tcl package boom.tcl tclsh ex/boom.tcl <<'EOF'
puts "starting"
package require math_nowhere
EOF
	capture tcl error boom.tcl tclsh ex/boom.tcl <<'EOF'
proc inner {} {
    error "bad value"
}
inner
EOF
	capture tcl undefined boom.tcl tclsh ex/boom.tcl <<'EOF'
puts $nowhere
EOF
	capture tcl command boom.tcl tclsh ex/boom.tcl <<'EOF'

no_such_command 1
EOF
	capture tcl brace boom.tcl tclsh ex/boom.tcl <<'EOF'
proc f {} {
    puts "x"
EOF
	capture tcl refused boom.tcl tclsh ex/boom.tcl <<'EOF'
socket 127.0.0.1 1
EOF
	capture tcl usage boom.tcl tclsh ex/boom.tcl <<'EOF'
puts stderr "usage: boom.tcl FILE"; exit 2
EOF
	capture tcl source boom.tcl tclsh ex/boom.tcl <<'EOF'
source ex/gone.tcl
EOF
fi

if lang r Rscript; then
	capture r stop boom.R Rscript ex/boom.R <<'EOF'
f <- function(x) stop("bad value: ", x)
cat("starting\n")
f(3)
EOF
	capture r toplevel boom.R Rscript ex/boom.R <<'EOF'
stop("cannot go on")
EOF
	capture r object boom.R Rscript ex/boom.R <<'EOF'
print(nowhere)
EOF
	capture r library boom.R Rscript ex/boom.R <<'EOF'
library(surelyNotInstalled)
EOF
	capture r syntax boom.R Rscript ex/boom.R <<'EOF'
x <- 1
y <- (2 +
print(x) z
EOF
	capture r assertion boom.R Rscript ex/boom.R <<'EOF'
stopifnot(1 == 2)
EOF
	capture r file boom.R Rscript ex/boom.R <<'EOF'
x <- readLines("gone.txt")
EOF
	capture r long boom.R Rscript ex/boom.R <<'EOF'
a_function_with_a_rather_long_name <- function(and_a_long_parameter) stop("a message that does not fit on the line of its call")
a_function_with_a_rather_long_name(and_a_long_parameter = "some text")
EOF
	capture r usage boom.R Rscript ex/boom.R <<'EOF'
cat("Usage: boom.R FILE\n"); quit(status = 2)
EOF
	capture r silent boom.R Rscript ex/boom.R <<'EOF'
quit(status = 4)
EOF
fi

if lang raku raku; then
	capture raku die boom.raku raku ex/boom.raku <<'EOF'
sub inner() { die "bad value" }
say "starting";
inner();
EOF
	capture raku module boom.raku raku ex/boom.raku <<'EOF'
use Surely::Not::Installed;
EOF
	capture raku undefined boom.raku raku ex/boom.raku <<'EOF'
say $nowhere;
EOF
	capture raku syntax boom.raku raku ex/boom.raku <<'EOF'
say "x";
my $x = ;
EOF
	capture raku method boom.raku raku ex/boom.raku <<'EOF'
my $x = 1;
$x.nosuch;
EOF
	capture raku silent boom.raku raku ex/boom.raku <<'EOF'
exit 4;
EOF
	capture raku usage boom.raku raku ex/boom.raku <<'EOF'
sub MAIN(Str $file) { say $file }
EOF
fi

if lang elixir elixir; then
	capture elixir uncaught boom.exs elixir ex/boom.exs <<'EOF'
defmodule Boom do
  def inner, do: raise("bad value")
end
IO.puts("starting")
Boom.inner()
EOF
	capture elixir undefined boom.exs elixir ex/boom.exs <<'EOF'
Nowhere.call(1)
EOF
	capture elixir syntax boom.exs elixir ex/boom.exs <<'EOF'
IO.puts("x"
x = = 1
EOF
	capture elixir compile-error boom.exs elixir ex/boom.exs <<'EOF'
IO.puts(nowhere)
EOF
	capture elixir match boom.exs elixir ex/boom.exs <<'EOF'
{:ok, x} = {:error, :enoent}
EOF
	capture elixir module boom.exs elixir ex/boom.exs <<'EOF'
import Nowhere
EOF
	capture elixir silent boom.exs elixir ex/boom.exs <<'EOF'
System.halt(4)
EOF
	capture elixir usage boom.exs elixir ex/boom.exs <<'EOF'
IO.puts(:stderr, "usage: boom.exs FILE")
System.halt(2)
EOF
fi

if lang erlang escript; then
	capture erlang error boom.escript escript ex/boom.escript <<'EOF'
#!/usr/bin/env escript
main(_) ->
    io:format("starting~n"),
    error(bad_value).
EOF
	capture erlang undefined boom.escript escript ex/boom.escript <<'EOF'
#!/usr/bin/env escript
main(_) -> nowhere:call(1).
EOF
	capture erlang syntax boom.escript escript ex/boom.escript <<'EOF'
#!/usr/bin/env escript
main(_) ->
    io:format("x"
EOF
	capture erlang match boom.escript escript ex/boom.escript <<'EOF'
#!/usr/bin/env escript
main(_) -> {ok, _} = file:read_file("gone.txt").
EOF
	capture erlang silent boom.escript escript ex/boom.escript <<'EOF'
#!/usr/bin/env escript
main(_) -> halt(4).
EOF
	capture erlang usage boom.escript escript ex/boom.escript <<'EOF'
#!/usr/bin/env escript
main(_) -> io:format("usage: boom FILE~n"), halt(2).
EOF
fi

if lang ocaml ocaml; then
	capture ocaml exception boom.ml ocaml ex/boom.ml <<'EOF'
let () = print_endline "starting"
let () = failwith "bad value"
EOF
	capture ocaml unbound boom.ml ocaml ex/boom.ml <<'EOF'
let () = Nowhere.call ()
EOF
	capture ocaml type boom.ml ocaml ex/boom.ml <<'EOF'
let x = 1 + "a"
EOF
	capture ocaml syntax boom.ml ocaml ex/boom.ml <<'EOF'
let x = in 1
EOF
	capture ocaml file boom.ml ocaml ex/boom.ml <<'EOF'
let _ = open_in "gone.txt"
EOF
	capture ocaml assertion boom.ml ocaml ex/boom.ml <<'EOF'
let () = assert (1 = 2)
EOF
	capture ocaml silent boom.ml ocaml ex/boom.ml <<'EOF'
let () = exit 4
EOF
fi

if lang haskell runghc; then
	capture haskell error boom.hs runghc ex/boom.hs <<'EOF'
main :: IO ()
main = do
  putStrLn "starting"
  error "bad value"
EOF
	capture haskell module boom.hs runghc ex/boom.hs <<'EOF'
import Surely.Not.Installed
main = return ()
EOF
	capture haskell scope boom.hs runghc ex/boom.hs <<'EOF'
main = nowhere 1
EOF
	capture haskell syntax boom.hs runghc ex/boom.hs <<'EOF'
main = do
  let x =
  print (
EOF
	capture haskell file boom.hs runghc ex/boom.hs <<'EOF'
main = readFile "gone.txt" >>= putStr
EOF
	capture haskell silent boom.hs runghc ex/boom.hs <<'EOF'
import System.Exit
main = exitWith (ExitFailure 4)
EOF
fi

if lang racket racket; then
	capture racket error boom.rkt racket ex/boom.rkt <<'EOF'
#lang racket
(displayln "starting")
(define (inner) (error "bad value"))
(inner)
EOF
	capture racket module boom.rkt racket ex/boom.rkt <<'EOF'
#lang racket/base
(require surely-not-installed)
EOF
	capture racket unbound boom.rkt racket ex/boom.rkt <<'EOF'
#lang racket/base
(nowhere 1)
EOF
	capture racket syntax boom.rkt racket ex/boom.rkt <<'EOF'
#lang racket/base
(displayln "x"
EOF
	capture racket file boom.rkt racket ex/boom.rkt <<'EOF'
#lang racket/base
(open-input-file "gone.txt")
EOF
	capture racket silent boom.rkt racket ex/boom.rkt <<'EOF'
#lang racket/base
(exit 4)
EOF
fi

for shell in dash ash ksh zsh mksh fish; do
	run=$shell
	[ $shell = ash ] && run="busybox ash"
	if lang $shell ${run%% *}; then
		capture $shell not-found boom.sh $run ex/boom.sh <<'EOF'
echo starting
surely-not-installed --version
EOF
		capture $shell silent boom.sh $run ex/boom.sh <<'EOF'
exit 4
EOF
		capture $shell usage boom.sh $run ex/boom.sh <<'EOF'
echo "usage: boom.sh FILE" >&2
exit 2
EOF
		capture $shell exit3 boom.sh $run ex/boom.sh <<'EOF'
echo "cannot go on" >&2
exit 3
EOF
		[ $shell = fish ] || capture $shell unset boom.sh $run ex/boom.sh <<'EOF'
set -u
echo "$SURELY_NOT_SET"
EOF
		capture $shell syntax boom.sh $run ex/boom.sh <<'EOF'
echo starting
if true; then
echo "x" )
EOF
		[ $shell = fish ] || capture $shell required boom.sh $run ex/boom.sh <<'EOF'
: "${1:?usage: boom.sh FILE}"
EOF
	fi
done

if lang make make; then
	capture make recipe Makefile make -f ex/Makefile <<'EOF'
all:
	@echo starting
	@exit 3
EOF
	capture make target Makefile make -f ex/Makefile <<'EOF'
all: nowhere.txt
	@echo x
EOF
	capture make syntax Makefile make -f ex/Makefile <<'EOF'
all:
    echo spaces
EOF
	capture make command Makefile make -f ex/Makefile <<'EOF'
all:
	@surely-not-installed
EOF
	capture make include Makefile make -f ex/Makefile <<'EOF'
include gone.mk
all: ; @echo x
EOF
	capture make stop Makefile make -f ex/Makefile <<'EOF'
all: ; @echo x
$(error KEY is not set)
EOF
fi

if lang cpp g++; then
	cpp() { # NAME: build, and run if that works
		name=$1
		capture cpp "$name" boom.cpp sh -c 'g++ -o boom ex/boom.cpp && ./boom; code=$?; rm -f boom; exit $code'
	}
	cpp compile <<'EOF'
#include <iostream>
int main() { std::cout << undeclared; }
EOF
	cpp syntax <<'EOF'
int main() {
  int x = 1
  return x;
}
EOF
	cpp header <<'EOF'
#include <no/such/header.hpp>
int main() {}
EOF
	cpp link <<'EOF'
void nowhere();
int main() { nowhere(); }
EOF
	cpp exit3 <<'EOF'
#include <iostream>
int main() { std::cerr << "cannot go on\n"; return 3; }
EOF
	cpp thrown <<'EOF'
#include <stdexcept>
int main() { throw std::runtime_error("bad value"); }
EOF
fi

if lang nim nim; then
	nim() { # NAME
		name=$1
		capture nim "$name" boom.nim sh -c 'command nim compile --hints:off --nimcache:/tmp/nimcache --out:boom ex/boom.nim && ./boom; code=$?; rm -f boom; exit $code'
	}
	nim uncaught <<'EOF'
proc inner() = raise newException(ValueError, "bad value")
echo "starting"
inner()
EOF
	nim undeclared <<'EOF'
echo nowhere
EOF
	nim module <<'EOF'
import surely_not_installed
EOF
	nim syntax <<'EOF'
proc f( =
  echo 1
EOF
	nim assertion <<'EOF'
doAssert 1 == 2, "sums"
EOF
	nim silent <<'EOF'
quit(4)
EOF
fi

if lang crystal crystal; then
	crystal() { # NAME
		name=$1
		capture crystal "$name" boom.cr sh -c 'command crystal build --no-color -o boom ex/boom.cr && ./boom; code=$?; rm -f boom; exit $code'
	}
	crystal uncaught <<'EOF'
def inner
  raise "bad value"
end
puts "starting"
inner
EOF
	crystal undefined <<'EOF'
puts nowhere
EOF
	crystal module <<'EOF'
require "surely_not_installed"
EOF
	crystal syntax <<'EOF'
def f(
  1
end
EOF
	crystal silent <<'EOF'
exit 4
EOF
fi

for runtime in deno bun; do
	command="$runtime run"
	[ $runtime = deno ] && command="deno run --allow-all --no-remote"
	if lang $runtime $runtime; then
		capture $runtime uncaught boom.ts $command ex/boom.ts <<'EOF'
function inner(): never { throw new RangeError("bad value"); }
console.log("starting");
inner();
EOF
		capture $runtime rejection boom.ts $command ex/boom.ts <<'EOF'
await Promise.reject(new Error("from a promise"));
EOF
		capture $runtime module boom.ts $command ex/boom.ts <<'EOF'
import "./gone.ts";
EOF
		capture $runtime package boom.ts $command ex/boom.ts <<'EOF'
import { x } from "surely-not-installed";
console.log(x);
EOF
		capture $runtime syntax boom.ts $command ex/boom.ts <<'EOF'
const x = 1;
const y = = 2;
EOF
		capture $runtime refused boom.ts $command ex/boom.ts <<'EOF'
await fetch("http://127.0.0.1:59999/");
EOF
		capture $runtime port boom.ts $command ex/boom.ts <<'EOF'
import { createServer } from "node:net";
createServer().listen(39393, () => createServer().listen(39393));
EOF
		capture $runtime silent boom.ts $command ex/boom.ts <<'EOF'
process.exit(4);
EOF
	fi
done

if lang node node; then
	capture node esm boom.mjs node ex/boom.mjs <<'EOF'
import './gone.mjs';
EOF
	capture node port boom.js node ex/boom.js <<'EOF'
const net = require('net');
net.createServer().listen(39393, () => net.createServer().listen(39393));
EOF
fi

if lang typescript node; then
	capture typescript old-node boom.ts node --experimental-strip-types ex/boom.ts <<'EOF'
const x: number = 1;
EOF
	capture typescript extension boom.ts node ex/boom.ts <<'EOF'
import x from 'fs';
const y: number = 1;
EOF
fi

if lang python python3; then
	capture python port boom.py python3 ex/boom.py <<'EOF'
import socket
a = socket.create_server(("127.0.0.1", 0))
socket.create_server(a.getsockname())
EOF
	capture python group-members boom.py python3 ex/boom.py <<'EOF'
def f(x):
    raise ValueError(x)
caught = []
for x in "ab":
    try:
        f(x)
    except ValueError as e:
        caught.append(e)
raise ExceptionGroup("two things", caught)
EOF
	capture python clean-doctest boom.py python3 -m doctest -v ex/boom.py <<'EOF'
def f(n):
    """
    >>> f(-1)
    Traceback (most recent call last):
        ...
    ValueError: n is negative
    """
    raise ValueError("n is negative")
EOF
	capture python doubt-doctest boom.py python3 ex/boom.py <<'EOF'
"""
>>> 1 + 1
3
"""
import doctest
doctest.testmod()
EOF
	capture python click boom.py python3 ex/boom.py <<'EOF'
import sys
print("Usage: boom.py [OPTIONS] NAME\nTry 'boom.py --help' for help.\n\nError: Missing argument 'NAME'.", file=sys.stderr)
sys.exit(2)
EOF
fi

if lang go go; then
	capture go port boom.go go run ex/boom.go <<'EOF'
package main

import ("log"; "net")

func main() {
	l, _ := net.Listen("tcp", "127.0.0.1:0")
	_, err := net.Listen("tcp", l.Addr().String())
	log.Fatal(err)
}
EOF
	capture go test boom_test.go go build -o boom ex/boom_test.go <<'EOF'
package main

import "testing"

func TestX(t *testing.T) {}
EOF
	capture go usage boom.go go run ex/boom.go <<'EOF'
package main

import ("flag"; "os")

func main() { flag.CommandLine.Init("boom", flag.ExitOnError); os.Args = []string{"boom", "-x"}; flag.Parse() }
EOF
fi

if lang lua lua; then
	mkdir -p ex/a-folder-with-a-rather-long-name/and-another-one-below-it-so-that-the-path-is-cut
	capture lua shortened a-folder-with-a-rather-long-name/and-another-one-below-it-so-that-the-path-is-cut/boom.lua lua "$work/p/ex/a-folder-with-a-rather-long-name/and-another-one-below-it-so-that-the-path-is-cut/boom.lua" <<'EOF'
error("bad value")
EOF
	capture lua table boom.lua lua ex/boom.lua <<'EOF'
error({code = 2})
EOF
	capture lua open boom.lua lua ex/gone.lua <<'EOF'
EOF
	capture lua file boom.lua lua ex/boom.lua <<'EOF'
local f = assert(io.open("gone.txt"))
EOF
	capture lua usage boom.lua lua ex/boom.lua <<'EOF'
print("usage: lua boom.lua FILE") os.exit(2)
EOF
	capture lua silent boom.lua lua ex/boom.lua <<'EOF'
os.exit(4)
EOF
fi
