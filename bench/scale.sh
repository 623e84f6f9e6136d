# Sourced by run: a million jobs of ten thousand users, next to a thousand jobs of ten.
# shellcheck shell=bash

readonly JOBS_OF_EACH=100
readonly WAYS=(own all filtered deep counts users)
readonly TOKENS_MADE=1000
declare -A users_of=([few]=10 [many]=10000)
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
  local program=$1 size peer before
  for size in few many; do
    peer=$program-$size
    failed[$peer]=0
    start_redis "$peer"
    before=$(used_memory "$peer")
    say "$peer: ${users_of[$size]} users"
    REPLY=$(redis_cli "$peer" --eval "$BENCH/seed-users.lua" , 0 "${users_of[$size]}")
    [[ $REPLY == "${users_of[$size]}" ]] || die "$peer: no users in Redis: $REPLY"
    run_program "$peer"
    await_walks "$peer"
    note "$program" "bytes_per_user_$size" "$(quotient $(($(used_memory "$peer") - before)) "${users_of[$size]}" 0)"
    register "$peer" scaler
    register "$peer" overseer
    stop "${pid[$peer]}"
    make_admin "$peer" overseer
    seed_many "$program" "$size"
    run_program "$peer"
    await_walks "$peer"
    expect_scale "$program" "$size"
  done
  note_bytes_per_token "$program"
}

used_memory() { redis_cli "$1" info memory | sed -n 's/^used_memory:\([0-9]*\).*/\1/p'; }

# The first hundred jobs are the measuring user's.
seed_many() {
  local peer=$1-$2 count=${users_of[$2]} before sha number
  say "$peer: $((count * JOBS_OF_EACH)) jobs"
  before=$(used_memory "$peer")
  sha=$(redis_cli "$peer" -x script load <"$BENCH/seed.lua")
  {
    printf 'EVALSHA %s 0 %s 0 %s\n' "$sha" "${user_id["$peer scaler"]}" "$JOBS_OF_EACH"
    for ((number = 1; number < count; number++)); do
      printf 'EVALSHA %s 0 user_%016x 0 %s\n' "$sha" "$number" "$JOBS_OF_EACH"
    done
  } | redis_cli "$peer" >"$work/$peer-seed.log"
  [[ $(redis_cli "$peer" hlen 3daigc:jobs) == $((count * JOBS_OF_EACH)) ]] ||
    die "$peer: not all jobs are in Redis: $(sort "$work/$peer-seed.log" | uniq -c | head -n 3)"
  note "$1" "bytes_per_job_$2" "$(quotient $(($(used_memory "$peer") - before)) $((count * JOBS_OF_EACH)) 0)"
}

expect_scale() {
  local peer=$1-$2 way cursor
  for way in "${WAYS[@]}"; do
    route_user["$peer ${way_route[$way]}"]=overseer
  done
  route_user["$peer ${way_route[own]}"]=scaler
  expect "$peer" "${way_route[own]}" "\"total\":$JOBS_OF_EACH,"
  expect "$peer" "${way_route[all]}" "\"total\":$((users_of[$2] * JOBS_OF_EACH)),"
  expect "$peer" "${way_route[filtered]}" '"status":"failed"'
  expect "$peer" "${way_route[users]}" 'seeded-'
  # from the middle of the list on
  cursor=$(get "$peer" "$JOBS/history?limit=1&offset=$((users_of[$2] * JOBS_OF_EACH / 2))" 2>/dev/null |
    sed -n 's/.*"next_cursor":"\([^"]*\)".*/\1/p')
  deep_route[$peer]="$JOBS/history?limit=50&cursor=$cursor"
  route_user["$peer ${deep_route[$peer]}"]=overseer
  expect "$peer" "${deep_route[$peer]}" '"status":"failed"'
}
declare -A deep_route=()

note_bytes_per_token() {
  local program=$1 peer=$1-few before
  before=$(used_memory "$peer")
  launch "$work/tokens.log" curl --no-progress-meter -Z --parallel-max 8 -o /dev/null -w '%{http_code}\n' \
    -H "Authorization: Bearer ${token["$peer scaler"]}" -H 'Content-Type: application/json' -d '{"token_name":"measured"}' \
    "$(url "$peer" /api/v1/users/tokens)?n=[1-$TOKENS_MADE]"
  finish "$REPLY" || die "$peer: curl: $(tail -n 3 "$work/tokens.log")"
  (($(grep -c '^20[01]$' "$work/tokens.log") == TOKENS_MADE)) || die "$peer: not all tokens were made"
  note "$program" bytes_per_token "$(quotient $(($(used_memory "$peer") - before)) "$TOKENS_MADE" 0)"
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
  local program=$1 peer=$1-many before begin
  stop "${pid[$peer]}"
  redis_cli "$peer" set 3daigc:retention:since 0 >/dev/null
  run_program "$peer"
  load "$peer" "${way_route[users]}" "$connections" "$warmup"
  before=$(redis_cli "$peer" hlen 3daigc:jobs)
  begin=${EPOCHREALTIME/./}
  load "$peer" "${way_route[users]}" "$connections" $((2 * seconds))
  note "$program" removed_per_second "$(quotient $(((before - $(redis_cli "$peer" hlen 3daigc:jobs)) * 1000)) \
    $(((${EPOCHREALTIME/./} - begin) / 1000)) 0)"
  note "$program" users_while_removing_requests_per_second "$rate"
  note "$program" users_while_removing_p50_ms "$p50"
  note "$program" users_while_removing_p99_ms "$p99"
  for peer in "$program-few" "$program-many"; do
    stop "${pid[$peer]}"
    check_log "$peer"
    failed[$program]=$((failed[$program] + failed[$peer]))
  done
}

print_rows_scale() {
  local way size
  local -A named=([own]="own history" [all]="all users' history" [filtered]="filtered history" [deep]="history from the middle"
    [counts]="scheduler-status" [users]="users")
  for way in "${WAYS[@]}"; do
    for size in few many; do
      load_rows "50 of ${named[$way]}, $size" "${way}_$size"
    done
    row '  p50, many to few' "${way}_many_to_few" 3
  done
  load_rows "50 of users, while old jobs are removed" users_while_removing
  row '  removed per second' removed_per_second 0
  for size in few many; do
    row "bytes of Redis per user, $size" "bytes_per_user_$size" 0
    row "bytes of Redis per job, $size" "bytes_per_job_$size" 0
  done
  row 'bytes of Redis per token' bytes_per_token 0
}
