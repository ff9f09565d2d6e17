#!/bin/sh
# Installs a release of hub, for Linux and macOS:
#
#   curl -fsSL https://raw.githubusercontent.com/seed-00a9b34c/hub/main/.github/install.sh | sh
#   curl -fsSL … | sh -s -- --version=1.2.3 --dir="$HOME/bin"
#
# The archive is compared with the checksums of the release before anything of it is
# used, and the program is replaced in one step: whatever fails leaves the hub that was
# there. It needs curl or wget, tar, and sha256sum, shasum or openssl. Everything is in
# functions, so that a part of this script does nothing.
set -eu

releases=${HUB_RELEASES:-https://github.com/seed-00a9b34c/hub/releases}
work=

fail() {
  printf 'install hub: %s\n' "$*" >&2
  exit 1
}

# missing is for what is not there to download: exit code 3.
missing() {
  printf 'install hub: %s\n' "$*" >&2
  exit 3
}

has() { command -v "$1" >/dev/null 2>&1; }

usage() {
  cat <<'END'
usage: install.sh [--version=VERSION] [--dir=DIR]

  --version  Version to install, such as 1.2.3. Default: HUB_VERSION, else the latest release.
  --dir      Folder for the program. Default: HUB_INSTALL_DIR, else /usr/local/bin for root,
             else ~/.local/bin.

HUB_RELEASES names a mirror of the releases.

Exit code 3: there is nothing to download, or nothing for this system; 1: any other failure.
END
}

# fetch downloads a URL into a file.
fetch() {
  if has curl; then
    curl -fsSL --retry 2 --connect-timeout 20 -o "$2" "$1"
  elif has wget; then
    wget -q -O "$2" "$1"
  else
    fail "neither curl nor wget is installed; install one, or download the archive from $releases"
  fi
}

# digest prints the SHA-256 of a file.
digest() {
  if has sha256sum; then
    set -- "$(sha256sum <"$1")"
  elif has shasum; then
    set -- "$(shasum -a 256 <"$1")"
  elif has openssl; then
    set -- "$(openssl dgst -sha256 -r <"$1")"
  else
    fail "neither sha256sum, shasum nor openssl is installed, and the download cannot be checked without one"
  fi
  printf '%s\n' "${1%% *}"
}

# platform prints the system and processor, as archives are named.
platform() {
  case $(uname -s) in
    Linux) system=linux ;;
    Darwin) system=darwin ;;
    MINGW* | MSYS* | CYGWIN*) missing "this script is for Linux and macOS; on Windows, unpack the .zip from $releases" ;;
    *) missing "there is no release for $(uname -s); build hub with Go: go install github.com/seed-00a9b34c/hub/cmd/hub@latest" ;;
  esac
  case $(uname -m) in
    x86_64 | amd64) processor=amd64 ;;
    aarch64 | arm64) processor=arm64 ;;
    *) missing "there is no release for $(uname -m); build hub with Go: go install github.com/seed-00a9b34c/hub/cmd/hub@latest" ;;
  esac
  if [ "$system $processor" = "darwin amd64" ] && [ "$(sysctl -n sysctl.proc_translated 2>/dev/null || true)" = 1 ]; then
    processor=arm64 # a shell under Rosetta
  fi
  printf '%s_%s\n' "$system" "$processor"
}

clean() {
  if [ -n "$work" ]; then rm -rf "$work"; fi
}

main() {
  version=${HUB_VERSION:-}
  dir=${HUB_INSTALL_DIR:-}
  for arg in "$@"; do
    case $arg in
      --version=*) version=${arg#*=} ;;
      --dir=*) dir=${arg#*=} ;;
      -h | --help)
        usage
        return
        ;;
      *)
        usage >&2
        fail "unknown argument: $arg"
        ;;
    esac
  done
  version=${version#v}
  case $version in
    *[!A-Za-z0-9.+-]*) fail "--version=$version: not a version, such as 1.2.3" ;;
  esac
  if [ -z "$dir" ]; then
    if [ "$(id -u)" = 0 ]; then dir=/usr/local/bin; else dir=${HOME:?}/.local/bin; fi
  fi
  has tar || fail "tar is not installed"
  target=$(platform)

  [ ! -d "$dir/hub" ] || fail "$dir/hub is a folder; pass another folder with --dir=DIR"

  # In the folder itself: a program is replaced in one step only within a file system.
  mkdir -p "$dir" || fail "cannot create $dir; pass another folder with --dir=DIR"
  trap clean EXIT
  trap 'exit 1' HUP INT TERM
  work=$(mktemp -d "$dir/.hub-install.XXXXXX") || fail "cannot write to $dir; pass another folder with --dir=DIR"

  from=$releases/latest/download
  if [ -n "$version" ]; then from=$releases/download/v$version; fi
  fetch "$from/checksums.txt" "$work/checksums" ||
    missing "cannot download $from/checksums.txt; check the network, and that there is such a release: $releases"
  want='' archive=''
  while read -r sum name; do
    case ${name#\*} in
      hub_*_"$target".tar.gz) want=$sum archive=${name#\*} ;;
    esac
  done <"$work/checksums"
  case $archive in
    '' | */*) missing "the release has no archive for $target: $releases" ;;
  esac
  if [ -z "$version" ]; then # a release that comes out meanwhile is another one
    version=${archive#hub_}
    version=${version%_"$target".tar.gz}
    from=$releases/download/v$version
  fi
  fetch "$from/$archive" "$work/archive" || missing "cannot download $from/$archive; check the network"
  got=$(digest "$work/archive")
  [ "$got" = "$want" ] || fail "$archive is not what the release has: its SHA-256 is $got, not $want; nothing was installed"
  tar -xzf "$work/archive" -C "$work" hub || fail "cannot unpack $archive"
  chmod 755 "$work/hub"
  "$work/hub" --version >/dev/null || fail "the program of $archive does not run on this machine; nothing was installed"
  mv -f "$work/hub" "$dir/hub" || fail "cannot replace $dir/hub"

  printf 'hub %s is installed in %s\n' "$version" "$dir"
  case :${PATH:-}: in
    *:"$dir":*) ;;
    *) printf 'That folder is not on PATH; add it with: export PATH="%s:$PATH"\n' "$dir" ;;
  esac
  printf "Next: 'hub init' in your repository, then 'hub all'\n"
}

main "$@"
