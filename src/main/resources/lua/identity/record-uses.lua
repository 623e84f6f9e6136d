-- Records the last uses of tokens. Tokens revoked meanwhile are skipped.
-- KEYS: 1 last uses
-- ARGV: 1 and 2 key prefixes of token hashes and of login token sets; then user id, token id, seconds, and the address of the
--       client, or "" for none, for each use
for i = 3, #ARGV, 4 do
  local user, id, seconds, from = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]
  if redis.call('HEXISTS', ARGV[1] .. user, id) == 1 then
    redis.call('HSET', KEYS[1], id, seconds)
    if from == '' then
      redis.call('HDEL', KEYS[1], id .. ':from')
    else
      redis.call('HSET', KEYS[1], id .. ':from', from)
    end
    redis.call('ZADD', ARGV[2] .. user, 'XX', 'GT', seconds .. '000', id)
  end
end
return #ARGV
