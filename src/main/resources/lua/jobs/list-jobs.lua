-- Reads a page of jobs, newest first.
-- ARGV: 1 prefix, 2 index, 3 and 4 earliest and latest creation time in milliseconds, 5 offset, or "" with a cursor,
--       6 and 7 milliseconds and id of the cursor, or "", 8 maximum number of jobs, 9 feature or "",
--       10 how many entries a search for a feature may scan, 11 about how many bytes may be read
-- Returns total, "exact" or "at-least", "more" or "", then {id, milliseconds, record or "", result or "", progress or
-- ""} for each job, then {id, milliseconds} of the last scanned entry, or {}.
local index, low, high = key(ARGV[2]), ARGV[3], ARGV[4]
local limit, feature, scan = tonumber(ARGV[8]), ARGV[9], tonumber(ARGV[10])
local total = redis.call('ZCOUNT', index, low, high)
local first = redis.call('ZCOUNT', index, '(' .. high, '+inf')
local last = first + total - 1

-- The first rank: behind the cursor's entry, or at its former rank if it is gone. Equal times are in descending order
-- of id.
local at = first
if ARGV[6] ~= '' then
  at = math.max(first, redis.call('ZCOUNT', index, '(' .. ARGV[6], '+inf'))
  local rank = redis.call('ZREVRANK', index, ARGV[7])
  if rank and redis.call('ZSCORE', index, ARGV[7]) == ARGV[6] then
    at = math.max(first, rank + 1)
  else
    local ties = redis.call('ZREVRANGEBYSCORE', index, ARGV[6], ARGV[6], 'LIMIT', 0, scan)
    for _, id in ipairs(ties) do
      if id < ARGV[7] then
        break
      end
      at = at + 1
    end
  end
elseif feature == '' then
  at = first + tonumber(ARGV[5])
end

local function entries(from, to)
  if from > to then
    return {}, {}
  end
  local pairs_ = redis.call('ZREVRANGE', index, from, to, 'WITHSCORES')
  local ids, times = {}, {}
  for i = 1, #pairs_, 2 do
    ids[#ids + 1] = pairs_[i]
    times[#times + 1] = pairs_[i + 1]
  end
  return ids, times
end

local function records(ids)
  local found = redis.call('HMGET', key('jobs'), unpack(ids))
  local deleted = redis.call('ZMSCORE', key('jobs:deleted'), unpack(ids))
  for i = 1, #ids do
    if deleted[i] then
      found[i] = false
    end
  end
  return found
end

local rows, exact, more, seen = {}, 'exact', '', {}
local budget, BATCH, MAX_RESULT = tonumber(ARGV[11]), 50, 65536

local function spend(text)
  budget = budget - (text and #text or 0)
end

local function add(id, time, record)
  local result, progress = '', ''
  if record then
    local status = statusOf(record)
    if status == 'completed' then
      -- a row only needs the files of a result; a longer result is shown with the single job
      if redis.call('HSTRLEN', key('results'), id) <= MAX_RESULT then
        result = redis.call('HGET', key('results'), id) or ''
        spend(result)
      end
    elseif status == 'processing' then
      progress = redis.call('HGET', key('jobs:progress'), id) or ''
    end
  end
  rows[#rows + 1] = {id, time, record or '', result, progress}
  seen = {id, time}
end

if feature == '' then
  while #rows < limit and at <= last and budget > 0 do
    local ids, times = entries(at, math.min(at + math.min(BATCH, limit - #rows) - 1, last))
    local found = records(ids)
    for i, id in ipairs(ids) do
      add(id, times[i], found[i])
      spend(found[i])
    end
    at = at + #ids
  end
  if at <= last then
    more = 'more'
  end
else
  -- both formats: Python writes a space after the colon
  local tight, loose = '"feature":"' .. feature .. '"', '"feature": "' .. feature .. '"'
  local skip = ARGV[5] ~= '' and tonumber(ARGV[5]) or 0
  local matches, scanned, full = 0, 0, false
  while at <= last and scanned < scan and budget > 0 and more == '' do
    local ids, times = entries(at, math.min(at + math.min(BATCH, scan - scanned) - 1, last))
    local found = records(ids)
    for i, id in ipairs(ids) do
      local record = found[i]
      spend(record)
      if record and (string.find(record, tight, 1, true) or string.find(record, loose, 1, true)) then
        matches = matches + 1
        if matches > skip + limit then
          more = 'more'
        elseif matches > skip then
          add(id, times[i], record)
          full = #rows == limit
        end
      end
      if not full then
        seen = {id, times[i]}
      end
    end
    scanned = scanned + #ids
    at = at + #ids
  end
  total = matches
  if at <= last then
    exact, more = 'at-least', 'more'
  end
  if ARGV[6] ~= '' then
    exact = 'at-least'
  end
end
return {total, exact, more, rows, seen}
