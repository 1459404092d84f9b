<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<title>dock</title>
<link rel="stylesheet" type="text/css" href="../style/harbour.css">
<meta name="generator" content="DocBook XSL Stylesheets V1.78.1">
<link rel="home" href="index.php" title="Harbour 3 Reference Manual">
<link rel="up" href="commands.php" title="commands">
<link rel="prev" href="commands.php" title="commands">
<link rel="next" href="api.tide_level.php" title="api.tide_level">
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
<tr><th colspan="3" align="center">dock</th></tr>
<tr>
<td width="20%" align="left"><a accesskey="p" href="commands.php">Prev</a></td>
<th width="60%" align="center">Chapter 3. Commands</th>
<td width="20%" align="right"><a accesskey="n" href="api.tide_level.php">Next</a></td>
</tr>
</table></div>
<div class="refentry">
<a name="commands.dock"></a><div class="titlepage"></div>
<div class="refnamediv">
<h2>Name</h2>
<p>dock — take a ship in</p>
</div>
<div class="refsynopsisdiv">
<h2>Synopsis</h2>
<div class="cmdsynopsis"><p><code class="command">dock</code>  {<em class="replaceable"><code>ship</code></em>} [at
          <em class="replaceable"><code>berth</code></em>]<br><code class="command">dock</code> --list</p></div>
</div>
<div class="refsection">
<a name="idp3001"></a><h2>Description</h2>
<p>
      Takes a ship to a free berth.
    </p>
<div class="refsection">
<a name="idp3002"></a><h3>Where It Goes</h3>
<p>
      To the deepest.
    </p>
</div>
<div class="caution">
<h3 class="title">Caution</h3>
<p>It does not ask.</p>
</div>
<div class="important">
<h3 class="title">Important</h3>
<p>It cannot be undone.</p>
</div>
</div>
<div class="refsection">
<a name="idp3003"></a><h2>See Also</h2>
<p>
      <a class="xref" href="api.tide_level.php" title="tide_level"><span class="refentrytitle">tide_level</span></a>,
      <a class="link" href="https://ships.example/?a=1&amp;b=2" target="_top">ships</a>
    </p>
</div>
</div>
<div class="navfooter"><table width="100%" summary="Navigation footer">
<tr>
<td width="40%" align="left"><a accesskey="p" href="commands.php">Prev</a></td>
<td width="20%" align="center"><a accesskey="u" href="commands.php">Up</a></td>
<td width="40%" align="right"><a accesskey="n" href="api.tide_level.php">Next</a></td>
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
<script type="text/javascript">track("harbour-commands.dock");</script>
</body>
</html>
