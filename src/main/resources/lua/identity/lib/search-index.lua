-- Prepended to scripts that change the search index: prefix search by username or e-mail address. A hash holds the entries of
-- each user, so that they can be removed without the record.
local KINDS = {'n:', 'e:'}

local function remove_from_index(search, names, id)
  for _, kind in ipairs(KINDS) do
    local old = redis.call('HGET', names, kind .. id)
    if old then
      redis.call('ZREM', search, old .. '\0' .. kind .. id)
      redis.call('HDEL', names, kind .. id)
    end
  end
end

local function add_to_index(search, names, id, name, address)
  remove_from_index(search, names, id)
  for i, text in ipairs({name, address}) do
    redis.call('ZADD', search, 0, text .. '\0' .. KINDS[i] .. id)
    redis.call('HSET', names, KINDS[i] .. id, text)
  end
end

