-- For wrk: sends the token in BENCH_TOKEN and posts the JSON in BENCH_BODY, if there are any; with BENCH_COUNT, there is a
-- %012d in the path, for which it puts 0, 1, 2, ... up to as many, in turns. Ends with one line that `run` reads.

local token = os.getenv("BENCH_TOKEN")
if token and token ~= "" then
  wrk.headers["Authorization"] = "Bearer " .. token
end

local body = os.getenv("BENCH_BODY")
if body and body ~= "" then
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  wrk.body = body
end

local count = tonumber(os.getenv("BENCH_COUNT") or "")
if count then
  local number = -1
  function request()
    number = (number + 1) % count
    return wrk.format(nil, string.format(wrk.path, number))
  end
end

-- Requests per second, median and 99th percentile in milliseconds, error answers, socket errors, all answers.
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    "BENCH %.1f %.3f %.3f %d %d %d\n",
    summary.requests / (summary.duration / 1e6),
    latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3,
    errors.status,
    errors.connect + errors.read + errors.write + errors.timeout,
    summary.requests))
end
