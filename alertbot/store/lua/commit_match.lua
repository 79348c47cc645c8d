-- Commits what one story led to: the deliveries that are not known yet, and its acknowledgement.
-- KEYS stories, deliveries, then one key a delivery   ARGV group, entry, then id, delivery for each
-- returns how many deliveries are new
local made = 0
for i = 3, #KEYS do
  local id, delivery = ARGV[2 * i - 3], ARGV[2 * i - 2]
  if redis.call('EXISTS', KEYS[i]) == 0 then
    redis.call('HSET', KEYS[i], 'delivery', delivery, 'state', 'queued', 'attempts', 0)
    redis.call('XADD', KEYS[2], '*', 'id', id)
    made = made + 1
  end
end
redis.call('XACK', KEYS[1], ARGV[1], ARGV[2])
redis.call('XDEL', KEYS[1], ARGV[2])
return made
