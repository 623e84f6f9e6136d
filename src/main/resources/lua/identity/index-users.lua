-- Indexes users and removes dangling ids.
-- KEYS: 1 all users, 2 users by time, 3 active administrators, 4 and 5 the search index and its entries by user,
--       6 service accounts by time, 7 limits by user
-- ARGV: 1 key prefix of users, 2 and 3 key prefixes by folded name or address: of the holder's id, and of the other accounts
--       that differ in case only; then for each user: id, user JSON as read by the caller ("" for none or no string),
--       creation time in milliseconds, "admin" for an active administrator, "service" for a service
--       account, folded name or "", folded address or ""; at the end the
--       legacy key prefixes by name and by address
local function claim(folded, id)
  if folded == '' then
    return
  end
  local holder = redis.call('GET', ARGV[2] .. folded)
  if holder == id then
    return
  end
  if not holder or redis.call('EXISTS', ARGV[1] .. holder) == 0 then
    redis.call('SET', ARGV[2] .. folded, id)
  else
    -- 3DAIGC-API allowed names that differ in case only: both stay valid, the first keeps the entry
    redis.call('SADD', ARGV[3] .. folded, id)
  end
end

-- Frees the folded name and address of a deleted account, which are known from the search index
local function release(id)
  for kind, index in pairs({['n:'] = ARGV[#ARGV - 1], ['e:'] = ARGV[#ARGV]}) do
    local folded = redis.call('HGET', KEYS[5], kind .. id)
    if folded and folded ~= '' then
      redis.call('SREM', ARGV[3] .. folded, id)
      if redis.call('GET', ARGV[2] .. folded) == id then
        -- hand the name over to another account that has it in another case
        local heir = redis.call('SPOP', ARGV[3] .. folded)
        if heir then
          redis.call('SET', ARGV[2] .. folded, heir)
        else
          redis.call('DEL', ARGV[2] .. folded)
        end
      end
      if redis.call('GET', index .. folded) == id then
        redis.call('DEL', index .. folded)
      end
    end
  end
end

for i = 4, #ARGV - 2, 6 do
  local id, read = ARGV[i], ARGV[i + 1]
  local user = redis.pcall('GET', ARGV[1] .. id)
  if user == false then
    redis.call('SREM', KEYS[1], id)
    redis.call('ZREM', KEYS[2], id)
    redis.call('SREM', KEYS[3], id)
    redis.call('ZREM', KEYS[6], id)
    redis.call('HDEL', KEYS[7], id)
    release(id)
    remove_from_index(KEYS[4], KEYS[5], id)
  elseif (type(user) == 'string' and user or '') == read and redis.call('SISMEMBER', KEYS[1], id) == 1 then
    redis.call('ZADD', KEYS[2], ARGV[i + 2], id)
    if ARGV[i + 3] == 'admin' then
      redis.call('SADD', KEYS[3], id)
    elseif ARGV[i + 3] == 'service' then
      redis.call('ZADD', KEYS[6], ARGV[i + 2], id)
    end
    add_to_index(KEYS[4], KEYS[5], id, ARGV[i + 4], ARGV[i + 5])
    claim(ARGV[i + 4], id)
    claim(ARGV[i + 5], id)
  end
end
return redis.call('SCARD', KEYS[1]) - redis.call('ZCARD', KEYS[2])
