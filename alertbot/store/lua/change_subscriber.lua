-- Puts a subscriber in place of what the caller saw there, and writes the change down. Addresses that are told
-- from now on are not taken for gone any more.
-- KEYS subscribers, changes, gone …   ARGV name, what was seen ('' for none), what is new ('' for none), changes to keep
-- returns 1, or 0 when somebody else was faster and nothing was changed
local seen = redis.call('HGET', KEYS[1], ARGV[1]) or ''
if seen ~= ARGV[2] then
  return 0
end
if ARGV[3] == '' then
  redis.call('HDEL', KEYS[1], ARGV[1])
else
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
end
redis.call('XADD', KEYS[2], 'MAXLEN', ARGV[4], '*', 'name', ARGV[1])
for i = 3, #KEYS do
  redis.call('DEL', KEYS[i])
end
return 1
