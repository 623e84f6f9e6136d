# Sourced by run: the routes of jobs.
# shellcheck shell=bash

readonly SUBMIT=/api/v1/mesh-generation
readonly JOBS=/api/v1/system/jobs
readonly HISTORIES=(10 1000 100000)
readonly PAGE=10
readonly SEEDED_AT_ONCE=5000

declare -A status_route=() # program -> the status of a job that waits
declare -A status_routes=() # program -> the statuses of many jobs that have ended

# One user for each thing that is measured, so that they do not meet in an index.
prepare_jobs() {
  local program=$1 size answer
  register "$program" watcher
  route_user["$program $SUBMIT"]=watcher
  route_body["$program $SUBMIT"]='{"prompt":"a 3d cat model","model_preference":"trellis"}'
  answer=$(get "$program" "$SUBMIT" | sed -n 's/.*"job_id":"\([^"]*\)".*/\1/p')
  [[ -n $answer ]] || die "$program: no job id in the answer to a submission"
  status_route[$program]=$JOBS/$answer
  route_user["$program ${status_route[$program]}"]=watcher

  register "$program" writer
  route_user["$program $SUBMIT"]=writer
  expect "$program" "$SUBMIT" '"job_id":"' '"status":"queued"' '"queue_position":2'
  forget_submitted "$program" 1

  for size in "${HISTORIES[@]}"; do
    register "$program" "with-$size"
    seed "$program" "${user_id["$program with-$size"]}" "$size"
    route_user["$program $(history "$size")"]=with-$size
  done
  status_routes[$program]=$JOBS/$(seeded_ids "${user_id["$program with-$size"]}")
  route_user["$program ${status_routes[$program]}"]=with-$size
  route_count["$program ${status_routes[$program]}"]=$size
  expect_jobs "$program"
}

# The answers to the reading routes: the same before the first round and after the last.
expect_jobs() {
  local program=$1 size owner more
  expect "$program" "${status_route[$program]}" "\"job_id\":\"${status_route[$program]##*/}\"" '"status":"queued"' \
    '"queue_position":1,' "\"user_id\":\"${user_id["$program watcher"]}\""
  for size in "${HISTORIES[@]}"; do
    owner=${user_id["$program with-$size"]}
    more=false
    ((size <= PAGE)) || more=true
    expect "$program" "$(history "$size")" "\"total\":$size," "\"has_more\":$more" \
      "{\"jobs\":[{\"job_id\":\"$(seeded_id "$owner" $((size - 1)))\"" \
      "\"job_id\":\"$(seeded_id "$owner" $((size - PAGE)))\"" "\"user_id\":\"$owner\"" '"status":"failed"'
  done
}

# The same page of ten for all; the parameter that nobody reads tells the routes apart.
history() { printf '%s/history?limit=%s&of=%s\n' "$JOBS" "$PAGE" "$1"; }

# The id that seed.lua gives to a job.
# shellcheck disable=SC2059 # the format is the form of the id
seeded_id() { printf "$(seeded_ids "$1")\n" "$2"; }
seeded_ids() { printf '%s-0000-4000-8000-%%012d\n' "${1: -8}"; }

# seed PROGRAM OWNER COUNT: failed jobs, in the form that the program writes, straight into Redis.
seed() {
  local program=$1 owner=$2 count=$3 from seeded
  for ((from = 0; from < count; from += SEEDED_AT_ONCE)); do
    seeded=$((count - from < SEEDED_AT_ONCE ? count - from : SEEDED_AT_ONCE))
    REPLY=$(redis_cli "$program" --eval "$BENCH/seed.lua" , "$owner" "$from" "$seeded")
    [[ $REPLY == "$seeded" ]] || die "$program: no jobs in Redis: $REPLY"
  done
}

# forget_submitted PROGRAM ANSWERS: the queue is as long at the end of a round as at its beginning. Each answer must have
# left a job; a few more are those that nobody waited for at the end.
forget_submitted() {
  local program=$1 answers=$2 waiting forgotten
  waiting=$(($(redis_cli "$program" zcard 3daigc:queue:pending) - 1))
  ((waiting >= answers)) || fail "$program" $((answers - waiting)) "$answers submissions, but $waiting jobs wait"
  while :; do
    forgotten=$(redis_cli "$program" --eval "$BENCH/forget.lua" , "${user_id["$program writer"]}" "$SEEDED_AT_ONCE")
    [[ $forgotten =~ ^[0-9]+$ ]] || die "$program: jobs cannot be taken away: $forgotten"
    ((forgotten > 0)) || break
  done
}

warm_up_jobs() {
  local program=$1 size
  load "$program" "${status_route[$program]}" "$connections" "$warmup"
  load "$program" "${status_routes[$program]}" "$connections" "$warmup"
  load "$program" "$SUBMIT" "$connections" "$warmup"
  forget_submitted "$program" "$answered"
  for size in "${HISTORIES[@]}"; do
    load "$program" "$(history "$size")" "$connections" $(((warmup + 1) / 2))
  done
}

# measure_jobs PROGRAM RATE_OF_HEALTH ROUND
measure_jobs() {
  local program=$1 health_rate=$2 round=$3 size
  local -A median=()
  measure "$program" status "${status_route[$program]}" "$connections"
  note "$program" status_to_health "$(quotient "$rate" "$health_rate" 3)"
  measure "$program" statuses "${status_routes[$program]}" "$connections"
  note "$program" statuses_to_health "$(quotient "$rate" "$health_rate" 3)"
  measure "$program" submit "$SUBMIT" "$connections"
  note "$program" submit_to_health "$(quotient "$rate" "$health_rate" 3)"
  forget_submitted "$program" "$answered"
  for size in $(turned "$round" "${HISTORIES[@]}"); do
    measure "$program" "history_$size" "$(history "$size")" "$connections"
    median[$size]=$p50
  done
  for size in "${HISTORIES[@]:1}"; do
    note "$program" "history_${size}_to_smallest" "$(quotient "${median[$size]}" "${median[${HISTORIES[0]}]}" 3)"
  done
}

finish_jobs() {
  local program=$1 largest=${HISTORIES[-1]}
  count_redis_commands "$program" status "${status_route[$program]}"
  count_redis_commands "$program" submit "$SUBMIT"
  forget_submitted "$program" "$COUNTED_REQUESTS"
  count_redis_commands "$program" "history_$largest" "$(history "$largest")"
  expect_jobs "$program"
}

print_rows_jobs() {
  local size
  load_rows 'GET /system/jobs/{id}' status
  row 'requests/s, status to /health' status_to_health 3
  load_rows "GET /system/jobs/{id}, ${HISTORIES[-1]} in turns" statuses
  row 'requests/s, statuses to /health' statuses_to_health 3
  load_rows 'POST /mesh-generation' submit
  row 'requests/s, submit to /health' submit_to_health 3
  for size in "${HISTORIES[@]}"; do
    load_rows "GET /history, $PAGE of $size jobs" "history_$size"
    ((size == HISTORIES[0])) || row "  p50 to that of ${HISTORIES[0]} jobs" "history_${size}_to_smallest" 3
  done
  redis_rows 'GET /system/jobs/{id}' status
  redis_rows 'POST /mesh-generation' submit
  redis_rows "GET /history" "history_${HISTORIES[-1]}"
}
