-- Prepended to the scripts that need the sums of usage, after usage.lua. In one script what was reserved for a job is taken
-- away, and what is pending for it is added to the hashes of its day for its owner and for the whole server. A value of such
-- a hash is five numbers: jobs, failed ones, cancelled ones, GPU milliseconds, and bytes of results. `usage:ledger` has the
-- sums of all times, so that usage can be compared with the jobs.
local COUNTERS = '^(%d+) (%d+) (%d+) (%d+) (%d+)$'

-- Beyond so many features and tokens in one hash, all others are counted together.
local MAX_GROUPS = 1000
local MAX_NAME = 64

local DEFAULT_USAGE_DAYS = 400

-- Jobs that one run of a script adds to the sums; the next one goes on.
local MAX_FOLDED = 1000

-- How many days of usage are kept.
local function usage_days()
  return tonumber(redis.call('GET', key('usage:days')) or DEFAULT_USAGE_DAYS)
end

local function names_of(groups)
  local names = {}
  for group in pairs(groups) do
    names[#names + 1] = group
  end
  return names
end

-- Replaces names of new features and tokens by 'other' when a hash of this length is full.
local function bounded(name, length, groups)
  local names, found = names_of(groups), {}
  local counters = redis.call('HMGET', name, unpack(names))
  for i, group in ipairs(names) do
    if not counters[i] and group ~= 'total' and length >= MAX_GROUPS then
      group = string.sub(group, 1, 2) .. 'other'
    elseif not counters[i] then
      length = length + 1
    end
    found[group] = found[group] or {0, 0, 0, 0, 0}
    for j, number in ipairs(groups[names[i]]) do
      found[group][j] = found[group][j] + number
    end
  end
  return found
end

-- Adds the counters in a text to a sum.
local function add_text(sum, text)
  for i, number in ipairs({string.match(text, COUNTERS)}) do
    sum[i] = sum[i] + tonumber(number)
  end
end

-- Adds counters to a hash of usage. Returns whether the hash is new.
local function add_counters(name, groups)
  local length, names = redis.call('HLEN', name), names_of(groups)
  if length + #names > MAX_GROUPS then
    groups = bounded(name, length, groups)
    names = names_of(groups)
  end
  local before, changes = redis.call('HMGET', name, unpack(names)), {}
  for i, group in ipairs(names) do
    local sum = groups[group]
    add_text(sum, before[i] or '')
    changes[2 * i - 1] = group
    changes[2 * i] = string.format('%.0f %.0f %.0f %.0f %.0f', unpack(sum))
  end
  redis.call('HSET', name, unpack(changes))
  return length == 0
end

local function expire_usage(day, month, days)
  for _, name in ipairs({'usage:spent:', 'usage:users:'}) do
    redis.call('EXPIRE', key(name .. day), whole(days * DAY / 1000))
    redis.call('EXPIRE', key(name .. month), whole((days + 31) * DAY / 1000))
  end
end

-- Notes a new job with the milliseconds that it is expected to take.
-- token: that submitted it, or ''; budget: the token whose budget holds for it, or ''
local function open_job(id, gpu_ms, flow, token, budget)
  redis.call('HSET', key('jobs:open'), id, gpu_ms .. '|' .. flow .. '|' .. token .. '|' .. budget)
  reserve(gpu_ms, flow, budget)
end

local function plus(sums, name, field, number)
  sums[name] = sums[name] or {}
  sums[name][field] = (sums[name][field] or 0) + number
end

-- Adds an entry of usage:pending to sums: counters by hash and group, and GPU milliseconds by day or month.
local function sum_up(entry, sums)
  local id, status, ended, gpu_ms, bytes, flow, feature = unpack(cjson.decode(entry))
  local token, budget = close_job(id)
  local day, month = periods_of(tonumber(ended))
  local counters = {1, status == 'failed' and 1 or 0, status == 'cancelled' and 1 or 0, tonumber(gpu_ms), tonumber(bytes)}
  local groups = {'total', 'f:' .. (#feature <= MAX_NAME and feature or 'other'), token ~= '' and 't:' .. token or nil}
  for _, name in ipairs({'usage:of:' .. flow .. ':' .. day, 'usage:server:' .. day}) do
    sums.counters[name] = sums.counters[name] or {}
    for _, group in ipairs(groups) do
      local sum = sums.counters[name][group] or {0, 0, 0, 0, 0}
      for i, number in ipairs(counters) do
        sum[i] = sum[i] + number
      end
      sums.counters[name][group] = sum
    end
  end
  for _, period in ipairs({day, month}) do
    plus(sums.users, 'usage:users:' .. period, flow, tonumber(gpu_ms))
    plus(sums.spent, 'usage:spent:' .. period, 'server', tonumber(gpu_ms))
    if budget ~= '' then
      plus(sums.spent, 'usage:spent:' .. period, 't:' .. budget, tonumber(gpu_ms))
    end
  end
  plus(sums, 'ledger', 'jobs', 1)
  plus(sums, 'ledger', 'gpu_ms', tonumber(gpu_ms))
  sums.months[day] = month
end

-- Adds what is pending to the sums.
local function fold_usage()
  local entries = redis.call('LRANGE', key('usage:pending'), 0, MAX_FOLDED - 1)
  if #entries == 0 then
    return
  end
  redis.call('LTRIM', key('usage:pending'), #entries, -1)
  local days = usage_days()
  local sums = {counters = {}, users = {}, spent = {}, ledger = {}, months = {}}
  for _, entry in ipairs(entries) do
    sum_up(entry, sums)
  end
  for name, groups in pairs(sums.counters) do
    if add_counters(key(name), groups) then
      redis.call('EXPIRE', key(name), whole(days * DAY / 1000))
    end
  end
  for name, flows in pairs(sums.users) do
    for flow, gpu_ms in pairs(flows) do
      redis.call('ZINCRBY', key(name), whole(gpu_ms), flow)
    end
  end
  for name, fields in pairs(sums.spent) do
    for field, gpu_ms in pairs(fields) do
      redis.call('HINCRBY', key(name), field, whole(gpu_ms))
    end
  end
  for field, number in pairs(sums.ledger) do
    redis.call('HINCRBY', key('usage:ledger'), field, whole(number))
  end
  for day, month in pairs(sums.months) do
    if redis.call('TTL', key('usage:users:' .. day)) == -1 then
      expire_usage(day, month, days)
    end
  end
end
