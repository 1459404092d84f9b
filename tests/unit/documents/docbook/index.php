<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<title>Harbour 3 Reference Manual</title>
<link rel="stylesheet" type="text/css" href="../style/harbour.css">
<meta name="generator" content="DocBook XSL Stylesheets V1.78.1">
<link rel="home" href="index.php" title="Harbour 3 Reference Manual">
<link rel="next" href="p.running.php" title="p.running">
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
<tr><th colspan="3" align="center">Harbour 3 Reference Manual</th></tr>
<tr>
<td width="20%" align="left"> </td>
<th width="60%" align="center"> </th>
<td width="20%" align="right"><a accesskey="n" href="p.running.php">Next</a></td>
</tr>
</table></div>
<div class="book">
<div class="titlepage">
<div>
<div><h1 class="title">
<a name="harbour3"></a>Harbour 3 Reference Manual</h1></div>
<div><div class="author"><h3 class="author"><span class="orgname">The Quay Company</span></h3></div></div>
<div><p class="copyright">Copyright © 2026 The Quay Company</p></div>
<div><div class="abstract">
<p class="title"><b>Abstract</b></p>
<p>
        How to run an invented harbour.
      </p>
<p>
        Document generated on:

2026-Mar-04
      </p>
</div></div>
</div>
<hr>
</div>
<div class="toc">
<p><b>Table of Contents</b></p>
<dl class="toc">
<dt><span class="part"><a href="p.running.php">I. Running a Harbour</a></span></dt>
<dd><dl>
<dt><span class="chapter"><a href="moorings.php">1. Moorings</a></span></dt>
<dd><dl>
<dt><span class="section"><a href="moorings.php#moorings.berths">1.1. Berths</a></span></dt>
<dt><span class="section"><a href="moorings.ropes.php">1.2. Ropes and <code class="filename">ropes.conf</code></a></span></dt>
</dl></dd>
<dt><span class="chapter"><a href="lighthouse.php">2. The Lighthouse</a></span></dt>
</dl></dd>
<dt><span class="part"><a href="p.reference.php">II. Reference</a></span></dt>
<dd><dl>
<dt><span class="chapter"><a href="commands.php">3. Commands</a></span></dt>
<dd><dl>
<dt><span class="refentrytitle"><a href="commands.dock.php">dock</a></span><span class="refpurpose"> — take a ship in</span></dt>
<dt><span class="refentrytitle"><a href="api.tide_level.php">tide_level</a></span><span class="refpurpose"> — tell how high the water stands</span></dt>
</dl></dd>
</dl></dd>
<dt><span class="glossary"><a href="glossary.php">Glossary</a></span></dt>
<dt><span class="appendix"><a href="signals.php">A. Signals</a></span></dt>
</dl>
</div>
</div>
<div class="navfooter"><table width="100%" summary="Navigation footer">
<tr>
<td width="40%" align="left"> </td>
<td width="20%" align="center"> </td>
<td width="40%" align="right"><a accesskey="n" href="p.running.php">Next</a></td>
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
<script type="text/javascript">track("harbour-index");</script>
</body>
</html>
