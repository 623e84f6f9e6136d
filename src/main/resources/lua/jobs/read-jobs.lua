-- Jobs and what stands around them.
-- ARGV: 1 prefix, 2 after how many bytes no further job is read, 3... ids
-- Returns one answer for each of the first ids, of which there is at least one: false, or record, result or "", rank in
-- the queue or "", where it is worked on ("scheduler", "lease" or ""), progress or "", "cancelling" or "", and "stale" or
-- "" when an index says something else than the record; what is "" at the end is left out.
local JOBS, RESULTS, DELETED = key('jobs'), key('results'), key('jobs:deleted')
local PENDING, LEASES, PROCESSING = key('queue:pending'), key('queue:leases'), key('queue:processing')
local PROGRESS, CANCELLING = key('jobs:progress'), key('jobs:cancelling')
local STATUS = key('jobs:status:')

local function put(answer, place, value)
  for i = #answer + 1, place - 1 do
    answer[i] = ''
  end
  answer[place] = value
end

local function readJob(id)
  local record = redis.call('HGET', JOBS, id)
  if not record then
    return false
  end
  local status = statusOf(record)
  local indexed = redis.call('ZSCORE', STATUS .. status, id)
  if not indexed and redis.call('ZSCORE', DELETED, id) then -- what was deleted is in no index
    return false
  end
  local answer = {record}
  if status == 'completed' then
    local result = redis.call('HGET', RESULTS, id)
    if result then
      put(answer, 2, result)
    end
  elseif status == 'queued' or status == 'processing' then
    local rank = redis.call('ZRANK', PENDING, id)
    if rank then
      put(answer, 3, rank)
    elseif redis.call('ZSCORE', LEASES, id) then
      put(answer, 4, 'lease')
    elseif redis.call('SISMEMBER', PROCESSING, id) == 1 then
      put(answer, 4, 'scheduler')
    end
    if status == 'processing' then
      local progress = redis.call('HGET', PROGRESS, id)
      if progress then
        put(answer, 5, progress)
      end
      if redis.call('ZSCORE', CANCELLING, id) then
        put(answer, 6, 'cancelling')
      end
    end
  end
  if not indexed then
    put(answer, 7, 'stale')
  end
  return answer
end

local most = tonumber(ARGV[2])
local answers = {}
local bytes = 0
for i = 3, #ARGV do
  local answer = readJob(ARGV[i])
  answers[#answers + 1] = answer
  if answer then
    bytes = bytes + #answer[1] + #(answer[2] or '')
    if bytes > most then
      break
    end
  end
end
return answers
