package catalog

import (
	"path"
	"strings"
)

// foreign lists the names of folders with foreign or generated code.
var foreign = map[string]bool{
	"node_modules": true, "bower_components": true, "jspm_packages": true, "vendor": true,
	"target": true, "__pycache__": true, "site-packages": true, "venv": true, "virtualenv": true,
}

// venvMark is the file that marks a Python virtual environment.
const venvMark = "pyvenv.cfg"

func hidden(name string) bool { return strings.HasPrefix(name, ".") }

// LeavesFolder reports whether a folder with this name is left out of all
// sources unless an include names it: hidden folders, and folders of foreign or
// generated code.
func LeavesFolder(name string) bool { return hidden(name) || foreign[name] }

// supportFolder reports whether a folder with this name holds support files and no
// examples by convention: _support, fixtures. Sources without include leave it out.
func supportFolder(name string) bool {
	switch name {
	case "fixtures", "testdata", "third_party", "third-party", "vendored", "__fixtures__", "__mocks__", "__test__", "__tests__":
		return true
	}
	return private(name)
}

// private reports whether a name is a word after one underscore.
func private(name string) bool {
	rest, ok := strings.CutPrefix(name, "_")
	return ok && rest != "" && (rest[0]|0x20 >= 'a' && rest[0]|0x20 <= 'z') && strings.Trim(rest, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-") == ""
}

// LeavesUnnamed reports whether a folder with this name is left out of sources without
// include.
func LeavesUnnamed(name string) bool { return LeavesFolder(name) || supportFolder(name) }

// supportFile reports whether files with this name are, by convention, parts of
// examples or of their tests: boot.php, _helpers.py, client_test.py.
func supportFile(name string) bool {
	stem := strings.TrimSuffix(name, path.Ext(name))
	return stem == "boot" || name == "bootstrap.php" || name == "autoload.php" || strings.HasSuffix(stem, "_test") ||
		private(name)
}

// neverEntry reports whether files with this name are, by convention of their
// language, not programs: tests, declarations, package markers, configuration
// of tools, editor backups.
func neverEntry(name string) bool {
	switch name {
	case "__init__.py", "conftest.py", "setup.py", "noxfile.py", "noxfile_config.py", "package-info.java", "module-info.java",
		"mvnw", "gradlew", "mix.exs", "Package.swift", "gulpfile.js", "Gruntfile.js", "build.rs":
		return true
	}
	switch ext := path.Ext(name); ext {
	case ".go":
		return strings.HasSuffix(name, "_test.go")
	case ".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx":
		switch path.Ext(strings.TrimSuffix(name, ext)) {
		case ".d", ".min", ".config", ".test", ".spec":
			return true
		}
	case ".bak", ".orig", ".rej", ".swp", ".tmp":
		return true
	}
	return strings.HasSuffix(name, "~")
}
