-- Finds the event that any of a story's identity keys belongs to, or makes it the proposed one;
-- afterwards all keys belong to it. Asking again gives the same answer.
-- KEYS event keys, strongest first   ARGV proposed event, life in seconds   returns the event
local event = ARGV[1]
for _, key in ipairs(KEYS) do
  local known = redis.call('GET', key)
  if known then
    event = known
    break
  end
end
for _, key in ipairs(KEYS) do
  redis.call('SET', key, event, 'NX', 'EX', ARGV[2])
end
return event
