-- Stands in for the JSON and XML packages of a Momentum server, as far as the companion's scripts use them.

local function quoted(text)
  return '"' .. string.gsub(text, '[%c"\\]', function(c) return string.format("\\u%04x", string.byte(c)) end) .. '"'
end

local function written(value)
  if type(value) ~= "table" then
    return type(value) == "string" and quoted(value) or tostring(value)
  end
  local parts = {}
  if #value > 0 then
    for _, one in ipairs(value) do parts[#parts + 1] = written(one) end
    return "[\n" .. table.concat(parts, ",\n") .. "\n]"
  end
  for name, one in pairs(value) do parts[#parts + 1] = quoted(name) .. ": " .. written(one) end
  table.sort(parts)
  return "{\n  " .. table.concat(parts, ",\n  ") .. "\n}"
end

local object = { __tostring = written }
json = { ERROR_PARSE_EOF = 3 }
function json.new() return setmetatable({}, object) end
function json.encode(value)
  assert(type(value) ~= "function", "a function is no JSON")
  return type(value) == "table" and setmetatable(value, object) or value
end
function json.decode(text)
  local value, code = python_json(text)
  if value == nil then return nil, code, json.strerror(code) end
  return setmetatable(value, object)
end
function json.strerror(code) return code == json.ERROR_PARSE_EOF and "unexpected end of data" or "unexpected character" end

-- XML: elements, attributes and text; XPath of the form /a/b, //b and b[@x='y']

local node = {}
node.__index = node

local function element(name, attributes, document)
  return setmetatable({ tag = name, attributes = attributes or {}, kids = {}, document = document }, node)
end

local function escaped(text) return (string.gsub(text, "[<&]", { ["<"] = "&lt;", ["&"] = "&amp;" })) end

function node:tostring()
  if self.tag == "text" then return escaped(self.text) end
  local names, out = {}, {}
  for name in pairs(self.attributes) do names[#names + 1] = name end
  table.sort(names)
  local head = "<" .. self.tag
  for _, name in ipairs(names) do head = head .. " " .. name .. '="' .. self.attributes[name] .. '"' end
  for _, kid in ipairs(self.kids) do out[#out + 1] = kid:tostring() end
  local inside = table.concat(out)
  return inside == "" and head .. "/>" or head .. ">" .. inside .. "</" .. self.tag .. ">"
end
node.__tostring = node.tostring

function node:name() return self.tag end
function node:doc() return self.document end
function node:attr(...)
  local name, value = ...
  if select("#", ...) == 1 then return self.attributes[name] end
  self.attributes[name] = value
end
node.attribute = node.attr

function node:addchild(kid)
  if type(kid) == "string" then kid = element(kid, {}, self.document) end
  kid.parent = self
  table.insert(self.kids, kid)
  return kid
end

function node:contents(text)
  if text ~= nil then
    self.kids = {}
    if text ~= "" then self:addchild(setmetatable({ tag = "text", text = text, kids = {} }, node)) end
    return
  end
  local out = {}
  for _, kid in ipairs(self.kids) do out[#out + 1] = kid.text or kid:contents() end
  return table.concat(out)
end

function node:children()
  local at = 0
  return function() at = at + 1 return self.kids[at] end
end

function node:unlink()
  for at, kid in ipairs(self.parent.kids) do
    if kid == self then table.remove(self.parent.kids, at) end
  end
  self.parent = nil
  return self
end

local function all_below(top, found)
  for _, kid in ipairs(top.kids) do
    found[#found + 1] = kid
    all_below(kid, found)
  end
  return found
end

local document = {}
document.__index = document
function document:root() return self.top end
function document:tostring() return self.top:tostring() end
document.__tostring = document.tostring

function document:xpath(query)
  local found = {}
  if string.sub(query, 1, 2) == "//" then
    for _, one in ipairs(all_below({ kids = { self.top } }, {})) do
      if one.tag == string.sub(query, 3) then found[#found + 1] = one end
    end
  else
    found = { { kids = { self.top } } }
    for step in string.gmatch(query, "/([^/]+)") do
      local name, attribute, value = string.match(step, "^([%w_]+)%[@(%w+)='(.-)'%]$")
      local matched = {}
      for _, above in ipairs(found) do
        for _, kid in ipairs(above.kids) do
          local fits = kid.tag == (name or step) and (not attribute or kid.attributes[attribute] == value)
          if fits then matched[#matched + 1] = kid end
        end
      end
      found = matched
    end
  end
  local at = 0
  return function() at = at + 1 return found[at] end
end

xml = {}
function xml.parsexml(source, keep_blanks)
  local made = setmetatable({}, document)
  local open = { kids = {} }
  for text, slash, name, rest in string.gmatch(source .. "<>", "([^<]*)<(/?)([%w_]*)([^>]*)>") do
    if open.tag and text ~= "" and (keep_blanks or string.find(text, "%S")) then
      open:addchild(setmetatable({ tag = "text", text = text, kids = {} }, node))
    end
    if slash == "/" then
      open = open.parent
    elseif name ~= "" then
      local attributes = {}
      for key, value in string.gmatch(rest, '(%w+)="(.-)"') do attributes[key] = value end
      local one = element(name, attributes, made)
      one.parent = open
      table.insert(open.kids, one)
      if string.sub(rest, -1) ~= "/" then open = one end
    end
  end
  made.top = assert(open.kids[1], "no document")
  return made
end
