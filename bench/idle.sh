# Sourced by run: connections that are kept open and do nothing.
# shellcheck shell=bash

readonly IDLE_CONNECTIONS=10000
readonly BESIDE_IDLE=/api/v1/users/me?beside=idle

prepare_idle() {
  register "$1" idler
  route_user["$1 $BESIDE_IDLE"]=idler
  expect "$1" "$BESIDE_IDLE" idler@example.org
}

warm_up_idle() { load "$1" "$BESIDE_IDLE" "$connections" "$warmup"; }

measure_idle() { :; } # once, at the end

finish_idle() {
  local program=$1 before holder
  nap 2
  before=$(memory "$program")
  (($(ulimit -n) > 2 * IDLE_CONNECTIONS - 1)) || die "needs 'ulimit -n $((2 * IDLE_CONNECTIONS))' for $IDLE_CONNECTIONS connections"
  launch "$work/idle.log" java "$BENCH/IdleConnections.java" "${port[$program]}" "$IDLE_CONNECTIONS" "$HEALTH"
  holder=$REPLY
  await_line "$holder" '^HELD' "$work/idle.log"
  nap 1
  note "$program" idle_memory_growth_mib "$(awk -v a="$(memory "$program")" -v b="$before" 'BEGIN { print a - b }')"
  measure "$program" beside_idle "$BESIDE_IDLE" "$connections"
  stop "$holder"
  grep -q '^LOST 0$' "$work/idle.log" || fail "$program" 1 "idle connections: $(tail -n 1 "$work/idle.log")"
  measure "$program" after_idle "$BESIDE_IDLE" "$connections"
}

print_rows_idle() {
  row "$IDLE_CONNECTIONS idle connections, growth, MiB" idle_memory_growth_mib 1
  load_rows '  GET /users/me beside them' beside_idle
  load_rows '  after them' after_idle
}
