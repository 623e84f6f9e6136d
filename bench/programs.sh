# Sourced by run: processes, ports, and the programs that are measured.
# shellcheck shell=bash

# ---- processes: whatever is started here is known by its id, and ended when the script ends

declare -A running=() # process id -> 1

# launch LOG COMMAND...: leaves the process id in REPLY. The log is empty at once, not only when the process gets to it.
launch() {
  local log=$1
  shift
  : >"$log"
  "$@" >"$log" 2>&1 </dev/null &
  REPLY=$!
  running[$REPLY]=1
}

# Whether it runs and is a child of this script, and not a stranger that was given the same id later.
# Reads it without a new process, because it is asked often while a program starts and needs the processors.
is_running() {
  local key value
  while read -r key value; do
    [[ $key != PPid: || $value != "$$" ]] || return 0
  done
  return 1
} 2>/dev/null <"/proc/$1/status"

stop() {
  local pid=$1 limit=$((SECONDS + STOP_LIMIT))
  [[ -n ${running[$pid]:-} ]] || return 0
  ! is_running "$pid" || kill "$pid" 2>/dev/null || true
  while is_running "$pid"; do
    if ((SECONDS >= limit)); then
      say "process $pid did not end within $STOP_LIMIT s; killed"
      kill -KILL "$pid" 2>/dev/null || true
      break
    fi
    nap 0.02
  done
  wait "$pid" 2>/dev/null || true
  unset "running[$pid]"
}

# finish PID: waits for it and returns its exit status. Unlike a command in the foreground it does not delay a trap.
finish() {
  local status=0
  wait "$1" || status=$?
  unset "running[$1]"
  return "$status"
}

# Sleeps without a new process, which would cost more than the few milliseconds meant.
nap() { read -r -t "$1" -u "$napping" || true; }

clean_up() {
  local pid
  for pid in "${!running[@]}"; do
    stop "$pid"
  done
  rm -rf "$work"
}

prepare_work() {
  work=$(mktemp -d "${TMPDIR:-/tmp}/meshgate-bench.XXXXXX")
  mkfifo "$work/nap"
  exec {napping}<>"$work/nap"
  trap clean_up EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

# ---- ports

declare -A given=() # ports handed out

# Leaves in REPLY a port on which nobody listens, below those that Linux gives to clients.
free_port() {
  while :; do
    REPLY=$((20000 + RANDOM % 12000))
    if [[ -z ${given[$REPLY]:-} ]] && ! connect "$REPLY"; then
      given[$REPLY]=1
      return
    fi
    disconnect
  done
}

# Opens a connection on the file descriptor $peer.
connect() {
  disconnect
  { exec {peer}<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null
}

disconnect() {
  [[ -z ${peer:-} ]] || exec {peer}>&-
  peer=
}

# ---- the programs; each has a Redis of its own, so that what it asks of Redis can be told apart

programs=(jvm)
class_cache=()
declare -A pid=() port=() management_port=() redis_port=() failed=()
declare -A token=() user_id=() # "program user" -> value
declare -A route_user=() route_body=() # "program route" -> whose token, and what is posted; neither for a public GET
declare -A route_count=()              # "program route" -> how many there are of it, whose numbers stand for its %012d

start_redis() { # PROGRAM
  local program=$1 limit=$((SECONDS + START_LIMIT)) redis
  free_port
  redis_port[$program]=$REPLY
  mkdir "$work/$program-redis"
  launch "$work/$program-redis.log" redis-server --bind 127.0.0.1 --port "${redis_port[$program]}" \
    --dir "$work/$program-redis" --save '' --appendonly no --daemonize no
  redis=$REPLY
  until [[ $(redis_cli "$program" ping 2>/dev/null) == PONG ]]; do
    { is_running "$redis" && ((SECONDS < limit)); } ||
      die "redis-server did not start: $(tail -n 3 "$work/$program-redis.log")"
    nap 0.02
  done
}

redis_cli() {
  local program=$1
  shift
  redis-cli -h 127.0.0.1 -p "${redis_port[$program]}" "$@"
}

# In a folder without config.yaml and without settings in the environment: the program with its defaults.
in_empty_surroundings() {
  local name
  for name in $(compgen -e); do
    case $name in
      P3D_* | MESHGATE_* | QUARKUS_* | SMALLRYE_* | JAVA_TOOL_OPTIONS | JDK_JAVA_OPTIONS) unset "$name" ;;
    esac
  done
  cd "$work/empty"
  # any number of jobs, files and requests: it is the work that is measured, not how it is refused
  exec env P3D_JOBS__MAX_QUEUED_PER_USER=0 P3D_JOBS__MAX_QUEUE_SIZE=0 P3D_JOBS__MAX_KEPT_PER_USER=0 P3D_LIMITS__UPLOADS_PER_USER=0 \
    P3D_SECURITY__RATE_LIMIT_PER_MINUTE=0 P3D_SECURITY__LOGIN_PER_MINUTE=0 P3D_SECURITY__LOGIN_PER_MINUTE_ADDRESS=0 \
    P3D_SECURITY__LOGIN_PER_HOUR_ACCOUNT=0 P3D_SECURITY__REGISTER_PER_HOUR_ADDRESS=0 \
    P3D_SERVER__TRUSTED_PROXIES=127.0.0.1 "$@"
}

# Leaves the words of the command in REPLY. Further programs are named after the first: jvm-second. The JVM has the options
# of Dockerfile.jvm, and the memory that the manifests give to a container.
command_of() {
  case ${1%%-*} in
    jvm) REPLY=(java "-XX:MaxRAM=$CONTAINER_MEMORY" "${JVM_OPTIONS[@]}" "${class_cache[@]}" -jar "$jar") ;;
    native) REPLY=("$native") ;;
  esac
}

# run_program PROGRAM [NAME=VALUE...], which are settings. Starts a program, waits for its first answer and leaves in took_ms how
# long that took.
run_program() {
  local program=$1 begin limit=$((SECONDS + START_LIMIT)) command
  shift
  command_of "$program"
  command=("${REPLY[@]}")
  free_port
  port[$program]=$REPLY
  free_port
  management_port[$program]=$REPLY
  begin=${EPOCHREALTIME/./}
  launch "$work/$program.log" in_empty_surroundings "$@" "${command[@]}" serve --host 127.0.0.1 --port "${port[$program]}" \
    --management-port "${management_port[$program]}" --redis-url "redis://127.0.0.1:${redis_port[$program]}"
  pid[$program]=$REPLY
  until answers "${port[$program]}"; do
    { is_running "${pid[$program]}" && ((SECONDS < limit)); } ||
      die "$program did not start: $(tail -n 5 "$work/$program.log")"
    nap 0.005
  done
  took_ms=$(((${EPOCHREALTIME/./} - begin) / 1000))
}

# The image has a cache of loaded classes (JEP 483), which Java 25 or newer can make; so has the program here, then.
make_class_cache() {
  local trained=jvm-training cache="$work/meshgate.aot"
  ((${java_version%%.*} >= 25)) || return 0
  say "class cache"
  start_redis "$trained"
  class_cache=("-XX:AOTCacheOutput=$cache")
  run_program "$trained"
  stop "${pid[$trained]}" # writes it
  [[ -s $cache ]] || die "no class cache: $(tail -n 3 "$work/$trained.log")"
  class_cache=("-XX:AOTCache=$cache")
}

# Starts a program and notes how long its first answer took, and its memory once it idles.
start_program() {
  local program=$1
  run_program "$program"
  note "$program" first_answer_ms "$took_ms"
  nap 5 # what the start left behind is given back after 3 s
  note "$program" memory_idle_mib "$(memory "$program")"
}

# make_admin PROGRAM USER
make_admin() {
  command_of "$1"
  launch "$work/$1-set-role.log" in_empty_surroundings "${REPLY[@]}" set-role "$2" ADMIN \
    --redis-url "redis://127.0.0.1:${redis_port[$1]}"
  finish "$REPLY" || die "$1: set-role: $(tail -n 3 "$work/$1-set-role.log")"
}

# await_walks PROGRAM: until it has looked at all that is in its Redis.
await_walks() {
  local limit=$((SECONDS + 20 * START_LIMIT))
  while [[ $(curl -sS -m 5 "http://127.0.0.1:${management_port[$1]}/q/health/ready") == *'"running"'* ]]; do
    ((SECONDS < limit)) || die "$1: the walk through its data does not end"
    nap 0.5
  done
}

# Whether the service on this port answers 200 now.
answers() {
  local status=
  connect "$1" || return 1
  printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n' "$HEALTH" "$1" >&"$peer"
  read -r -t 5 -u "$peer" status || true
  disconnect
  [[ $status == 'HTTP/1.1 200'* ]]
}

# Resident memory in MiB.
memory() { awk '/^VmRSS:/ { printf "%.1f\n", $2 / 1024 }' "/proc/${pid[$1]}/status"; }

url() { printf 'http://127.0.0.1:%s%s\n' "${port[$1]}" "$2"; }

# get PROGRAM ROUTE: one answer, with its headers.
get() {
  local program=$1 route=$2 user body arguments=()
  user=${route_user["$program $route"]:-}
  body=${route_body["$program $route"]:-}
  [[ -z $user ]] || arguments+=(-H "Authorization: Bearer ${token["$program $user"]}")
  [[ -z $body ]] || arguments+=(-H 'Content-Type: application/json' -d "$body")
  curl -sS -i -m 10 "${arguments[@]}" "$(url "$program" "$route")"
}

# expect PROGRAM ROUTE TEXT...: the route must answer 200, with all of these in the answer.
expect() {
  local program=$1 route=$2 answer text
  shift 2
  answer=$(get "$program" "$route" 2>&1) || true
  for text; do
    [[ $answer == 'HTTP/1.1 200'* && $answer == *"$text"* ]] ||
      die "$program: $route does not answer 200 with $text: $answer"
  done
}

# register PROGRAM USER: leaves the token and the id of a new account.
register() {
  local program=$1 user=$2 password answer
  password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  answer=$(curl -sS -H 'Content-Type: application/json' \
    -d "{\"username\":\"$user\",\"email\":\"$user@example.org\",\"password\":\"$password\"}" \
    "$(url "$program" /api/v1/users/register)")
  token["$program $user"]=$(sed -n 's/.*"token":"\([^"]*\)".*/\1/p' <<<"$answer")
  user_id["$program $user"]=$(sed -n 's/.*"user_id":"\([^"]*\)".*/\1/p' <<<"$answer")
  [[ -n ${token["$program $user"]} && -n ${user_id["$program $user"]} ]] ||
    die "$program: no token in the answer to the registration: $answer"
}

# fail PROGRAM COUNT TEXT: says what went wrong so often; the run goes on, but its numbers do not count.
fail() {
  say "$1: $3"
  failed[$1]=$((failed[$1] + $2))
}
