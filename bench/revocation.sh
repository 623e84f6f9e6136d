# Sourced by run: a token that is revoked on one replica and tried on another, under load.
# shellcheck shell=bash

readonly BESIDE_REVOCATIONS=/api/v1/users/me?beside=revocations
readonly REVOCATIONS=1000
readonly LOAD_CONNECTIONS=16 # of each replica

prepare_revocation() {
  local program=$1 second=$1-second
  register "$program" revoker
  route_user["$program $BESIDE_REVOCATIONS"]=revoker
  expect "$program" "$BESIDE_REVOCATIONS" revoker@example.org
  redis_port[$second]=${redis_port[$program]}
  failed[$second]=0
  run_program "$second"
}

warm_up_revocation() { revoke "$1" 100; }

measure_revocation() { :; } # once, at the end

# revoke PROGRAM TRIES: leaves the numbers in $revoked.
revoke() {
  local program=$1 loads=() replica
  for replica in "$program" "$program-second"; do
    launch "$work/$replica-load.log" env BENCH_TOKEN="${token["$program revoker"]}" \
      wrk -t 1 -c "$LOAD_CONNECTIONS" -d 600s -s "$BENCH/wrk.lua" "$(url "$replica" "$BESIDE_REVOCATIONS")"
    loads+=("$REPLY")
  done
  launch "$work/revocation.log" env BENCH_TOKEN="${token["$program revoker"]}" \
    java "$BENCH/Revocation.java" "$(url "$program" '')" "$(url "$program-second" '')" "$2"
  finish "$REPLY" || fail "$program" 1 "revocations: $(tail -n 3 "$work/revocation.log")"
  for replica in "${loads[@]}"; do
    stop "$replica"
  done
  revoked=$(sed -n 's/^REVOCATION //p' "$work/revocation.log")
}

finish_revocation() {
  local program=$1 p50 p99 longest late
  revoke "$program" "$REVOCATIONS"
  read -r p50 p99 longest late <<<"$revoked"
  note "$program" revoked_still_accepted_p50_ms "$p50"
  note "$program" revoked_still_accepted_p99_ms "$p99"
  note "$program" revoked_still_accepted_longest_ms "$longest"
  note "$program" revoked_still_accepted_times "$late"
  stop "${pid[$program-second]}"
}

print_rows_revocation() {
  row "revoked elsewhere, still accepted: p50, ms" revoked_still_accepted_p50_ms 2
  row '  p99, ms' revoked_still_accepted_p99_ms 2
  row '  longest, ms' revoked_still_accepted_longest_ms 2
  row "  times in $REVOCATIONS tries" revoked_still_accepted_times 0
}
