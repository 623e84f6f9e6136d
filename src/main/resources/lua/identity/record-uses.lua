-- Writes down when tokens were last used, unless they have ended meanwhile.
-- KEYS: 1 last uses
-- ARGV: 1 and 2 what stands before a user id in the keys of a user's tokens and login tokens; then user id, token id and
--       seconds, again and again
for i = 3, #ARGV, 3 do
  local user, id, seconds = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  if redis.call('HEXISTS', ARGV[1] .. user, id) == 1 then
    redis.call('HSET', KEYS[1], id, seconds)
    redis.call('ZADD', ARGV[2] .. user, 'XX', 'GT', seconds .. '000', id)
  end
end
return #ARGV
