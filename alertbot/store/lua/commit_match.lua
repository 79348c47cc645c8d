-- Commits what one story led to: the deliveries that are not known yet, the story kept for previews,
-- and its acknowledgement.
-- KEYS stories, deliveries, recent words, recent stories, then one key a delivery
-- ARGV group, entry, story, line ('' to keep none), body, seconds, most stories a day, then id, delivery for each
-- returns how many deliveries are new
local made = 0
for i = 5, #KEYS do
  local id, delivery = ARGV[2 * i - 2], ARGV[2 * i - 1]
  if redis.call('EXISTS', KEYS[i]) == 0 then
    redis.call('HSET', KEYS[i], 'delivery', delivery, 'state', 'queued', 'attempts', 0)
    redis.call('XADD', KEYS[2], '*', 'id', id)
    made = made + 1
  end
end
if ARGV[4] ~= '' and redis.call('HLEN', KEYS[4]) < tonumber(ARGV[7]) and redis.call('HSETNX', KEYS[4], ARGV[3], ARGV[5]) == 1 then
  redis.call('APPEND', KEYS[3], ARGV[4])
  redis.call('EXPIRE', KEYS[3], ARGV[6])
  redis.call('EXPIRE', KEYS[4], ARGV[6])
end
redis.call('XACK', KEYS[1], ARGV[1], ARGV[2])
redis.call('XDEL', KEYS[1], ARGV[2])
return made
