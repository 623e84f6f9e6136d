-- Takes one from each of several counters (GCRA), or from none when one of them is full.
-- KEYS: the counters, and last the sorted set of known addresses by milliseconds of their last success
-- ARGV: 1 the time in microseconds since 1970, or '' for that of Redis
--       2 an address
--       3 for how long an address stays known, in milliseconds
--       then for each counter five: how long one weighs, in microseconds; how many microseconds may be weighed in advance;
--       how long one may weigh at most when the weight doubles with each attempt that fills the counter, or 0 when it does
--       not; for how many milliseconds that is remembered; '1' when a known address goes past it
-- Returns {the counter that is full or 0, microseconds until it is not, 1 when the address is known}.
local now = time(ARGV[1])
local success = redis.call('ZSCORE', KEYS[#KEYS], ARGV[2])
local known = success and tonumber(success) >= now / 1000 - tonumber(ARGV[3])
local full, wait, taken = 0, 0, {}

for i = 1, #KEYS - 1 do
  local at = 5 * i - 2
  local weight, advance, heaviest = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3])
  if not (known and ARGV[at + 5] == '1') then
    local empty, strikes = read(KEYS[i])
    -- never farther ahead than it can be, should the clock have gone back
    empty = math.min(empty, now + advance + math.max(weight, heaviest))
    if empty - advance > now then
      if empty - advance - now > wait then
        full, wait = i, empty - advance - now
      end
    else
      if heaviest > 0 then
        weight = math.max(weight, math.min(weight * 2 ^ math.min(strikes, 30), heaviest))
      end
      local later = math.max(empty, now) + weight
      if heaviest > 0 and later - advance > now then
        strikes = strikes + 1
      end
      taken[KEYS[i]] = {later, strikes, (later - now) / 1000 + (strikes > 0 and tonumber(ARGV[at + 4]) or 0)}
    end
  end
end

if full == 0 then
  for key, counter in pairs(taken) do
    write(key, counter[1], counter[2], counter[3])
  end
end
return {full, math.ceil(wait), known and 1 or 0}
