-- For wrk: sends the token in BENCH_TOKEN, if there is one, and ends with one line that `run` reads.

local token = os.getenv("BENCH_TOKEN")
if token then
  wrk.headers["Authorization"] = "Bearer " .. token
end

-- Requests per second, median and 99th percentile in milliseconds, error answers, socket errors.
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    "BENCH %.1f %.3f %.3f %d %d\n",
    summary.requests / (summary.duration / 1e6),
    latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3,
    errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
