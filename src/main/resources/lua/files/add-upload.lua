-- Stores the record of a new upload.
-- ARGV: 1 prefix, 2 id, 3 record, 4 milliseconds to live, 5 type, 6 seconds of the upload, 7 owner or "", 8 bytes,
--       9 maximum bytes of all uploads of the owner, or 0, 10 maximum number of them, or 0
-- Returns "added", "full" when the owner exceeds the bytes, or "many" when the owner exceeds the number.
local id, owner, quota, most = ARGV[2], ARGV[7], tonumber(ARGV[9]), tonumber(ARGV[10])
if owner ~= '' and quota + most > 0 then
  local used = usage(owner) -- this also forgets what is gone
  if quota > 0 and used + tonumber(ARGV[8]) > quota then
    return 'full'
  end
  if most > 0 and redis.call('ZCARD', key('files:owner:' .. owner)) >= most then
    return 'many'
  end
end
redis.call('SET', key('file:' .. id), ARGV[3], 'PX', ARGV[4])
redis.call('ZADD', key('files:all'), ARGV[6], id)
redis.call('ZADD', key('files:' .. ARGV[5]), ARGV[6], id)
if owner ~= '' then
  redis.call('ZADD', key('files:owner:' .. owner), ARGV[6], id)
  redis.call('ZADD', key('files:owner:' .. owner .. ':' .. ARGV[5]), ARGV[6], id)
  redis.call('HSET', key('files:owned'), id, ARGV[8] .. ' ' .. owner)
  redis.call('HINCRBY', key('files:usage'), owner, ARGV[8])
end
return 'added'
