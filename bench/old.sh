# Sourced by run: data that 3DAIGC-API left.
# shellcheck shell=bash

readonly OLD_JOBS=200000
readonly OLD_CONNECTIONS=8
readonly OLD_PAGE=50
readonly ME_WHILE=/api/v1/users/me?while=indexing

# Two users with as many jobs: one's are of 3DAIGC-API and without an index when the program starts, the other's are as
# Meshgate writes them.
prepare_old() {
  local program=$1 begin from owner old_port
  register "$program" of-old
  register "$program" of-new
  owner=${user_id["$program of-old"]}
  for ((from = 0; from < OLD_JOBS; from += SEEDED_AT_ONCE)); do
    REPLY=$(redis_cli "$program" --eval "$BENCH/seed-old.lua" , "$owner" "$from" "$SEEDED_AT_ONCE")
    [[ $REPLY == "$SEEDED_AT_ONCE" ]] || die "$program: no jobs in Redis: $REPLY"
  done
  old_port=${port[$program]}
  stop "${pid[$program]}"
  begin=${EPOCHREALTIME/./}
  run_program "$program"
  [[ ${port[$program]} != "$old_port" ]] || die "$program: was not started again"
  note "$program" old_first_answer_ms "$took_ms"
  route_user["$program $ME_WHILE"]=of-new
  while_indexing "$program" "$begin" "$owner"
  seed "$program" "${user_id["$program of-new"]}" "$OLD_JOBS"
  route_user["$program $(history_of old)"]=of-old
  route_user["$program $(history_of new)"]=of-new
  expect_old "$program"
  load "$program" "$HEALTH" "$connections" "$warmup"
}

# Loads the program until all old jobs have their entries.
while_indexing() {
  local program=$1 begin=$2 owner=$3 limit=$((SECONDS + 10 * START_LIMIT)) indexed
  while :; do
    load "$program" "$ME_WHILE" "$OLD_CONNECTIONS" 1
    note "$program" me_while_indexing_requests_per_second "$rate"
    note "$program" me_while_indexing_p50_ms "$p50"
    note "$program" me_while_indexing_p99_ms "$p99"
    indexed=$(redis_cli "$program" zcard "3daigc:jobs:owner:$owner")
    ((indexed < OLD_JOBS)) || break
    ((SECONDS < limit)) || die "$program: $indexed of $OLD_JOBS old jobs have entries"
  done
  note "$program" indexing_jobs_per_second "$(quotient $((OLD_JOBS * 1000)) $(((${EPOCHREALTIME/./} - begin) / 1000)) 0)"
}

history_of() { printf '%s/history?limit=%s&of=%s\n' "$JOBS" "$OLD_PAGE" "$1"; }

expect_old() {
  expect "$1" "$(history_of old)" "\"total\":$OLD_JOBS," '"status":"failed"'
  expect "$1" "$(history_of new)" "\"total\":$OLD_JOBS," '"status":"failed"'
}

warm_up_old() {
  local which
  for which in old new; do
    load "$1" "$(history_of "$which")" "$connections" "$warmup"
  done
}

measure_old() {
  local program=$1 round=$3 which
  local -A median=()
  for which in $(turned "$round" old new); do
    measure "$program" "history_of_$which" "$(history_of "$which")" "$connections"
    median[$which]=$p50
  done
  note "$program" history_of_old_to_new "$(quotient "${median[old]}" "${median[new]}" 3)"
}

finish_old() { expect_old "$1"; }

print_rows_old() {
  row "first answer beside $OLD_JOBS old jobs, ms" old_first_answer_ms 0
  row '  jobs indexed per second' indexing_jobs_per_second 0
  load_rows "  /users/me meanwhile, $OLD_CONNECTIONS connections" me_while_indexing
  load_rows "GET /history, $OLD_PAGE of $OLD_JOBS old jobs" history_of_old
  load_rows '  of as many new ones' history_of_new
  row '  p50 of old to new' history_of_old_to_new 3
}
