# Sourced by run: the measured values, as table and as JSON.
# shellcheck shell=bash

# ---- results

declare -A samples=() # "program metric" -> values

note() { samples["$1 $2"]+=" $3"; }

# numbers PROGRAM METRIC: median, minimum and maximum.
numbers() {
  # shellcheck disable=SC2086 # the values are separate words
  printf '%s\n' ${samples["$1 $2"]} | sort -g | awk '
    { value[NR] = $1 }
    END {
      middle = int((NR + 1) / 2)
      print NR % 2 ? value[middle] : (value[middle] + value[middle + 1]) / 2, value[1], value[NR]
    }'
}

quotient() { awk -v a="$1" -v b="$2" -v digits="$3" 'BEGIN { printf "%.*f\n", digits, a / b }'; }

# ---- telling

# row LABEL METRIC DIGITS: the median, and in brackets the lowest and the highest, for each program.
row() {
  local program
  printf '%-42s ' "$1"
  for program in "${programs[@]}"; do
    printf '%-30s' "$(numbers "$program" "$2" | awk -v digits="$3" '{
      printf "%.*f", digits, $1
      if ($2 != $3) printf " (%.*f - %.*f)", digits, $2, digits, $3
    }')"
  done
  printf '\n'
}

# load_rows LABEL METRIC: what one kind of load showed.
load_rows() {
  row "$1, req/s" "$2_requests_per_second" 0
  row '  p50, ms' "$2_p50_ms" 2
  row '  p99, ms' "$2_p99_ms" 2
}

# redis_rows LABEL METRIC: what Redis is asked.
redis_rows() {
  row "Redis commands per $1" "redis_commands_per_$2" 3
  row '  calls inside its scripts' "redis_script_calls_per_$2" 3
}

print_table() {
  local program part
  printf 'Meshgate %s, %s: %s rounds of %s s, %s connections, %s processors\n' \
    "$commit" "$date" "$rounds" "$seconds" "$connections" "$(nproc)"
  printf 'Java %s, Redis %s; load of the machine before: %s. Median (lowest - highest).\n\n' \
    "$java_version" "$redis_version" "$load_before"
  printf '%-43s' ''
  printf '%-30s' "${programs[@]}"
  printf '\n'
  load_rows 'GET /health' health
  for part in "${parts[@]}"; do
    "print_rows_$part"
  done
  row "time to first answer, ms, $STARTS starts" first_answer_ms 0
  row 'resident memory idle, MiB' memory_idle_mib 1
  row 'resident memory after load, MiB' memory_loaded_mib 1
  printf '%-43s' 'failures (must be 0)'
  for program in "${programs[@]}"; do
    printf '%-30s' "${failed[$program]}"
  done
  printf '\n'
}

print_json() {
  local program key metric separator='' median lowest highest
  printf '{\n  "commit": "%s",\n  "date": "%s",\n' "$commit" "$date"
  printf '  "rounds": %s,\n  "seconds": %s,\n  "warmup_seconds": %s,\n' "$rounds" "$seconds" "$warmup"
  printf '  "parts": ["%s"],\n' "$(sed 's/ /", "/g' <<<"${parts[*]}")"
  printf '  "connections": %s,\n  "many_connections": %s,\n' "$connections" "$MANY_CONNECTIONS"
  printf '  "processors": %s,\n  "java": "%s",\n  "redis": "%s",\n  "load_before": %s,\n  "programs": {' \
    "$(nproc)" "$java_version" "$redis_version" "$load_before"
  for program in "${programs[@]}"; do
    printf '%s\n    "%s": {\n      "failures": %s' "$separator" "$program" "${failed[$program]}"
    separator=,
    while read -r key metric; do
      [[ $key == "$program" ]] || continue
      read -r median lowest highest <<<"$(numbers "$program" "$metric")"
      printf ',\n      "%s": {"median": %s, "min": %s, "max": %s, "values": [%s]}' \
        "$metric" "$median" "$lowest" "$highest" "$(sed 's/^ //; s/ /, /g' <<<"${samples["$program $metric"]}")"
    done < <(printf '%s\n' "${!samples[@]}" | sort)
    printf '\n    }'
  done
  printf '\n  }\n}\n'
}
