# Functions that the other scripts share. To be read with `.`, from a script that has set `set -euo pipefail`.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}

# Where the oldest browser that pages must work in is kept, for all clones of this machine.
old_chromium=${XDG_CACHE_HOME:-$HOME/.cache}/jianbao/chromium-86

# Says what happens now, and how long it may take.
say() {
  printf '\033[1m==> %s\033[0m\n' "$*" >&2
}

# Says what is in the way and how to remove it, and ends the script.
fail() {
  printf '\033[1;31merror:\033[0m %s\n' "$*" >&2
  exit 1
}

have() {
  command -v "$1" >/dev/null 2>&1
}

# Whether packages can be installed here without asking anybody.
can_apt() {
  [ "$(id -u)" = 0 ] && [ -e /etc/debian_version ] && have apt-get
}

# apt_install WHY PACKAGE…: installs what is missing, or says exactly what to install.
apt_install() {
  local why=$1 package missing=()
  shift
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q ' installed$' || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  can_apt || fail "$why is missing. On Debian or Ubuntu: sudo apt-get install ${missing[*]}. Elsewhere install what your system calls these packages; then start again."
  say "Installing $why: ${missing[*]} (a minute or two)"
  if [ -z "$(find /var/lib/apt/lists -maxdepth 1 -name '*_Packages*' -mtime -1 -print -quit 2>/dev/null)" ]; then
    apt-get update -qq || say "The package lists could not be brought up to date; trying with those at hand"
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends --no-remove "${missing[@]}" >&2 ||
    fail "$why could not be installed: apt-get install ${missing[*]}"
}

# The tools that no script installs, because people have their own way to get them.
require_tools() {
  have cargo || fail "Rust is missing. Get it from your system or from rustup.rs; then start again."
  have cc || apt_install "A C compiler" gcc libc6-dev
}
