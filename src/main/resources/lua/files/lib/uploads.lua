-- Prepended to the scripts of uploads.
-- A record expires by itself; `files:owned` keeps its owner and size, so that a script that finds an index entry without
-- a record can remove all its entries. `files:usage` is the sum of those sizes for each owner.
local PREFIX = ARGV[1]
local TYPES = {'image', 'mesh', 'texture', 'unknown'}

local function key(name)
  return PREFIX .. name
end

local function isKnown(id)
  return redis.call('EXISTS', key('file:' .. id)) == 1
end

local function forget(id)
  redis.call('ZREM', key('files:all'), id)
  for _, type_ in ipairs(TYPES) do
    redis.call('ZREM', key('files:' .. type_), id)
  end
  local owned = redis.call('HGET', key('files:owned'), id)
  local bytes, owner = string.match(owned or '', '^(%d+) (.+)$')
  if owner then
    redis.call('ZREM', key('files:owner:' .. owner), id)
    for _, type_ in ipairs(TYPES) do
      redis.call('ZREM', key('files:owner:' .. owner .. ':' .. type_), id)
    end
    if redis.call('HINCRBY', key('files:usage'), owner, '-' .. bytes) <= 0 then
      redis.call('HDEL', key('files:usage'), owner)
    end
  end
  redis.call('HDEL', key('files:owned'), id)
end

-- The total size of a user's uploads. Expired ones among the oldest hundred are not counted; the sweeper removes the
-- others.
local function usage(owner)
  for _, old in ipairs(redis.call('ZRANGE', key('files:owner:' .. owner), 0, 99)) do
    if not isKnown(old) then
      forget(old)
    end
  end
  return tonumber(redis.call('HGET', key('files:usage'), owner) or '0')
end
