-- Claims what is due: moves each source on to the end of its lease and notes whose lease it is.
-- KEYS due, leases, sources, states   ARGV now, lease end, token, limit, latest ('' for none)
-- what is due after the latest moment was put there by a clock that was wrong: it is due now
-- returns when the next one is due ('' for never), then source and state ('' for none) of each claimed
local found = {''}
if ARGV[5] ~= '' then
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. ARGV[5], '+inf', 'LIMIT', 0, ARGV[4])) do
    redis.call('ZADD', KEYS[1], ARGV[1], id)
  end
end
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[4])) do
  local source = redis.call('HGET', KEYS[3], id)
  if source then
    redis.call('ZADD', KEYS[1], ARGV[2], id)
    redis.call('HSET', KEYS[2], id, ARGV[3])
    found[#found + 1] = source
    found[#found + 1] = redis.call('HGET', KEYS[4], id) or ''
  else
    redis.call('ZREM', KEYS[1], id)
    redis.call('HDEL', KEYS[2], id)
  end
end
found[1] = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2] or ''
return found
