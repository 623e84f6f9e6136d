-- Optionally replaces a user, then ends many of the user's tokens, one bounded step at a time.
-- KEYS: 1 user, 2 to 6 the user's tokens
-- ARGV: 1 what stands before a SHA-256 in the key of a token, 2 cursor, 3 how many at about,
--       4 id of a token to keep or "", 5 "login" or "api" for tokens of that kind alone, or "all",
--       6 the user JSON that the caller read, or "" to leave the user alone, 7 the user JSON to write
-- Returns "changed" (another user JSON; nothing was done) or "done", how many were ended, and the next cursor.
if ARGV[6] ~= '' then
  if redis.call('GET', KEYS[1]) ~= ARGV[6] then
    return {'changed', 0, '0'}
  end
  redis.call('SET', KEYS[1], ARGV[7])
end
local tokens = tokens_at(2)
local alive = redis.call('EXISTS', KEYS[1]) == 1
local ended = 0
local step = redis.call('HSCAN', tokens.of, ARGV[2], 'COUNT', ARGV[3])
for i = 1, #step[2], 2 do
  local id = step[2][i]
  -- what has expired works no more, and is still told so; with its user it goes
  if id ~= ARGV[4] and not (alive and has_expired(tokens, id)) then
    local wanted = ARGV[5] == 'all'
    if not wanted then
      local readable, record = pcall(cjson.decode, redis.call('GET', ARGV[1] .. step[2][i + 1]) or '')
      local login = readable and type(record) == 'table' and record.kind == 'login'
      wanted = login == (ARGV[5] == 'login')
    end
    if wanted then
      ended = ended + end_token(tokens, ARGV[1], id)
    end
  end
end
return {'done', ended, step[1]}
