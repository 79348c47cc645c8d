-- Keeps document frequencies, unless those of a later decision are kept.
-- KEYS words   ARGV number of the last decision counted, frequencies, life in seconds
if tonumber(redis.call('HGET', KEYS[1], 'position') or '0') <= tonumber(ARGV[1]) then
  redis.call('HSET', KEYS[1], 'position', ARGV[1], 'kept', ARGV[2])
  redis.call('EXPIRE', KEYS[1], ARGV[3])
end
