# Sourced by run: the routes of jobs.
# shellcheck shell=bash

readonly SUBMIT=/api/v1/mesh-generation
readonly JOBS=/api/v1/system/jobs
readonly HISTORIES=(10 1000 100000)
readonly SEEDED_AT_ONCE=5000

declare -A status_route=() # program -> the status of a job that waits

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
  expect "$program" "${status_route[$program]}" '"status":"queued"'

  register "$program" writer
  route_user["$program $SUBMIT"]=writer
  expect "$program" "$SUBMIT" '"status":"queued"'
  forget_submitted "$program"

  for size in "${HISTORIES[@]}"; do
    register "$program" "with-$size"
    seed "$program" "${user_id["$program with-$size"]}" "$size"
    route_user["$program $(history "$size")"]=with-$size
    expect "$program" "$(history "$size")" "\"total\":$size,"
  done
}

# The same page of ten for all; the parameter that nobody reads tells the routes apart.
history() { printf '%s/history?limit=10&of=%s\n' "$JOBS" "$1"; }

# seed PROGRAM OWNER COUNT: failed jobs, in the form that the program writes, straight into Redis.
seed() {
  local program=$1 owner=$2 count=$3 from
  for ((from = 0; from < count; from += SEEDED_AT_ONCE)); do
    redis_cli "$program" --eval "$BENCH/seed.lua" , "$owner" "$from" \
      "$((count - from < SEEDED_AT_ONCE ? count - from : SEEDED_AT_ONCE))" >/dev/null
  done
}

# The queue is as long at the end of a round as at its beginning.
forget_submitted() {
  local program=$1
  until [[ $(redis_cli "$program" --eval "$BENCH/forget.lua" , "${user_id["$program writer"]}" "$SEEDED_AT_ONCE") == 0 ]]; do
    :
  done
}

warm_up_jobs() {
  local program=$1 size
  load "$program" "${status_route[$program]}" "$connections" "$warmup"
  load "$program" "$SUBMIT" "$connections" "$warmup"
  forget_submitted "$program"
  for size in "${HISTORIES[@]}"; do
    load "$program" "$(history "$size")" "$connections" "$seconds"
  done
}

# measure_jobs PROGRAM RATE_OF_HEALTH: one round.
measure_jobs() {
  local program=$1 health_rate=$2 size smallest
  measure "$program" status "${status_route[$program]}" "$connections"
  note "$program" status_to_health "$(quotient "$rate" "$health_rate" 3)"
  measure "$program" submit "$SUBMIT" "$connections"
  note "$program" submit_to_health "$(quotient "$rate" "$health_rate" 3)"
  forget_submitted "$program"
  for size in "${HISTORIES[@]}"; do
    measure "$program" "history_$size" "$(history "$size")" "$connections"
    if ((size == HISTORIES[0])); then
      smallest=$p50
    else
      note "$program" "history_${size}_to_smallest" "$(quotient "$p50" "$smallest" 3)"
    fi
  done
}

print_job_rows() {
  local size
  row 'GET /system/jobs/{id}, requests/s' status_requests_per_second 0
  row '  p50, ms' status_p50_ms 2
  row '  p99, ms' status_p99_ms 2
  row 'requests/s, status to /health' status_to_health 3
  row 'POST /mesh-generation, requests/s' submit_requests_per_second 0
  row '  p50, ms' submit_p50_ms 2
  row '  p99, ms' submit_p99_ms 2
  row 'requests/s, submit to /health' submit_to_health 3
  for size in "${HISTORIES[@]}"; do
    row "GET /history, 10 of $size jobs, req/s" "history_${size}_requests_per_second" 0
    row '  p50, ms' "history_${size}_p50_ms" 2
    row '  p99, ms' "history_${size}_p99_ms" 2
    ((size == HISTORIES[0])) || row "  p50 to that of ${HISTORIES[0]} jobs" "history_${size}_to_smallest" 3
  done
  row 'Redis commands per status' redis_commands_per_status 3
  row 'Redis commands per submit' redis_commands_per_submit 3
}
