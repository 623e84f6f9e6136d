# Sourced by run: a route of accounts.
# shellcheck shell=bash

readonly ME=/api/v1/users/me
readonly MANY_CONNECTIONS=256

prepare_accounts() {
  local program=$1
  register "$program" bench
  route_user["$program $ME"]=bench
  expect "$program" "$ME" bench@example.org
}

warm_up_accounts() { load "$1" "$ME" "$connections" "$warmup"; }

# measure_accounts PROGRAM RATE_OF_HEALTH ROUND
measure_accounts() {
  measure "$1" me "$ME" "$connections"
  note "$1" me_to_health "$(quotient "$rate" "$2" 3)"
}

finish_accounts() {
  measure "$1" me_many "$ME" "$MANY_CONNECTIONS"
  count_redis_commands "$1" me "$ME"
  expect "$1" "$ME" bench@example.org
}

print_rows_accounts() {
  load_rows 'GET /users/me' me
  row 'requests/s, /users/me to /health' me_to_health 3
  load_rows "GET /users/me, $MANY_CONNECTIONS connections" me_many
  redis_rows 'GET /users/me' me
}
