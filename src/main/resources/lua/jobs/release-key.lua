-- Releases the idempotency key of a rejected request, if the same claim still holds it.
-- KEYS: hash of the idempotency key
-- ARGV: 1 id of the claim
if redis.call('HGET', KEYS[1], 'holder') == ARGV[1] then
  redis.call('DEL', KEYS[1])
end
return 1
