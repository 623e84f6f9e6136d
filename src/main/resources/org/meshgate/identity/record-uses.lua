-- Writes down when tokens were last used, unless they have ended meanwhile.
-- KEYS: 1 last uses
-- ARGV: 1 what stands before a user id in the key of a user's tokens; then user id, token id and seconds, again and again
for i = 2, #ARGV, 3 do
  if redis.call('HEXISTS', ARGV[1] .. ARGV[i], ARGV[i + 1]) == 1 then
    redis.call('HSET', KEYS[1], ARGV[i + 1], ARGV[i + 2])
  end
end
return #ARGV
