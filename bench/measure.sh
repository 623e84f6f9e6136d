# Sourced by run: load, what it shows, and what Redis is asked.
# shellcheck shell=bash

# ---- measuring

# load PROGRAM ROUTE CONNECTIONS SECONDS: leaves rate, p50, p99 and how many were answered; counts what failed.
load() {
  local program=$1 route=$2 refused broken user
  user=${route_user["$program $route"]:-}
  launch "$work/wrk.log" env BENCH_TOKEN="${user:+${token["$program $user"]}}" \
    BENCH_BODY="${route_body["$program $route"]:-}" BENCH_COUNT="${route_count["$program $route"]:-}" \
    wrk -t 1 -c "$3" -d "$4s" --latency -s "$BENCH/wrk.lua" "$(url "$program" "$route")"
  finish "$REPLY" || die "wrk: $(<"$work/wrk.log")"
  read -r rate p50 p99 refused broken answered <<<"$(sed -n 's/^BENCH //p' "$work/wrk.log")"
  if ((refused + broken > 0)); then
    fail "$program" $((refused + broken)) \
      "$route, $3 connections: $refused error answers, $broken socket errors; one now: $(get "$program" "$route" 2>&1)"
  fi
}

# measure PROGRAM METRIC ROUTE CONNECTIONS: one round.
measure() {
  load "$1" "$3" "$4" "$seconds"
  note "$1" "$2_requests_per_second" "$rate"
  note "$1" "$2_p50_ms" "$p50"
  note "$1" "$2_p99_ms" "$p99"
}

# count_redis_commands PROGRAM METRIC ROUTE: what Redis is asked by a known number of requests, as MONITOR shows it between
# two marks.
count_redis_commands() {
  local program=$1 metric=$2 route=$3 seen="$work/monitor.log" monitor answers sent inside body mark='?' arguments=()
  body=${route_body["$program $route"]:-}
  [[ -z $body ]] || arguments+=(-H 'Content-Type: application/json' -d "$body")
  [[ $route != *\?* ]] || mark='&'
  launch "$seen" redis-cli -h 127.0.0.1 -p "${redis_port[$program]}" monitor
  monitor=$REPLY
  await_line "$monitor" '^OK' "$seen"
  redis_cli "$program" echo bench-begin >/dev/null
  launch "$work/curl.log" curl --no-progress-meter -Z --parallel-max "$connections" -o /dev/null -w '%{http_code}\n' \
    -H "Authorization: Bearer ${token["$program ${route_user["$program $route"]}"]}" "${arguments[@]}" \
    "$(url "$program" "$route")${mark}n=[1-$COUNTED_REQUESTS]"
  finish "$REPLY" || die "$program: curl: $(tail -n 3 "$work/curl.log")"
  redis_cli "$program" echo bench-end >/dev/null
  await_line "$monitor" '"bench-end"' "$seen"
  stop "$monitor"
  answers=$(grep -c '^200$' "$work/curl.log" || true)
  if ((answers != COUNTED_REQUESTS)); then
    fail "$program" $((COUNTED_REQUESTS - answers)) "$route by curl: not all of $COUNTED_REQUESTS were answered with 200"
  fi
  read -r sent inside < <(awk '
    /"bench-begin"$/ { counting = 1; next }
    /"bench-end"$/ { ended = 1; exit }
    counting && $3 == "lua]" { inside++ }
    counting && $3 != "lua]" { sent++ }
    END { if (counting && ended) print sent + 0, inside + 0 }' "$seen") || die "Redis' MONITOR did not show both marks"
  note "$program" "redis_commands_per_$metric" "$(quotient "$sent" "$COUNTED_REQUESTS" 3)"
  note "$program" "redis_script_calls_per_$metric" "$(quotient "$inside" "$COUNTED_REQUESTS" 3)"
}

# await_line PROCESS TEXT LOG
await_line() {
  local limit=$((SECONDS + START_LIMIT))
  until grep -qs -- "$2" "$3"; do
    { is_running "$1" && ((SECONDS < limit)); } || die "no $2 from Redis' MONITOR: $(tail -n 1 "$3" | cut -c 1-200)"
    nap 0.05
  done
}

# The log of a program that was loaded and stopped must hold requests and no error.
check_log() {
  local program=$1 errors
  errors=$(grep -c ' ERROR ' "$work/$program.log" || true)
  if ((errors > 0)); then
    fail "$program" "$errors" "$errors errors in the log; the first: $(grep -m 1 -A 5 ' ERROR ' "$work/$program.log")"
  fi
}

# turned ROUND NAME...: the names in an order that turns with each round, so that none is always the first.
turned() {
  local round=$1
  shift
  if ((round % 2)); then
    printf '%s\n' "$@"
  else
    printf '%s\n' "$@" | tac
  fi
}

# Each part has five functions, named after it: prepare, warm_up, measure, finish and print_rows.
measure_all() {
  local program part round health_rate
  make_class_cache
  for program in "${programs[@]}"; do
    failed[$program]=0
    start_redis "$program"
  done
  for ((round = 1; round <= STARTS; round++)); do
    say "start $round of $STARTS"
    for program in $(turned "$round" "${programs[@]}"); do
      start_program "$program"
      ((round == STARTS)) || stop "${pid[$program]}"
    done
  done
  for program in "${programs[@]}"; do
    say "warm-up: $program"
    expect "$program" "$HEALTH" healthy
    load "$program" "$HEALTH" "$connections" "$warmup"
    for part in "${parts[@]}"; do
      "prepare_$part" "$program"
      "warm_up_$part" "$program"
    done
  done
  for ((round = 1; round <= rounds; round++)); do
    say "round $round of $rounds"
    for program in $(turned "$round" "${programs[@]}"); do
      measure "$program" health "$HEALTH" "$connections"
      health_rate=$rate
      for part in "${parts[@]}"; do
        "measure_$part" "$program" "$health_rate" "$round"
      done
    done
  done
  for program in "${programs[@]}"; do
    say "Redis commands, memory: $program"
    for part in "${parts[@]}"; do
      "finish_$part" "$program"
    done
    nap 1
    note "$program" memory_loaded_mib "$(memory "$program")"
    stop "${pid[$program]}"
    check_log "$program"
  done
}
