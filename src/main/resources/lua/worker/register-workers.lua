-- Writes what is known of workers, and forgets some that were not heard of for long.
-- ARGV: 1 prefix, 2 milliseconds: forget workers not seen since, 3 maximum number of workers of an account, then for
--       each worker: id, milliseconds of the last sign, account or '', JSON; '' for a worker of which only a heartbeat
--       is known, which refreshes a worker of this account and adds none
local MAX_WORKERS = 10000
local FORGOTTEN_AT_ONCE = 100
local FORGOTTEN_OF_ACCOUNT = 500 -- as many as one call adds

local prefix = ARGV[1]
local described, seen, accounts = prefix .. 'workers', prefix .. 'workers:seen', prefix .. 'workers:accounts'

local function of(account)
  return prefix .. 'workers:of:' .. account
end

local function forget(ids)
  for _, id in ipairs(ids) do
    redis.call('ZREM', of(redis.call('HGET', accounts, id) or ''), id)
    redis.call('HDEL', accounts, id)
    redis.call('HDEL', described, id)
    redis.call('ZREM', seen, id)
    redis.call('SREM', prefix .. 'workers:draining', id)
  end
end

local touched = {}
for i = 4, #ARGV, 4 do
  local id, time, account, text = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]
  local owner = redis.call('HGET', accounts, id)
  -- another replica may have heard of the worker since
  local known = tonumber(redis.call('ZSCORE', seen, id) or '0')
  if tonumber(time) >= known and (text ~= '' or owner == account) then
    if text ~= '' then
      if owner and owner ~= account then
        redis.call('ZREM', of(owner), id)
      end
      redis.call('HSET', described, id, text)
      redis.call('HSET', accounts, id, account)
    end
    redis.call('ZADD', seen, time, id)
    redis.call('ZADD', of(account), time, id)
    touched[account] = true
  end
end
for account in pairs(touched) do
  local excess = redis.call('ZCARD', of(account)) - tonumber(ARGV[3])
  if excess > 0 then
    forget(redis.call('ZRANGE', of(account), 0, math.min(excess, FORGOTTEN_OF_ACCOUNT) - 1))
  end
end
forget(redis.call('ZRANGEBYSCORE', seen, '-inf', '(' .. ARGV[2], 'LIMIT', 0, FORGOTTEN_AT_ONCE))
local excess = redis.call('ZCARD', seen) - MAX_WORKERS
if excess > 0 then
  forget(redis.call('ZRANGE', seen, 0, math.min(excess, FORGOTTEN_AT_ONCE) - 1))
end
return 1
