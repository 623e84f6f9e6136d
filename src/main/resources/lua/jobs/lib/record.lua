-- Prepended to the scripts that change records, after reading.lua. Members of the record are replaced in its JSON text.
-- Everything else keeps every byte: cjson would shorten numbers and turn [] into {}.

-- Finds a member whose value is a string, a number, true, false or null.
-- Returns the positions of the first quote of its name and of the first and last character of its value, or nil.
local function find_member(record, name)
  local quoted = '"' .. name .. '"'
  local start, stop = string.find(record, quoted, 1, true)
  while start do
    local first = string.match(record, '^%s*:%s*()', stop + 1)
    if first then
      if string.sub(record, first, first) ~= '"' then
        local behind = string.match(record, '^[%w%.%+%-]+()', first)
        return behind and start, first, behind and behind - 1
      end
      local at = string.find(record, '["\\]', first + 1)
      while at and string.sub(record, at, at) == '\\' do
        at = string.find(record, '["\\]', at + 2)
      end
      return at and start, first, at
    end
    start, stop = string.find(record, quoted, stop + 1, true)
  end
end

-- Replaces, adds or (with json '') removes one member.
local function with_member(record, name, json)
  local start, first, last = find_member(record, name)
  if start and json ~= '' then
    return string.sub(record, 1, first - 1) .. json .. string.sub(record, last + 1)
  elseif start then
    local head, tail = string.sub(record, 1, start - 1), string.sub(record, last + 1)
    local without, commas = string.gsub(head, ',%s*$', '')
    return without .. (commas == 0 and string.gsub(tail, '^%s*,%s*', '') or tail)
  elseif json == '' then
    return record
  end
  local body = string.match(record, '^(.*)}%s*$')
  if not body then
    return record
  end
  return body .. (string.find(body, '^%s*{%s*$') and '' or ',') .. '"' .. name .. '":' .. json .. '}'
end

-- changes: name, JSON text of the value or '' to remove it, name, ...
-- Returns the new record and its decoded form; or nil for a record that cannot be changed safely: one that is not
-- JSON, or has such a member as an object, an array, or only inside another member.
local function change_record(record, changes)
  for i = 1, #changes, 2 do
    record = with_member(record, changes[i], changes[i + 1])
  end
  local readable, job = pcall(cjson.decode, record)
  if not readable or type(job) ~= 'table' then
    return nil
  end
  for i = 1, #changes, 2 do
    local expected = nil
    if changes[i + 1] ~= '' then
      expected = cjson.decode('[' .. changes[i + 1] .. ']')[1]
    end
    if job[changes[i]] ~= expected then
      return nil
    end
  end
  return record, job
end

-- The value of a string member without escapes, or ''.
local function text_member(record, name)
  local start, first, last = find_member(record, name)
  return start and string.match(string.sub(record, first, last), '^"([^"\\]*)"$') or ''
end
