-- Prepended to the scripts about webhooks and to those that end jobs, after calendar.lua.
-- webhook:{endpoint} is an endpoint. Its waiting deliveries stand in webhook:due:{endpoint} by the time of the next
-- attempt. While an attempt runs, this time is the end of its lease, so that the delivery of a process that has gone is due
-- again by itself; webhook:leased:{endpoint} has it as well then. webhooks:due:{lane} has the endpoints with waiting
-- deliveries by the time of the first one: in the lane "live", or in "slow" when the last attempt failed or took long.
local MAX_WAITING = 1000
local MAX_ENDED = 200
local ENDED_MILLIS = 7 * 86400000
local MAX_IN_FLIGHT = {live = 8, slow = 2}
local MAX_ERROR_BYTES = 2000
local SERVER = 'server'

local function lane_of(endpoint)
  return redis.call('HGET', key('webhook:' .. endpoint), 'lane') == 'slow' and 'slow' or 'live'
end

-- Tells the processes, which track this key, that a delivery is due.
local function tell_deliveries()
  redis.call('SET', key('webhooks:news'), '')
  redis.call('DEL', key('webhooks:news'))
end

-- Removes an ended delivery.
local function forget_delivery(endpoint, id)
  redis.call('ZREM', key('webhook:ended:' .. endpoint), id)
  redis.call('ZREM', key('webhook:log:' .. endpoint), id)
  redis.call('HDEL', key('webhook:events:' .. endpoint), id)
  redis.call('HDEL', key('webhook:attempts:' .. endpoint), id)
end

-- Keeps the log of an endpoint within its bounds.
local function trim_ended(endpoint, now)
  local ended = key('webhook:ended:' .. endpoint)
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', ended, '-inf', whole(now - ENDED_MILLIS), 'LIMIT', 0, MAX_ENDED)) do
    forget_delivery(endpoint, id)
  end
  for _, id in ipairs(redis.call('ZRANGE', ended, 0, -MAX_ENDED - 1)) do
    forget_delivery(endpoint, id)
  end
end

-- Adds a delivery whose first attempt is due now. One that was added before stays as it is.
-- event: its type; data: JSON text
-- Returns false when the endpoint has as many waiting deliveries as it may have: the delivery is dropped and counted.
local function add_delivery(endpoint, id, event, data, now)
  local due, log = key('webhook:due:' .. endpoint), key('webhook:log:' .. endpoint)
  if redis.call('ZADD', log, 'NX', whole(now), id) == 0 then
    return true
  end
  if redis.call('ZCARD', due) >= MAX_WAITING then
    redis.call('ZREM', log, id)
    redis.call('HINCRBY', key('webhook:' .. endpoint), 'dropped', 1)
    redis.call('HSET', key('webhook:' .. endpoint), 'complete_since', whole(now))
    return false
  end
  redis.call('HSET', key('webhook:events:' .. endpoint), id,
    '{"type":"' .. event .. '","at":' .. whole(now) .. ',"data":' .. data .. '}')
  redis.call('ZADD', due, whole(now), id)
  redis.call('INCR', key('webhooks:waiting'))
  redis.call('ZADD', key('webhooks:due:' .. lane_of(endpoint)), 'LT', whole(now), endpoint)
  tell_deliveries()
  return true
end

-- The id of the delivery of an event to an endpoint: the same whenever the same event is added.
local function delivery_id(endpoint, event, subject)
  return 'msg_' .. string.sub(redis.sha1hex(endpoint .. ' ' .. event .. ' ' .. subject), 1, 32)
end

-- The first bytes of a text, without a half character at the end.
local function shortened(text)
  if #text <= MAX_ERROR_BYTES then
    return text
  end
  local cut = string.sub(text, 1, MAX_ERROR_BYTES)
  local start = string.match(cut, '()[\192-\255][\128-\191]*$')
  return start and #cut - start < 4 and string.sub(cut, 1, start - 1) or cut
end

-- The JSON text of what a delivery says about a job.
local function job_data(id, status, job)
  local data = {job_id = id, status = status}
  for _, name in ipairs({'feature', 'model_id', 'user_id', 'created_at', 'started_at', 'error'}) do
    if type(job[name]) == 'string' and job[name] ~= '' then
      data[name] = shortened(job[name])
    end
  end
  return cjson.encode(data)
end

-- events: of an endpoint, separated by blanks
local function is_subscribed(events, event)
  return string.find(' ' .. events .. ' ', ' ' .. event .. ' ', 1, true) ~= nil
end

-- Adds the deliveries about the end of a job: at most two commands when the server and the owner have no endpoint that
-- subscribes to it.
-- job: its decoded record; status: terminal
local function deliver_end(id, job, status, now)
  local event, data = 'job.' .. status, nil
  local owner = type(job.user_id) == 'string' and job.user_id or ''
  for _, subscriber in ipairs({SERVER, owner ~= '' and owner or nil}) do
    local subscriptions = redis.call('HGETALL', key('webhooks:of:' .. subscriber)) -- 20 at most
    for i = 1, #subscriptions, 2 do
      if is_subscribed(subscriptions[i + 1], event) then
        data = data or job_data(id, status, job)
        add_delivery(subscriptions[i], delivery_id(subscriptions[i], event, id), event, data, now)
      end
    end
  end
end
