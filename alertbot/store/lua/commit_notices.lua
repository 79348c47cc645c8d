-- Commits what people are told of sources, if nobody told of any of it meanwhile and every fault still lasts.
-- KEYS notices, states, told lately   ARGV now, seconds until the next ones, then five counted lists: entries,
-- faults (source, since when, …), keys of who was told to forget, told (key, subscriber, …), deliveries (id, lane, ready,
-- state, why, delivery, …)
-- returns how many deliveries are new; -1, and nothing done, when what they say is not true any more
local now, at, made = tonumber(ARGV[1]), 3, 0
local function each(size, call)
  local ends = at + tonumber(ARGV[at]) * size
  for first = at + 1, ends, size do
    if call(unpack(ARGV, first, first + size - 1)) == false then return false end
  end
  at = ends + 1
  return true
end

local entries = {}
local there = each(1, function(entry)
  entries[#entries + 1] = entry
  return #redis.call('XRANGE', KEYS[1], entry, entry) == 1
end)
local lasts = there and each(2, function(source, since)
  local state = redis.call('HGET', KEYS[2], source)
  local known = state and cjson.decode(state)
  return known and known.told and known.failing_since == since or false
end)
if not (there and lasts) then return -1 end

each(1, function(key) redis.call('DEL', key) end)
each(2, function(key, subscriber) redis.call('SADD', key, subscriber) end)
each(6, function(id, lane, ready, state, why, delivery)
  if redis.call('EXISTS', delivery_of(id)) == 1 then return end
  redis.call('HSET', delivery_of(id), 'delivery', delivery, 'state', state, 'why', why, 'attempts', 0)
  add(lane, id, tonumber(ready), now)
  made = made + 1
end)
for _, entry in ipairs(entries) do redis.call('XDEL', KEYS[1], entry) end
if made > 0 then redis.call('SET', KEYS[3], '', 'EX', ARGV[2]) end
return made
