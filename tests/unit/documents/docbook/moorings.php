<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<title>Chapter 1. Moorings</title>
<link rel="stylesheet" type="text/css" href="../style/harbour.css">
<meta name="generator" content="DocBook XSL Stylesheets V1.78.1">
<link rel="home" href="index.php" title="Harbour 3 Reference Manual">
<link rel="up" href="p.running.php" title="p.running">
<link rel="prev" href="p.running.php" title="p.running">
<link rel="next" href="moorings.ropes.php" title="moorings.ropes">
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
<tr><th colspan="3" align="center">Chapter 1. Moorings</th></tr>
<tr>
<td width="20%" align="left"><a accesskey="p" href="p.running.php">Prev</a></td>
<th width="60%" align="center">Part I. Running a Harbour</th>
<td width="20%" align="right"><a accesskey="n" href="moorings.ropes.php">Next</a></td>
</tr>
</table></div>
<div class="chapter">
<div class="titlepage"><div><div><h2 class="title">
<a name="moorings"></a>Chapter 1. Moorings</h2></div></div></div>
<div class="toc">
<p><b>Table of Contents</b></p>
<dl class="toc">
<dt><span class="section"><a href="moorings.php#moorings.berths">1.1. Berths</a></span></dt>
<dt><span class="section"><a href="moorings.ropes.php">1.2. Ropes and <code class="filename">ropes.conf</code></a></span></dt>
</dl>
</div>
<p>
    A ship lies at a <a class="link" href="glossary.php#gloss.berth">berth</a>; at night
    <a class="xref" href="lighthouse.php#lamp" title="2.1. The Lamp">Section 2.1, “The Lamp”</a> shows it the way.
  </p>
<a class="indexterm" name="idp1001"></a>
<div class="note">
<h3 class="title">Note</h3>
<p>
      The water rises twice a day.
    </p>
</div>
<div class="warning">
<h3 class="title">Mind the Chain</h3>
<p>
      Never step over a chain under load.
    </p>
</div>
<div class="section">
<div class="titlepage"><div><div><h2 class="title" style="clear: both">
<a name="moorings.berths"></a>1.1. Berths</h2></div></div></div>
<p>
      A berth has a number and a depth, as <a class="xref" href="moorings.php#berth.map" title="Figure 1.1. The Quay">Figure 1.1</a> shows.
    </p>
<div class="figure">
<a name="berth.map"></a><p class="title"><b>Figure 1.1. The Quay</b></p>
<div class="figure-contents"><div class="mediaobject"><img src="https://portal.example/docs/harbour3/images/quay.png" alt="The Quay"></div></div>
</div>
<br class="figure-break">
<div class="example">
<a name="berth.example"></a><p class="title"><b>Example 1.1. A <code class="literal">berth</code> Stanza</b></p>
<div class="example-contents"><pre class="programlisting">
berth <em class="replaceable"><code>name</code></em> {
  depth = <strong class="userinput"><code>"7"</code></strong>   # see <a class="link" href="moorings.ropes.php#ropes.hemp">hemp</a>
	light = &lt;on&gt;

}
</pre></div>
</div>
<br class="example-break">
<div class="table">
<a name="berth.depths"></a><p class="title"><b>Table 1.1. Depths</b></p>
<div class="table-contents"><table border="1" summary="Depths">
<colgroup>
<col>
<col>
</colgroup>
<thead><tr>
<th>
                Berth
              </th>
<th align="right">
                Metres
              </th>
</tr></thead>
<tbody>
<tr>
<td><code class="option">north</code></td>
<td align="right">7</td>
</tr>
<tr>
<td colspan="2">All others are <span class="emphasis"><em>dry</em></span>.</td>
</tr>
</tbody>
</table></div>
</div>
<br class="table-break">
<div class="section">
<div class="titlepage"><div><div><h3 class="title">
<a name="moorings.berths.free"></a>1.1.1. Free Berths</h3></div></div></div>
<p>
        Press <span class="keycap"><strong>F</strong></span> or choose <span class="guimenu">Berths</span> to list them.
      </p>
</div>
</div>
</div>
<div class="navfooter"><table width="100%" summary="Navigation footer">
<tr>
<td width="40%" align="left"><a accesskey="p" href="p.running.php">Prev</a></td>
<td width="20%" align="center"><a accesskey="u" href="p.running.php">Up</a></td>
<td width="40%" align="right"><a accesskey="n" href="moorings.ropes.php">Next</a></td>
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
<script type="text/javascript">track("harbour-moorings");</script>
</body>
</html>
