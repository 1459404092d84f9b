<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<title>1.3. Knots</title>
<link rel="stylesheet" type="text/css" href="../style/harbour.css">
<meta name="generator" content="DocBook XSL Stylesheets V1.78.1">
<link rel="home" href="index.php" title="Harbour 3 Reference Manual">
<link rel="up" href="moorings.php" title="moorings">
<link rel="prev" href="moorings.ropes.php" title="moorings.ropes">
<link rel="next" href="lighthouse.php" title="lighthouse">
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
<tr><th colspan="3" align="center">1.3. Knots</th></tr>
<tr>
<td width="20%" align="left"><a accesskey="p" href="moorings.ropes.php">Prev</a></td>
<th width="60%" align="center">Chapter 1. Moorings</th>
<td width="20%" align="right"><a accesskey="n" href="lighthouse.php">Next</a></td>
</tr>
</table></div>
<div class="section">
<div class="titlepage"><div><div><h2 class="title" style="clear: both">
<a name="moorings.knots"></a>1.3. Knots</h2></div></div></div>
<p>
    No contents list names this page.
  </p>
</div>
<div class="navfooter"><table width="100%" summary="Navigation footer">
<tr>
<td width="40%" align="left"><a accesskey="p" href="moorings.ropes.php">Prev</a></td>
<td width="20%" align="center"><a accesskey="u" href="moorings.php">Up</a></td>
<td width="40%" align="right"><a accesskey="n" href="lighthouse.php">Next</a></td>
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
<script type="text/javascript">track("harbour-moorings.knots");</script>
</body>
</html>
