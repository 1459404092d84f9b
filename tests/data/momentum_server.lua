-- Stands in for the tables of a Momentum server: runs a policy script and notes what it does.
-- A test sets the fields of `world`, calls a step such as `ehlo("laptop")`, and compares `seen`.

seen = {}
world = {
  from = "news@example.com", to = "kim@example.org", peer = "203.0.113.11", port = "51544",
  listener = "192.0.2.10", listener_port = "25", method = "SMTP", batch = "00/00-03736-F4101B54",
  conn = {}, mess = {}, headers = {}, bindings = {}, parts = {}, signatures = {}, dkim = "OK",
  domains = {}, counters = {}, web = {}, rows = {}, pools = {}, disks = {}, minute = 0, flags = {},
}

local function note(...)
  local words = { ... }
  for at = 1, select("#", ...) do words[at] = tostring(words[at]) end
  seen[#seen + 1] = "> " .. table.concat(words, " ")
end

function print(...)
  local words = { ... }
  for at = 1, select("#", ...) do words[at] = tostring(words[at]) end
  seen[#seen + 1] = table.concat(words, "\t")
end

-- A string of the engine: only tostring and a few methods work on it.
local function engine_string(text)
  local box = newproxy(true)
  local meta = getmetatable(box)
  meta.__tostring = function() return text end
  meta.__index = { set = function(_, value) text = value end }
  return box
end

local function constants(values)
  return setmetatable(values or {}, { __index = function(_, name) return name end })
end

local function checked_string(value, what)
  assert(type(value) == "string", what .. " wants a string and got " .. type(value))
  return value
end

-- The tables of the engine

msys = { core = constants({
  EC_MSG_ENV_FROM = 1, EC_MSG_ENV_TO = 2, EC_MSG_ENV_COMPLETE = 16, O_WRONLY = 1, O_APPEND = 1024, O_CREAT = 64,
}) }
local core = msys.core
local hooks, commands, endpoints, timers = {}, {}, {}, {}
local required = {}

function require(name)
  required[name] = true
  local found = _G
  for part in string.gmatch(name, "[^.]+") do found = type(found) == "table" and found[part] or nil end
  return found or true
end

function msys.registerModule(name, functions)
  checked_string(name, "registerModule")
  for hook, body in pairs(functions) do
    if type(body) == "function" then hooks[hook] = function(...) return body(functions, ...) end end
  end
end

function msys.registerControl(word, body) commands[word] = body end
function msys.sleep(seconds) note("sleep", seconds) end

function msys.expandMacro(macro)
  local name = string.match(macro, "^%%{vctx_conn:([%w_]+)}$")
  return world.conn[assert(name, macro)] or ""
end

function msys.runInPool(pool, body, later)
  local answer = { pcall(body) }
  if later ~= nil and later ~= false then
    assert(answer[1], answer[2])
    return
  end
  return unpack(answer)
end

function core.string_new() return engine_string("") end
function core.dns_get_domain(name) return world.domains[checked_string(name, "dns_get_domain")] and { name = name } end
function core.mail_queue_delay_domain(record, reason) note("delay", record.name, reason) end
function core.dict_iter2(dict) return { at = nil, dict = assert(dict) } end
function core.dict_next(dict, iterator)
  local key, value = next(dict, iterator.at)
  iterator.at = key
  if key == nil then return 0 end
  return 1, key, value
end
function core.dict_iter2_free(_, iterator) iterator.freed = true end
function core.accept_construct_get_message_construct(ac) return { ctx = vctx } end
function core.io_wrapper_open(path, flags, mode)
  if world.full then return nil end
  return { write = function(_, text, length)
    assert(#text == length)
    note("write", path, mode, (string.gsub(text, "\n", "\\n")))
  end }
end

-- The message, the context, the connection

msg = { batch_id = world.batch }
vctx = {}

local function part_of(whole, port, which)
  if which == "ip" then return whole elseif which == "port" then return port end
  return whole .. ":" .. port
end

function msg:header(name, value, mode)
  local held = world.headers[name]
  if value == nil then return held end
  checked_string(value, "header")
  if value == "" then
    if held then note("remove", name) end
    world.headers[name] = nil
  else
    note(mode or "add", name .. ":", value)
    world.headers[name] = { value }
  end
  return not world.read_only
end

function msg:address_header(name, part)
  local found = {}
  for _, value in ipairs(world.headers[name] or {}) do
    found[#found + 1] = part == "domain" and string.match(value, "@(.+)$") or value
  end
  return found
end

function msg:mailfrom(new) if new then note("sender", new) world.from = new end return world.from end
function msg:rcptto(new) if new then note("recipient", new) world.to = new end return world.to end
function msg:reception_peer(which) return part_of(world.peer, world.port, which) end
function msg:listener_addr(which) return part_of(world.listener, world.listener_port, which) end
function msg:get_delivery_method() return world.method end
function msg:context_get(kind, name) return (kind == "ECMESS_CTX_CONN" and world.conn or world.mess)[name] end
function msg:context_set(kind, name, value) note("context", name, "=", value) world.mess[name] = value end
function msg:context_delete(kind, name) world.mess[name] = nil end
function msg:inject(from, to) note("inject", from, to) end
function msg:routing_domain(domain) note("route", domain) end
function msg:mime() return world.parts[1] end
function msg:makePart(kind, text) return { kind = kind, text = text } end

function msg:binding(name)
  assert(world.phase == "validate_set_binding", "a binding is chosen in validate_set_binding only")
  if name ~= "default" and not world.bindings[name] then return nil end
  note("binding", name)
  return name
end

function msg:code(number, text)
  if text == nil then return world.code end
  note("mark", number, (string.gsub(text, "\n", "\\n")))
end

function msg:get_envelope2(which, left, right)
  local address = which % 16 == core.EC_MSG_ENV_FROM and world.from or world.to
  if which >= core.EC_MSG_ENV_COMPLETE then
    left:set(address)
  else
    left:set(string.match(address, "^[^@]*"))
    right:set(string.match(address, "@(.+)$") or "")
  end
end

function vctx:get(kind, name) return (kind == "VCTX_CONN" and world.conn or world.mess)[name] end
function vctx:set(kind, name, value)
  checked_string(value, "vctx:set")
  note("context", name, "=", value)
  local held = kind == "VCTX_CONN" and world.conn or world.mess
  held[name] = value
end
function vctx:set_code(code, text) note("reply", code, checked_string(text, "set_code")) end
function vctx:disconnect(code, text) note("disconnect", code, checked_string(text, "disconnect")) end
function vctx:tarpit(seconds) note("tarpit", seconds) end
function vctx:add_recipient(names) note("recipients", table.concat(names, ",")) end

ac = { remote_addr = world.peer, protocol = "P_ESMTP" }
function ac:esmtp_capability_add(name) note("capability", name) end

-- Packages

msys.counter = constants({})
function msys.counter.open(path) world.counters[path] = world.counters[path] or 0 return { path = path } end
local function path_of(counter) return type(counter) == "table" and counter.path or checked_string(counter, "counter") end
function msys.counter.inc(counter)
  local path = path_of(counter)
  world.counters[path] = (world.counters[path] or 0) + 1
  note("count", path, world.counters[path])
end
function msys.counter.read(counter) return world.counters[path_of(counter)] or 0 end
function msys.counter.reset(counter) world.counters[path_of(counter)] = 0 end

local series = {}
msys.audit_series = {}
function msys.audit_series.define(name, kind, seconds, windows)
  assert(kind == "string" or kind == "cidr")
  series[name] = { seconds = seconds, windows = windows }
end
function msys.audit_series.add(name, options)
  local one = assert(series[name], name .. " is not defined")
  local window = math.floor(world.minute * 60 / one.seconds)
  for _ = 1, options.count do one[#one + 1] = { key = options.key, window = window } end
end
function msys.audit_series.count(name, options)
  local one, total = assert(series[name], name .. " is not defined"), 0
  local now = math.floor(world.minute * 60 / one.seconds)
  assert(options.endv < one.windows, "there are fewer windows")
  for _, entry in ipairs(one) do
    local age = now - entry.window
    if entry.key == options.key and age >= options.startv and age <= options.endv then total = total + 1 end
  end
  return total
end
msys.audit = { connections = function(monitor, range)
  assert(range.startv == 0 and range.endv == 5)
  return world.recent
end }

msys.timer = {}
local function timer(body, name)
  local made = {}
  function made:name() return name end
  function made:stop() note("stop", name) timers[name] = nil end
  timers[name] = body
  return made
end
function msys.timer.after(_, body, name) return timer(body, name) end
function msys.timer.every(_, body, name) return timer(body, name) end

msys.threadpool = { stat = function(name) return world.pools[name] end }
msys.os = {
  statvfs_subscribe = function(path) return { path = path } end,
  statvfs_read = function(record)
    local found = world.disks[record.path]
    if found == nil then return nil, "no such file system" end
    return found
  end,
}

msys.db, msys.datasource = {}, {}
local function asked(cache, sql, values) note("sql", cache, sql, table.concat(values or {}, ",")) end
function msys.db.query(cache, sql, values)
  asked(cache, sql, values)
  if world.db_error then return nil, world.db_error end
  local at = 0
  return function() at = at + 1 return world.rows[at] end
end
function msys.db.fetch_row(cache, sql, values)
  asked(cache, sql, values)
  if world.db_error then return nil, world.db_error end
  return world.rows[1]
end
function msys.db.execute(cache, sql, values)
  asked(cache, sql, values)
  if world.db_error then return nil, world.db_error end
  return true
end

curl = constants({})
local function percent(char) return string.format("%%%02X", string.byte(char)) end
function curl.escape(text) return (string.gsub(checked_string(text, "escape"), "[^%w%-%._~]", percent)) end
function curl.unescape(text)
  return (string.gsub(text, "%%(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end))
end
function curl.new()
  local options, made = {}, {}
  function made:setopt(name, value)
    assert(not options.closed, "the object is closed")
    options[name] = value
  end
  function made:perform()
    note("fetch", options.OPT_URL, options.OPT_POSTFIELDS or "")
    local body = world.web[options.OPT_URL]
    if body == nil and options.OPT_FAILONERROR then error("no answer", 0) end
    for piece in string.gmatch(body or "", "..?") do
      assert(options.OPT_WRITEFUNCTION(made, piece) == #piece, "a piece was not taken")
    end
  end
  function made:close() options.closed = true end
  return made
end

msys.http = { client = {} }
function msys.http.client.new()
  local headers, made, answer = {}, {}, nil
  function made:set_timeout(seconds) assert(type(seconds) == "number") end
  function made:set_header(line) if line then headers[#headers + 1] = line else headers = {} end end
  function made:do_request(method, url, body)
    note(method, url, "[" .. table.concat(headers, "; ") .. "]", (string.gsub(body or "", "\n", "\\n")))
    answer = world.web[url] or {}
  end
  function made:get_status() return answer[1], answer[2] end
  function made:get_body() return answer[3] end
  return made
end

msys.httpsrv, msys.extended = {}, { httpsrv = {} }
function msys.httpsrv.register(method, path, body) endpoints[method .. " " .. path] = body end

msys.validate = { opendkim = {} }
opendkim = { dkim = { DKIM_STAT_OK = "OK", DKIM_SIGFLAG_PASSED = 4, DKIM_SIGFLAG_TESTKEY = 8 } }
local dkim = msys.validate.opendkim
function dkim.verify() return not world.unsigned and world.signatures or nil, world.dkim end
function dkim.get_num_sigs(handle) return #assert(handle) end
function dkim.get_sig(handle, index)
  assert(index < #handle, "beyond the last signature")
  return handle[index + 1]
end
function dkim.get_sig_domain(one) return one.domain end
function dkim.get_sig_flags(one) return one.flags end
function dkim.get_sig_keysize(one) return one.bits end
function dkim.sign(_, _, options) note("sign", options.signing_domain, options.selector) end

msys.av = constants({})
function msys.av.scan(engine) return unpack(world.scan, 1, 4) end
function msys.av.scan_part(part) return part.scan, part.virus end
msys.brightmail = { scan = function() return unpack(world.scan, 1, 4) end }
msys.symantec_beik = { scan = function() return unpack(world.scan, 1, 4) end }
msys.expurgate = { scan = function()
  world.mess["eleven-result"], world.mess["eleven-result-subtype"] = unpack(world.scan)
end }
msys.cloudmark = constants({})
function msys.cloudmark.score()
  world.mess["cmae-score"], world.mess["cmae-isspam"] = unpack(world.scan or {})
  return { score = world.mess["cmae-score"], ["category-desc"] = "bulk" }
end
for _, name in ipairs({ "score_af", "add_af_data", "set_af_msi_address", "set_af_mode_keep",
  "set_af_mode_movemsg", "set_af_mode_discard" }) do
  msys.cloudmark[name] = function(...)
    local words = {}
    for _, word in ipairs({ ... }) do
      if type(word) == "table" and word.account then word = "account=" .. word.account end
      if type(word) ~= "table" then words[#words + 1] = word end
    end
    note(name, unpack(words))
  end
end

msys.bounce = { classify_smtp_response = function(reply, domain)
  checked_string(domain, "classify_smtp_response")
  return 10, "BC_SAMPLE", "sample"
end }
msys.cidr = {
  define = function(name, options) note("cidr", name, options.cachename, options.query) end,
  query = function() return world.cidr end,
}
msys.idn = {
  to_idn = function(name) return (string.gsub(name, "b\195\188cher", "xn--bcher-kva")) end,
  to_utf8 = function(name) return world.bad_idn and 5 or (string.gsub(name, "xn%-%-bcher%-kva", "b\195\188cher")) end,
}
msys.delivery = constants({})
function msys.delivery.ob_get_current_message(connection) assert(connection) return msg end
msys.apn = { apn_status_classifier = function(code) return code >= 400 and "DELIVERY_PERMFAILED" or "DELIVERED" end }
msys.gcm = { gcm_classify_error = msys.apn.apn_status_classifier }
msys.httpclnt = {}
msys.beta = {
  chunk_logger_int = { log = function(line) note("log", checked_string(line, "log")) end },
  rcptto_proxy = { query = function(what) note("ask", what.host, what.rcptto) return world.known, world.why end },
}

-- Steps that a test takes

function loaded() end -- loading the script is all
local function call(hook, ...)
  world.phase = hook
  local answer = assert(hooks[hook], "the script has no " .. hook)(...)
  if string.find(hook, "^validate") then
    assert(answer == "VALIDATE_CONT" or answer == "VALIDATE_DONE", hook .. " answers " .. tostring(answer))
  end
  if answer == "VALIDATE_DONE" then note("done") end
  return answer
end

function init() assert(call("init") == true) end
function connect() call("validate_connect", ac, vctx) end
function ehlo(name)
  world.conn.ehlo_string = "EHLO " .. name
  call("validate_ehlo", engine_string(name), ac, vctx)
end
function mailfrom(address) call("validate_mailfrom", engine_string(address), ac, vctx) end
function rcptto(address) world.to = address call("validate_rcptto", msg, engine_string(address), ac, vctx) end
function data() call("validate_data", msg, ac, vctx) end
function spool() call("validate_data_spool", msg, ac, vctx) end
function each_rcpt() call("validate_data_spool_each_rcpt", msg, ac, vctx) end
function binding() call("validate_set_binding", msg) end
function final() call("core_final_validation", msg, ac, vctx) end
function dispose() note(call("generic_delivery_msg_dispose", msg)) end
function hook(name, ...) local answer = call(name, ...) if answer ~= nil then note(answer) end end

function login(name, password)
  local answer = { write = function(_, text, length) assert(#text == length) note("answer", text) end }
  note(call("ac_auth_perform_auth", name, password, ac, answer))
  if hooks.ac_auth_log_auth_failure and seen[#seen] == "> EC_AUTH_FAIL" then
    hooks.ac_auth_log_auth_failure(name, ac, answer)
  end
end

-- Words of a command: the array is C's, and reading beyond it would take the server down.
function command(...)
  if hooks.rsrc_setup then assert(call("rsrc_setup") == true) end
  local words, argv = { ... }, {}
  setmetatable(argv, { __index = function(_, at)
    assert(at >= 0 and at < #words, "argv is read beyond its end")
    return words[at + 1]
  end })
  assert(commands[words[1]], words[1] .. " is not a command")({ argc = #words, argv = argv })
end

function request(method, path, attributes)
  if hooks.rsrc_setup then assert(call("rsrc_setup") == true) end
  local session = { request_url_get = function() return { url = path, attrs = attributes } end }
  function session:response_status_set_std(code, text) note(code, (string.gsub(text, "\n$", ""))) end
  assert(endpoints[method .. " " .. path], "nothing answers " .. path)(session)
end

function tick(name) assert(timers[name], "no timer " .. name)() end
