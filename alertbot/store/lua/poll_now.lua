-- Makes a source due at once; one that is being polled becomes due when that poll is committed.
-- KEYS due, leases   ARGV source, now   returns 1, or 0 when it is unknown or retired
local due = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not due then return 0 end
if tonumber(due) <= tonumber(ARGV[2]) then return 1 end
local lease = redis.call('HGET', KEYS[2], ARGV[1])
if not lease then
  redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
elseif string.sub(lease, -1) ~= '!' then
  redis.call('HSET', KEYS[2], ARGV[1], lease .. '!')
end
return 1
