-- Commits one summary, if its lease still holds: deliveries, what was told, and when the next is due, together.
-- KEYS due, leases, last, noted, marks   ARGV name, token, next due, moment, now, life in seconds, then
-- three counted lists: deliveries (id, lane, delivery, …), told, held marks
-- returns 1, or 0 when the lease was lost
local name, now = ARGV[1], ARGV[5]
if redis.call('HGET', KEYS[2], name) ~= ARGV[2] then
  return 0
end

local at = 7
local function counted()
  local list = {unpack(ARGV, at + 1, at + tonumber(ARGV[at]))}
  at = at + #list + 1
  return list
end

local deliveries = counted()
for i = 1, #deliveries, 3 do
  local id, lane, delivery = unpack(deliveries, i, i + 2)
  if redis.call('EXISTS', delivery_of(id)) == 0 then
    redis.call('HSET', delivery_of(id), 'delivery', delivery, 'state', 'queued', 'why', '', 'attempts', 0)
    add(lane, id, tonumber(now), tonumber(now))
  end
end
for _, told in ipairs(counted()) do
  redis.call('HDEL', KEYS[4], told)
  redis.call('ZADD', KEYS[5], now, 't\0' .. told)
end
for _, mark in ipairs(counted()) do
  redis.call('ZREM', KEYS[5], mark)
end
if redis.call('EXISTS', KEYS[5]) == 1 then
  redis.call('EXPIRE', KEYS[5], ARGV[6])
end
redis.call('HSET', KEYS[3], name, ARGV[4])
redis.call('HDEL', KEYS[2], name)
redis.call('ZADD', KEYS[1], ARGV[3], name)
return 1
