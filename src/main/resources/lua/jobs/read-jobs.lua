-- Reads jobs with their state outside of the record.
-- ARGV: 1 prefix, 2 number of bytes after which no further job is read, 3 "fair" or "fifo", 4... ids
-- Returns one reply for each of the first ids, at least one: false, or record, result or "", number of jobs before it in
-- the queue or "", holder ("scheduler", "lease" or ""), progress or "", "cancelling" or "", "stale" or "" (an index
-- contradicts the record), estimated seconds until it starts or "", and the last message of its worker or "". Trailing
-- empty members are left out.
local JOBS, RESULTS, DELETED = key('jobs'), key('results'), key('jobs:deleted')
local PENDING, LEASES, PROCESSING = key('queue:pending'), key('queue:leases'), key('queue:processing')
local PROGRESS, CANCELLING, MESSAGES = key('jobs:progress'), key('jobs:cancelling'), key('jobs:messages')
local MODE = ARGV[3]
local STATUS = key('jobs:status:')

local function put(reply, index, value)
  for i = #reply + 1, index - 1 do
    reply[i] = ''
  end
  reply[index] = value
end

local function readJob(id)
  local record = redis.call('HGET', JOBS, id)
  if not record then
    return false
  end
  local status = statusOf(record)
  local indexed = redis.call('ZSCORE', STATUS .. status, id)
  if not indexed and redis.call('ZSCORE', DELETED, id) then -- deleted jobs are in no index
    return false
  end
  local reply = {record}
  if status == 'completed' then
    local result = redis.call('HGET', RESULTS, id)
    if result then
      put(reply, 2, result)
    end
  elseif status == 'queued' or status == 'processing' then
    if redis.call('ZSCORE', PENDING, id) then
      local ahead, seconds = position_of(id, record, MODE)
      put(reply, 3, ahead)
      if seconds ~= '' then
        put(reply, 8, seconds)
      end
    elseif redis.call('ZSCORE', LEASES, id) then
      put(reply, 4, 'lease')
    elseif redis.call('SISMEMBER', PROCESSING, id) == 1 then
      put(reply, 4, 'scheduler')
    end
    if status == 'processing' then
      local progress = redis.call('HGET', PROGRESS, id)
      if progress then
        put(reply, 5, progress)
      end
      if redis.call('ZSCORE', CANCELLING, id) then
        put(reply, 6, 'cancelling')
      end
      local message = redis.call('HGET', MESSAGES, id)
      if message then
        put(reply, 9, message)
      end
    end
  end
  if not indexed then
    put(reply, 7, 'stale')
  end
  return reply
end

local max_bytes = tonumber(ARGV[2])
local replies = {}
local bytes = 0
for i = 4, #ARGV do
  local reply = readJob(ARGV[i])
  replies[#replies + 1] = reply
  if reply then
    bytes = bytes + #reply[1] + #(reply[2] or '')
    if bytes > max_bytes then
      break
    end
  end
end
return replies
