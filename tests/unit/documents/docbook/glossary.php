<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<title>Glossary</title>
<link rel="stylesheet" type="text/css" href="../style/harbour.css">
<meta name="generator" content="DocBook XSL Stylesheets V1.78.1">
<link rel="home" href="index.php" title="Harbour 3 Reference Manual">
<link rel="up" href="index.php" title="index">
<link rel="prev" href="api.tide_level.php" title="api.tide_level">
<link rel="next" href="signals.php" title="signals">
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
<tr><th colspan="3" align="center">Glossary</th></tr>
<tr>
<td width="20%" align="left"><a accesskey="p" href="api.tide_level.php">Prev</a></td>
<th width="60%" align="center"> </th>
<td width="20%" align="right"><a accesskey="n" href="signals.php">Next</a></td>
</tr>
</table></div>
<div class="glossary">
<div class="titlepage"><div><div><h1 class="title">
<a name="glossary"></a>Glossary</h1></div></div></div>
<dl>
<dt>
<a name="gloss.berth"></a><span class="glossterm">Berth</span> (B)</dt>
<dd class="glossdef"><p>
        Where a ship lies.
      </p></dd>
<dt>
<a name="gloss.tide"></a><span class="glossterm">Tide</span>
</dt>
<dd class="glossdef"><p>
        What the moon does. See also <a class="glosssee" href="glossary.php#gloss.berth">Berth</a>.
      </p></dd>
</dl>
</div>
<div class="navfooter"><table width="100%" summary="Navigation footer">
<tr>
<td width="40%" align="left"><a accesskey="p" href="api.tide_level.php">Prev</a></td>
<td width="20%" align="center"><a accesskey="u" href="index.php">Up</a></td>
<td width="40%" align="right"><a accesskey="n" href="signals.php">Next</a></td>
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
<script type="text/javascript">track("harbour-glossary");</script>
</body>
</html>
