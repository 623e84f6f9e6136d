# Sourced by run: a route of accounts.
# shellcheck shell=bash

readonly ME=/api/v1/users/me
readonly PUBLIC=/api/v1/system/auth-status # passes the same filters, and answers a JSON of such a size
readonly MANY_CONNECTIONS=256

prepare_accounts() {
  local program=$1
  register "$program" bench
  route_user["$program $ME"]=bench
  expect "$program" "$ME" bench@example.org
  expect "$program" "$PUBLIC" user_auth_enabled
}

warm_up_accounts() {
  load "$1" "$ME" "$connections" "$warmup"
  load "$1" "$PUBLIC" "$connections" "$warmup"
}

# measure_accounts PROGRAM RATE_OF_HEALTH ROUND
measure_accounts() {
  local program=$1 kind
  local -A route=([me]=$ME [public]=$PUBLIC) rates=()
  for kind in $(turned "$3" me public); do
    measure "$program" "$kind" "${route[$kind]}" "$connections"
    rates[$kind]=$rate
  done
  note "$program" me_to_health "$(quotient "${rates[me]}" "$2" 3)"
  note "$program" me_to_public "$(quotient "${rates[me]}" "${rates[public]}" 3)"
}

finish_accounts() {
  measure "$1" me_many "$ME" "$MANY_CONNECTIONS"
  count_redis_commands "$1" me "$ME"
  expect "$1" "$ME" bench@example.org
}

print_rows_accounts() {
  load_rows 'GET /users/me' me
  row 'requests/s, /users/me to /health' me_to_health 3
  load_rows 'GET /system/auth-status' public
  row 'requests/s, /users/me to that' me_to_public 3
  load_rows "GET /users/me, $MANY_CONNECTIONS connections" me_many
  redis_rows 'GET /users/me' me
}
