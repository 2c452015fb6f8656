#!/bin/bash
# Kills saqta at every single system call of an audit and of taking a report in, one run for each,
# and looks at what is left. It takes about ten minutes and is run by hand; what the tests do at the
# calls that change files is KillingTests. Needs a C compiler.
#
#   Tests/Faults/every-call.sh [PROGRAM] [audit|add] [STEP]
set -eu -o pipefail
program=$(realpath "${1:-.build/debug/saqta}")
verbs=${2:-audit add}
step=${3:-1}
passphrase="kettle lamp fern oven rope tile plum"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"${CC:-cc}" -O1 -o "$scratch/kill-at-call" "$(dirname "$0")/kill-at-call.c"
problems=0

# Runs saqta in a home of its own, below the programs in $under.
saqta() {
  (cd "$scratch/work" && env -i PATH=/usr/sbin:/usr/bin:/bin HOME="$scratch/person" \
    TMPDIR="$scratch/tmp" TERM=dumb SAQTA_HOME="$scratch/home" SWIFT_BACKTRACE=enable=no \
    setsid -w ${under:-} "$program" "$@" 3<<<"$passphrase")
}
fresh() {
  rm -rf "$scratch"/{home,person,tmp,work}
  mkdir -m 700 "$scratch"/{home,person,tmp,work}
  [ ! -f "$scratch/made.tar" ] || tar -x -C "$scratch/home" -f "$scratch/made.tar"
  [ ! -f "$scratch/handed.cms" ] || cp "$scratch/handed.cms" "$scratch/work/"
  echo 'answers: {ACC-01: met}' >"$scratch/work/given.yaml"
}
contents() {
  (cd "$scratch" && find home tmp person work -printf '%p %y %m %s\n' | sort)
}
wrong() {
  problems=$((problems + 1))
  echo "$verb, call $((number - step)): $*"
}

fresh
saqta org new --alias calm-river --name Name --passphrase-fd 3 >"$scratch/out" 2>&1
tar -c -C "$scratch/home" . >"$scratch/made.tar"
saqta audit --answers given.yaml --no-checks --out handed.cms >"$scratch/out" 2>&1
cp "$scratch/work/handed.cms" "$scratch/"

for verb in $verbs; do
  case $verb in
  audit) command=(audit --answers given.yaml --no-checks) ;;
  add) command=(add handed.cms --passphrase-fd 3) ;;
  esac
  number=1
  points=0
  changed=0
  while :; do
    fresh
    contents >"$scratch/before"
    status=0
    under="$scratch/kill-at-call $number" \
      saqta "${command[@]}" >"$scratch/out" 2>&1 || status=$?
    [ "$status" -eq 137 ] || break
    points=$((points + 1))
    number=$((number + step))
    contents >"$scratch/after"
    ! cmp -s "$scratch/before" "$scratch/after" || continue
    changed=$((changed + 1))
    # Beside a file that is being replaced there may be one name, and nowhere else.
    left=$(find "$scratch"/{home,work,tmp,person} -name '*.new-*' | wc -l)
    [ "$left" -le 1 ] || wrong "$left files are left"
    # The line of a record is written after it: there may be one that is not entered.
    saqta verify --all >"$scratch/verified" 2>&1 || :
    if grep -v -e ': fine: ' -e ': not entered: ' -e 'the rest of a write' "$scratch/verified" |
      grep -q -E '^[a-z/0-9.]+: (missing|altered|foreign|rolled)'; then
      wrong "verify: $(grep -v ': fine: ' "$scratch/verified" | head -3)"
    fi
    saqta "${command[@]}" >"$scratch/out" 2>&1 || wrong "again: $(tail -1 "$scratch/out")"
    saqta verify --adopt --passphrase-fd 3 >"$scratch/verified" 2>&1 ||
      wrong "adopt: $(tail -3 "$scratch/verified")"
    left=$(find "$scratch"/{home,work,tmp,person} -name '*.new-*' | wc -l)
    [ "$left" -eq 0 ] || wrong "$left files are left after the next run"
    ! grep -rlaqF 'ACC-01' "$scratch"/{home,tmp,person} || wrong "plain text is left"
  done
  echo "$verb: killed at $points calls, $changed of them after the first change"
done
echo "problems: $problems"
[ "$problems" -eq 0 ]
