-- Records the last uses of tokens. Tokens revoked meanwhile are skipped.
-- KEYS: 1 last uses
-- ARGV: 1 and 2 key prefixes of token hashes and of login token sets; then triples of user id, token id and seconds
for i = 3, #ARGV, 3 do
  local user, id, seconds = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  if redis.call('HEXISTS', ARGV[1] .. user, id) == 1 then
    redis.call('HSET', KEYS[1], id, seconds)
    redis.call('ZADD', ARGV[2] .. user, 'XX', 'GT', seconds .. '000', id)
  end
end
return #ARGV
