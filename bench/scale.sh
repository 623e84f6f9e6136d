# Sourced by run: a million jobs of ten thousand users, next to a thousand jobs of ten.
# shellcheck shell=bash

readonly JOBS_OF_EACH=100
readonly WAYS=(own all filtered deep counts users)
readonly TOKENS_MADE=1000
declare -A users_of=([few]=100 [many]=10000) # a page of users is full in both
declare -A owners_of=([few]=10 [many]=10000)
declare -A way_route=()

way_route=(
  [own]="$JOBS/history?limit=50"
  [all]="$JOBS/history?limit=50&of=all"
  [filtered]="$JOBS/history?limit=50&status=failed&start_date=2026-01-01&end_date=2026-01-01T00:01:00Z"
  [deep]=   # a cursor, once there are jobs
  [counts]=/api/v1/system/scheduler-status
  [users]='/api/v1/users/admin/users?limit=50'
)

# Two more programs, each with a Redis of its own: users as 3DAIGC-API leaves them, jobs as Meshgate writes them.
prepare_scale() {
  local program=$1 size side before
  for size in few many; do
    side=$program-$size
    failed[$side]=0
    start_redis "$side"
    before=$(used_memory "$side")
    say "$side: ${users_of[$size]} users"
    REPLY=$(redis_cli "$side" --eval "$BENCH/seed-users.lua" , 0 "${users_of[$size]}")
    [[ $REPLY == "${users_of[$size]}" ]] || die "$side: no users in Redis: $REPLY"
    run_program "$side"
    await_walks "$side"
    [[ $size == few ]] || # where what Redis needs for itself does not count
      note "$program" bytes_per_user "$(quotient $(($(used_memory "$side") - before)) "${users_of[$size]}" 0)"
    register "$side" scaler
    register "$side" overseer
    stop "${pid[$side]}"
    make_admin "$side" overseer
    seed_many "$program" "$size"
    run_program "$side"
    await_walks "$side"
    expect_scale "$program" "$size"
  done
  note_bytes_per_token "$program"
}

used_memory() { redis_cli "$1" info memory | sed -n 's/^used_memory:\([0-9]*\).*/\1/p'; }

# The first hundred jobs are the measuring user's.
seed_many() {
  local side=$1-$2 count=${owners_of[$2]} before sha number
  say "$side: $((count * JOBS_OF_EACH)) jobs"
  before=$(used_memory "$side")
  sha=$(redis_cli "$side" -x script load <"$BENCH/seed.lua")
  {
    printf 'EVALSHA %s 0 %s 0 %s\n' "$sha" "${user_id["$side scaler"]}" "$JOBS_OF_EACH"
    for ((number = 1; number < count; number++)); do
      printf 'EVALSHA %s 0 user_%016x 0 %s\n' "$sha" "$number" "$JOBS_OF_EACH"
    done
  } | redis_cli "$side" >"$work/$side-seed.log"
  [[ $(redis_cli "$side" hlen 3daigc:jobs) == $((count * JOBS_OF_EACH)) ]] ||
    die "$side: not all jobs are in Redis: $(sort "$work/$side-seed.log" | uniq -c | head -n 3)"
  [[ $2 == few ]] ||
    note "$1" bytes_per_job "$(quotient $(($(used_memory "$side") - before)) $((count * JOBS_OF_EACH)) 0)"
}

expect_scale() {
  local side=$1-$2 way cursor
  for way in "${WAYS[@]}"; do
    route_user["$side ${way_route[$way]}"]=overseer
  done
  route_user["$side ${way_route[own]}"]=scaler
  expect "$side" "${way_route[own]}" "\"total\":$JOBS_OF_EACH,"
  expect "$side" "${way_route[all]}" "\"total\":$((owners_of[$2] * JOBS_OF_EACH)),"
  expect "$side" "${way_route[filtered]}" '"status":"failed"'
  expect "$side" "${way_route[users]}" 'seeded-'
  # from the middle of the list on
  cursor=$(get "$side" "$JOBS/history?limit=1&offset=$((owners_of[$2] * JOBS_OF_EACH / 2))" 2>/dev/null |
    sed -n 's/.*"next_cursor":"\([^"]*\)".*/\1/p')
  deep_route[$side]="$JOBS/history?limit=50&cursor=$cursor"
  route_user["$side ${deep_route[$side]}"]=overseer
  expect "$side" "${deep_route[$side]}" '"status":"failed"'
}
declare -A deep_route=()

note_bytes_per_token() {
  local program=$1 side=$1-few before
  before=$(used_memory "$side")
  launch "$work/tokens.log" curl --no-progress-meter -Z --parallel-max 8 -o /dev/null -w '%{http_code}\n' \
    -H "Authorization: Bearer ${token["$side scaler"]}" -H 'Content-Type: application/json' -d '{"token_name":"measured"}' \
    "$(url "$side" /api/v1/users/tokens)?n=[1-$TOKENS_MADE]"
  finish "$REPLY" || die "$side: curl: $(tail -n 3 "$work/tokens.log")"
  (($(grep -c '^20[01]$' "$work/tokens.log") == TOKENS_MADE)) || die "$side: not all tokens were made"
  note "$program" bytes_per_token "$(quotient $(($(used_memory "$side") - before)) "$TOKENS_MADE" 0)"
}

route_of() {
  if [[ $2 == deep ]]; then printf '%s\n' "${deep_route[$1]}"; else printf '%s\n' "${way_route[$2]}"; fi
}

warm_up_scale() {
  local size way
  for size in few many; do
    for way in "${WAYS[@]}"; do
      load "$1-$size" "$(route_of "$1-$size" "$way")" "$connections" "$seconds"
    done
  done
}

measure_scale() {
  local program=$1 round=$3 size way
  local -A median=()
  for way in "${WAYS[@]}"; do
    for size in $(turned "$round" few many); do
      load "$program-$size" "$(route_of "$program-$size" "$way")" "$connections" "$seconds"
      note "$program" "${way}_${size}_requests_per_second" "$rate"
      note "$program" "${way}_${size}_p50_ms" "$p50"
      note "$program" "${way}_${size}_p99_ms" "$p99"
      median[$size]=$p50
    done
    note "$program" "${way}_many_to_few" "$(quotient "${median[many]}" "${median[few]}" 3)"
  done
}

# At last, what a page is while old jobs are removed: the data is made to be older than its first day.
finish_scale() {
  local program=$1 side=$1-many before begin
  stop "${pid[$side]}"
  redis_cli "$side" set 3daigc:retention:since 0 >/dev/null
  run_program "$side"
  load "$side" "${way_route[users]}" "$connections" $((2 * warmup))
  before=$(redis_cli "$side" hlen 3daigc:jobs)
  begin=${EPOCHREALTIME/./}
  load "$side" "${way_route[users]}" "$connections" $((2 * seconds))
  note "$program" removed_per_second "$(quotient $(((before - $(redis_cli "$side" hlen 3daigc:jobs)) * 1000)) \
    $(((${EPOCHREALTIME/./} - begin) / 1000)) 0)"
  note "$program" users_while_removing_requests_per_second "$rate"
  note "$program" users_while_removing_p50_ms "$p50"
  note "$program" users_while_removing_p99_ms "$p99"
  for side in "$program-few" "$program-many"; do
    stop "${pid[$side]}"
    check_log "$side"
    failed[$program]=$((failed[$program] + failed[$side]))
  done
}

print_rows_scale() {
  local way size
  local -A named=([own]="own history, 50" [all]="all users' history, 50" [filtered]="filtered, 50" [deep]="from the middle, 50"
    [counts]="scheduler-status" [users]="users, 50")
  for way in "${WAYS[@]}"; do
    for size in few many; do
      load_rows "${named[$way]}, $size" "${way}_$size"
    done
    row '  p50, many to few' "${way}_many_to_few" 3
  done
  load_rows "users, 50, while old jobs are removed" users_while_removing
  row '  removed per second' removed_per_second 0
  row 'bytes of Redis per user' bytes_per_user 0
  row '  per job' bytes_per_job 0
  row '  per token' bytes_per_token 0
}
