-- Checks a batch of records against everything that says where their jobs are. Changes nothing.
-- ARGV: 1 prefix, 2 now in milliseconds, or '' for the clock of Redis, 3 cursor, 4 about how many records
-- Returns the next cursor, the number of records, the number of jobs that wait for the reconciler, and {id, what is
-- wrong} for each violation. A scheduler that knows neither the indexes nor the fair queue leaves jobs that wait for the
-- reconciler; they are no violation.
local STATUSES = {'queued', 'processing', 'completed', 'failed', 'cancelled'}
local HOMES = {
  queued = {['queue:pending'] = true, ['queue:delayed'] = true, ['queue:processing'] = true},
  processing = {['queue:leases'] = true, ['queue:processing'] = true},
  completed = {},
  failed = {},
  cancelled = {},
}
local violations, unreconciled = {}, 0

local function tell(id, what)
  violations[#violations + 1] = {id, what}
end

local function places(id)
  local found = {}
  for _, name in ipairs({'queue:pending', 'queue:delayed', 'queue:leases'}) do
    if redis.call('ZSCORE', key(name), id) then
      found[#found + 1] = name
    end
  end
  if redis.call('SISMEMBER', key('queue:processing'), id) == 1 then
    found[#found + 1] = 'queue:processing'
  end
  return found
end

local function check_place(id, status, found)
  local ended = next(HOMES[status]) == nil
  if #found == 0 and not ended then
    tell(id, 'is ' .. status .. ', but stands in no queue and with no worker')
  elseif #found > 1 then
    tell(id, 'stands in ' .. table.concat(found, ' and '))
  elseif #found == 1 and not HOMES[status][found[1]] then
    tell(id, 'is ' .. status .. ', but stands in ' .. found[1])
  end
end

local function check_claim(id, status, found)
  local lease, outcome = unpack(redis.call('HMGET', key('claim:' .. id), 'lease', 'outcome'))
  local leased = found[1] == 'queue:leases' or found[2] == 'queue:leases'
  local ended = next(HOMES[status]) == nil
  if leased and not lease then
    tell(id, 'stands in queue:leases without a lease')
  elseif not leased and lease then
    tell(id, 'has a lease, but does not stand in queue:leases')
  end
  if outcome and outcome ~= 'queued' and outcome ~= 'lost' and outcome ~= status then
    tell(id, 'is ' .. status .. ', but its last attempt ended as ' .. outcome)
  end
  if ended and redis.call('TTL', key('claim:' .. id)) == -1 then
    tell(id, 'has ended, but its claim never expires')
  end
  local result = redis.call('HEXISTS', key('results'), id) == 1
  if result and status ~= 'completed' then
    tell(id, 'is ' .. status .. ', but has a result')
  elseif status == 'completed' and outcome == 'completed' and not result then
    tell(id, 'is completed, but has no result')
  end
end

local function check_fair(id, job, owner, found)
  local waiting = redis.call('ZSCORE', key('fair:waiting:' .. job.feature .. ':' .. (owner == '' and '-' or owner)), id)
  local pending = redis.call('ZSCORE', key('queue:pending'), id)
  if (pending or false) == (waiting or false) then
    return
  elseif found[1] == 'queue:delayed' or found[1] == 'queue:leases' then
    tell(id, 'waits in the fair queue, but stands in ' .. found[1])
  else
    unreconciled = unreconciled + 1
  end
end

local function check_index(id, status, owner)
  local lists = {''}
  if owner ~= '' then
    lists[2] = 'owner:' .. owner .. ':'
    if redis.call('HGET', key('jobs:owners'), id) ~= owner then
      tell(id, 'has another owner in jobs:owners')
    end
    if not redis.call('ZSCORE', key('jobs:owner:' .. owner), id) then
      tell(id, 'is missing from the index of its owner')
    end
  end
  for _, other in ipairs(STATUSES) do
    for i, list in ipairs(lists) do
      local name = i == 1 and 'jobs:status:' .. other or 'jobs:' .. list .. other
      local entry = redis.call('ZSCORE', key(name), id)
      if other == status and not entry then
        tell(id, 'is ' .. status .. ', but is missing from ' .. name)
      elseif other ~= status and entry then
        tell(id, 'is ' .. status .. ', but stands in ' .. name)
      end
    end
  end
end

-- A job of another program that ended before usage was counted is marked so when the reconciler comes to it.
local since = tonumber(redis.call('GET', key('usage:since')) or 'inf')
local function check_usage(id, job)
  local ended = next(HOMES[job.status]) == nil
  local counted = redis.call('HEXISTS', key('jobs:usage'), id) == 1
  if ended and not counted and (parse_time(job[job.status .. '_at']) or 0) > since then
    tell(id, 'has ended, but is not counted in jobs:usage')
  elseif ended and not counted then
    unreconciled = unreconciled + 1
  end
end

-- By how much the clock of a scheduler may be ahead.
local CLOCK_SKEW = 60000
local now = milliseconds(ARGV[2])

-- After what time each event that an endpoint subscribes to has its delivery: no earlier one was left out or removed since.
local function complete_since(endpoint)
  local created, changed = unpack(redis.call('HMGET', key('webhook:' .. endpoint), 'created_at', 'complete_since'))
  local since = math.max(tonumber(created or 'inf'), tonumber(changed or '0'), now - ENDED_MILLIS)
  if redis.call('ZCARD', key('webhook:log:' .. endpoint)) >= MAX_ENDED then -- those that ended before all others are gone
    local first = redis.call('ZRANGE', key('webhook:ended:' .. endpoint), 0, 0, 'WITHSCORES')[2]
    since = math.max(since, tonumber(first or 'inf'))
  end
  return since
end

-- The event of the end of a job has a delivery in the log of the endpoint. It was made or given up, or it waits in the queue
-- of the endpoint, which then is in the order of all endpoints.
local function check_delivery(id, endpoint, event)
  local delivery = delivery_id(endpoint, event, id)
  if not redis.call('ZSCORE', key('webhook:log:' .. endpoint), delivery) then
    tell(id, 'has ended, but ' .. endpoint .. ' has no delivery of that')
  elseif redis.call('ZSCORE', key('webhook:ended:' .. endpoint), delivery) then
    return
  elseif not redis.call('ZSCORE', key('webhook:due:' .. endpoint), delivery) then
    tell(id, 'has ended, but its delivery to ' .. endpoint .. ' neither waits nor has ended')
  elseif not redis.call('ZSCORE', key('webhooks:due:' .. lane_of(endpoint)), endpoint) then
    tell(id, 'has ended, but ' .. endpoint .. ', where its delivery waits, is in no order')
  end
end

local function check_deliveries(id, job, owner)
  local ended = next(HOMES[job.status]) == nil and parse_time(job[job.status .. '_at'])
  if not ended or (redis.call('HGET', key('jobs:usage'), id) or '-') == '-' then
    return
  end
  local event = 'job.' .. job.status
  for _, subscriber in ipairs({SERVER, owner ~= '' and owner or nil}) do
    local subscriptions = redis.call('HGETALL', key('webhooks:of:' .. subscriber)) -- 20 at most
    for i = 1, #subscriptions, 2 do
      if is_subscribed(subscriptions[i + 1], event) and ended - CLOCK_SKEW > complete_since(subscriptions[i]) then
        check_delivery(id, subscriptions[i], event)
      end
    end
  end
end

local step = redis.call('HSCAN', key('jobs'), ARGV[3], 'COUNT', ARGV[4])
for i = 1, #step[2], 2 do
  local id, record = step[2][i], step[2][i + 1]
  local readable, job = pcall(cjson.decode, record)
  if redis.call('ZSCORE', key('jobs:deleted'), id) then
    -- written again by a scheduler after the deletion; reads hide it and the reconciler removes it
    unreconciled = unreconciled + 1
  elseif not readable or type(job) ~= 'table' or not HOMES[job.status] or type(job.feature) ~= 'string' then
    tell(id, 'has a record that cannot be read')
  elseif not redis.call('ZSCORE', key('jobs:created'), id) then
    unreconciled = unreconciled + 1
  else
    local owner = type(job.user_id) == 'string' and job.user_id or ''
    local found = places(id)
    check_place(id, job.status, found)
    check_claim(id, job.status, found)
    check_fair(id, job, owner, found)
    check_index(id, job.status, owner)
    check_usage(id, job)
    check_deliveries(id, job, owner)
  end
end
return {step[1], #step[2] / 2, unreconciled, violations}
