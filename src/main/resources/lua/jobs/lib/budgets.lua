-- Prepended to the scripts that compare usage with budgets, after usage.lua. A budget is a number of GPU seconds in a day or
-- a month, for the whole server, a user or a token; 0 is any number. What counts against it is what jobs that ended used, and
-- what those that have not ended are expected to use.

-- The budgets that hold for a flow and a token with a budget, with what counts against each, in milliseconds.
-- limits: GPU seconds as text: of the server by day and month, of users without budgets of their own by day and month, and
-- of the token by day and month
local function budgets_of(flow, token, limits, now)
  local folded = false
  local day, month = periods_of(now)
  local day_ends, month_ends = ends_of(now)
  local periods = {{name = 'day', key = day, ends = day_ends}, {name = 'month', key = month, ends = month_ends}}
  local found = {}
  local function add(scope, seconds, field, used_in)
    for i, period in ipairs(periods) do
      local limit = tonumber(seconds[i])
      if limit > 0 then
        if not folded then -- what is pending counts with what it was expected to take, until it is folded
          fold_usage()
          folded = true
        end
        found[#found + 1] = {
          scope = scope,
          period = period.name,
          limit = limit * 1000,
          used = tonumber(used_in(period.key) or '0'),
          reserved = tonumber(redis.call('HGET', key('usage:reserved'), field) or '0'),
          ends = period.ends,
        }
      end
    end
  end
  add('server', {limits[1], limits[2]}, 'server', function(period)
    return redis.call('HGET', key('usage:spent:' .. period), 'server')
  end)
  if flow ~= NO_OWNER then
    local own = limits_of(flow)
    local seconds = {own.gpu_seconds_per_day or limits[3], own.gpu_seconds_per_month or limits[4]}
    add('user', seconds, 'u:' .. flow, function(period)
      return redis.call('ZSCORE', key('usage:users:' .. period), flow)
    end)
  end
  if token ~= '' then
    add('token', {limits[5], limits[6]}, 't:' .. token, function(period)
      return redis.call('HGET', key('usage:spent:' .. period), 't:' .. token)
    end)
  end
  return found
end

-- As a script returns it.
local function budget_row(found)
  return {found.scope, found.period, whole(found.limit), whole(found.used), whole(found.reserved), whole(found.ends)}
end

-- The budget that a job would exceed, or nil: of several the one that holds longest.
local function exceeded_budget(budgets, gpu_ms)
  local exceeded
  for _, each in ipairs(budgets) do
    if each.used + each.reserved + gpu_ms > each.limit and (not exceeded or each.ends > exceeded.ends) then
      exceeded = each
    end
  end
  return exceeded
end
