-- Deletes deliveries, whatever their state, and what waits for them.
-- ARGV now, then id, lane, event for each
local now = tonumber(ARGV[1])
for place_of = 2, #ARGV, 3 do
  local id, lane, event = ARGV[place_of], ARGV[place_of + 1], ARGV[place_of + 2]
  redis.call('ZREM', members_of(lane), id, '~' .. id)
  redis.call('ZREM', DEAD, id)
  redis.call('SREM', PREFIX .. 'told:' .. event, id .. ' ' .. lane)
  redis.call('DEL', delivery_of(id), PREFIX .. 'gone:' .. lane)
  place(lane, 0, now)
end
