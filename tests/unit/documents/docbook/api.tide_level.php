<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<title>tide_level</title>
<link rel="stylesheet" type="text/css" href="../style/harbour.css">
<meta name="generator" content="DocBook XSL Stylesheets V1.78.1">
<link rel="home" href="index.php" title="Harbour 3 Reference Manual">
<link rel="up" href="commands.php" title="commands">
<link rel="prev" href="commands.dock.php" title="commands.dock">
<link rel="next" href="glossary.php" title="glossary">
<script type="text/javascript" src="/js/site.js"></script>
</head>
<body>
<link rel="stylesheet" type="text/css" href="https://portal.example/css/site.css" />
<div id="site-top"><div class="inner">
<p>Signed in as <span id="username">A. Sailor</span> (<a href="https://portal.example/leave.php">sign out</a>)</p>
<a href="https://portal.example/"><img src="https://portal.example/images/portal-logo.png" alt="Portal logo" /></a>
<ul><li class="nav-link"><a href="https://portal.example/news.php">Portal news</a></li></ul>
<form action="https://portal.example/find.php" method="get"><label for="t">Search the portal: </label>
<input type="text" id="t" name="t" /><select name="section"><option value="All">All manuals</option></select></form>
<div id="search-help"><h2>Help for searching</h2><p>Put words in <b>quotation marks</b>.</p></div>
</div></div>
<div id="site-main"><div class="inner">
  <div id="content" class="documentation">
    <!-- what a template puts here -->
    <div class="navheader"><table width="100%" summary="Navigation header">
<tr><th colspan="3" align="center">tide_level</th></tr>
<tr>
<td width="20%" align="left"><a accesskey="p" href="commands.dock.php">Prev</a></td>
<th width="60%" align="center">Chapter 3. Commands</th>
<td width="20%" align="right"><a accesskey="n" href="glossary.php">Next</a></td>
</tr>
</table></div>
<div class="refentry">
<a name="api.tide_level"></a><div class="titlepage"></div>
<div class="refnamediv">
<h2>Name</h2>
<p>tide_level — tell how high the water stands</p>
</div>
<div class="refsynopsisdiv">
<h2>Synopsis</h2>
<div class="funcsynopsis">
<pre class="funcsynopsisinfo">#include "tide.h" 

      </pre>
<table border="0" class="funcprototype-table" summary="Function synopsis" style="cellspacing: 0; cellpadding: 0;">
<tr>
<td><code class="funcdef">
          int <b class="fsfunc">tide_level</b>
        (</code></td>
<td>
<var class="pdparam">place</var>, </td>
<td> </td>
</tr>
<tr>
<td> </td>
<td>
<var class="pdparam">hour</var><code>)</code>;</td>
<td> </td>
</tr>
</table>
<div class="paramdef-list">
<code>const char * <var class="pdparam">place</var></code>;<br><code>int <var class="pdparam">hour</var></code>;</div>
<div class="funcprototype-spacer"> </div>
</div>
</div>
<div class="refsect1">
<a name="idp4001"></a><h2>Description</h2>
<p>
      Never below zero, whatever  <code class="literal">hour</code> is.
    </p>
<h4>
<a name="idp4002"></a>Parameters</h4>
<div class="variablelist"><dl class="variablelist">
<dt><span class="term">
          place
        </span></dt>
<dd><p>The name of the harbour.</p></dd>
</dl></div>
<div class="example">
<a name="tide.example"></a><p class="title"><b>Example 3.1. Asking for the Tide</b></p>
<div class="example-contents"><pre class="programlisting">
local level = harbour.tide_level("north", 12)
if level &lt; 3 then
  print "low"
end
</pre></div>
</div>
<br class="example-break">
</div>
</div>
<div class="navfooter"><table width="100%" summary="Navigation footer">
<tr>
<td width="40%" align="left"><a accesskey="p" href="commands.dock.php">Prev</a></td>
<td width="20%" align="center"><a accesskey="u" href="commands.php">Up</a></td>
<td width="40%" align="right"><a accesskey="n" href="glossary.php">Next</a></td>
</tr>
<tr><td width="20%" align="center"><a accesskey="h" href="index.php">Table of Contents</a></td></tr>
</table></div>
<div class="revinfo"></div>
      <div id="comments"><div id="thread"></div>
          <script type="text/javascript">
            (function() { document.write("<b>tracker</b>"); })();
          </script>
          <noscript>Switch scripts on to see the <a href="https://comments.example/">comments</a>.</noscript>
        </div>
  </div>
</div></div>
<div id="site-end"><p>Tell your friends:</p><a href="https://friends.example/harbour"><img src="https://portal.example/images/friends.png" alt="Friends" /></a></div>
<script type="text/javascript">track("harbour-api.tide_level");</script>
</body>
</html>
