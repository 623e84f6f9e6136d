-- Deletes an account that is still as the caller knows it; its tokens stop working with it.
-- KEYS: 1 user, 2 all users, 3 users by time, 4 administrators, 5 and on: indexes from its names to its id
-- ARGV: 1 user id, 2 the user JSON that the caller read
-- Returns "deleted", "changed" or "last-admin".
if redis.call('GET', KEYS[1]) ~= ARGV[2] then
  return 'changed'
end
if redis.call('SISMEMBER', KEYS[4], ARGV[1]) == 1 and redis.call('SCARD', KEYS[4]) == 1 then
  return 'last-admin'
end
for i = 5, #KEYS do
  if redis.call('GET', KEYS[i]) == ARGV[1] then
    redis.call('DEL', KEYS[i])
  end
end
redis.call('DEL', KEYS[1])
redis.call('SREM', KEYS[2], ARGV[1])
redis.call('ZREM', KEYS[3], ARGV[1])
redis.call('SREM', KEYS[4], ARGV[1])
return 'deleted'
