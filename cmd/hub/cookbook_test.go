package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// cookbook writes the layout of a PHP cookbook of 300 examples into the working folder:
// a folder for each program, front matter above <?php, IDs of four characters, groups of two
// levels in config/examples-groups.yml, files of support, and one example that requires an
// autoloader that is not installed. Beside it are bin/php, which understands as much PHP
// as these programs use, and ids.txt and titles.txt with what hub must find, in order.
func cookbook(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) > 0 {
		ts.Fatalf("usage: cookbook")
	}
	write := func(name, text string) {
		file := ts.MkAbs(filepath.FromSlash(name))
		ts.Check(os.MkdirAll(filepath.Dir(file), 0o755))
		ts.Check(os.WriteFile(file, []byte(text), 0o755))
	}
	groups := []struct{ id, title, sub, folder string }{
		{"prompting", "Prompting", "zero_shot", "Z01_ZeroShot"}, {"prompting", "Prompting", "misc", "Z07_Misc"},
		{"structured_outputs", "Structured Outputs", "basics", "A01_Basics"}, {"structured_outputs", "Structured Outputs", "advanced", "A02_Advanced"},
		{"structured_outputs", "Structured Outputs", "troubleshooting", "A03_Troubleshooting"}, {"llm_inference", "LLM Inference", "basics", "B01_LLM"},
		{"llm_inference", "LLM Inference", "extras", "B05_LLMExtras"}, {"http_client", "HTTP Client", "http_client", "C01_Http"},
		{"agents", "Agents", "basic", "D01_Agents"}, {"agents", "Agents", "control", "D02_AgentCtrl"},
	}
	var yml, ids, titles strings.Builder
	yml.WriteString("version: 1\ngroups:\n")
	last := ""
	for g, group := range groups {
		if group.id != last {
			last = group.id
			fmt.Fprintf(&yml, "  - id: %s\n    title: %s\n    subgroups:\n", group.id, group.title)
		}
		fmt.Fprintf(&yml, "      - id: %s\n        title: %s\n        include:\n          - source: root\n            path: %s\n", group.sub, strings.ToUpper(group.sub), group.folder)
		for i := range 30 {
			// The order of the metadata is not that of the names.
			order, number := 30-i, g*30+i
			folder := fmt.Sprintf("examples/%s/Topic%02d", group.folder, i)
			text := fmt.Sprintf("---\ntitle: 'Error: topic %d of %s'\ndocname: '%s_%02d'\norder: %d\nid: '%04x'\ntags:\n  - %s\n  - 'level-%d'\n", i, group.folder, strings.ToLower(group.folder), i, order, number*211, group.id, i%3)
			switch number {
			case 17, 211:
				text += "skip: true\n"
			}
			text += "---\n## Overview\n\nWhat it shows, in Markdown.\n\n<?php\nrequire 'examples/boot.php';\n"
			switch number {
			case 42:
				text += "require 'vendor/autoload.php';\n"
			case 43:
				write(folder+"/lib/Helper.php", "<?php\n")
				write(folder+"/data.json", "{}\n")
			}
			write(folder+"/run.php", text+fmt.Sprintf("echo 'done %d';\n", number))
		}
		for order := 1; order <= 30; order++ {
			fmt.Fprintf(&ids, "%04x\n", (g*30+30-order)*211)
			fmt.Fprintf(&titles, "%s/%s,Error: topic %d of %s\n", group.id, group.sub, 30-order, group.folder)
		}
	}
	write("config/examples.yml", "version: 1\nsources:\n  - package: addons\n    path: ./packages/addons/examples\n  - package: root\n    path: ./examples\n")
	write("config/examples-groups.yml", yml.String())
	for _, name := range []string{"examples/boot.php", "examples/_support/eventlog.php", "examples/Support/HttpBoot.php", "src/Lib.php", "tests/LibTest.php"} {
		write(name, "<?php\n")
	}
	write("ids.txt", ids.String())
	write("titles.txt", strings.ReplaceAll(titles.String(), "http_client/http_client", "http_client"))
	write("bin/php", standIn)
}

// standIn is a shell script that prints what is above <?php, requires files and echoes.
const standIn = `#!/bin/sh
if [ "$1" = --version ]; then echo "PHP 8.3.0 (cli)"; exit 0; fi
php= n=0
while IFS= read -r line; do
  n=$((n+1))
  case $line in
  '<?php') php=1 ;;
  "require '"*)
    file=${line#require \'} file=${file%\'*}
    if [ ! -e "$file" ]; then
      echo "PHP Warning:  require($file): Failed to open stream: No such file or directory in $PWD/$1 on line $n"
      echo "PHP Fatal error:  Uncaught Error: Failed opening required '$file' (include_path='.:/usr/share/php') in $PWD/$1:$n"
      echo "Stack trace:"; echo "#0 {main}"; echo "  thrown in $PWD/$1 on line $n"
      exit 255
    fi ;;
  "echo '"*) text=${line#echo \'}; echo "${text%\'*}" ;;
  *) [ -n "$php" ] || printf '%s\n' "$line" ;;
  esac
done <"$1"
`
