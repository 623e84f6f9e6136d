-- Prepended to the throttle scripts. A GCRA counter is "<time at which it is empty, microseconds since 1970>:<strikes>".
local function time(given)
  local now = tonumber(given)
  if not now then
    local read = redis.call('TIME')
    now = tonumber(read[1]) * 1000000 + tonumber(read[2])
  end
  return now
end

-- A missing or malformed counter counts as empty.
local function read(key)
  local empty, strikes = string.match(redis.call('GET', key) or '', '^(%d+):(%d+)$')
  return tonumber(empty) or 0, tonumber(strikes) or 0
end

local function write(key, empty, strikes, life)
  redis.call('SET', key, string.format('%.0f:%d', empty, strikes), 'PX', string.format('%.0f', math.max(1, life)))
end
