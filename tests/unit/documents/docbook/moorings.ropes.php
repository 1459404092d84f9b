<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<title>1.2. Ropes and ropes.conf</title>
<link rel="stylesheet" type="text/css" href="../style/harbour.css">
<meta name="generator" content="DocBook XSL Stylesheets V1.78.1">
<link rel="home" href="index.php" title="Harbour 3 Reference Manual">
<link rel="up" href="moorings.php" title="moorings">
<link rel="prev" href="moorings.php" title="moorings">
<link rel="next" href="moorings.knots.php" title="moorings.knots">
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
<tr><th colspan="3" align="center">1.2. Ropes and ropes.conf</th></tr>
<tr>
<td width="20%" align="left"><a accesskey="p" href="moorings.php">Prev</a></td>
<th width="60%" align="center">Chapter 1. Moorings</th>
<td width="20%" align="right"><a accesskey="n" href="moorings.knots.php">Next</a></td>
</tr>
</table></div>
<div class="section">
<div class="titlepage"><div><div><h2 class="title" style="clear: both">
<a name="moorings.ropes"></a>1.2. Ropes and <code class="filename">ropes.conf</code>
</h2></div></div></div>
<p>
    Ropes come in three kinds:
  </p>
<table border="0" summary="Simple list" class="simplelist">
<tr><td>hemp</td><td>wire</td></tr>
<tr><td>nylon</td><td> </td></tr>
</table>
<h3 class="bridgehead">
<a name="ropes.care"></a>Caring for Ropes</h3>
<div class="procedure"><ol class="procedure" type="1">
<li class="step"><p>
        Wash the rope.
      </p></li>
<li class="step">
<p>
        Dry it:
      </p>
<div class="orderedlist"><ol class="orderedlist" type="a" start="3">
<li class="listitem"><p>in the wind</p></li>
<li class="listitem"><p>out of the sun</p></li>
</ol></div>
</li>
</ol></div>
<div class="variablelist"><dl class="variablelist">
<dt>
<a name="ropes.hemp"></a><span class="term"><em class="parameter"><code>hemp</code></em></span>
</dt>
<dd>
<p>
            Old and kind to the hands.
          </p>
<pre class="screen">
$ rope test hemp
strong
</pre>
</dd>
<dt>
<span class="term">wire, </span><span class="term">steel</span>
</dt>
<dd><p>
            Only with gloves.
          </p></dd>
</dl></div>
<div class="tip" style="margin-left: 0.5in; margin-right: 0.5in;">
<h3 class="title">Tip</h3>
<p>
      Coil with the sun.
    </p>
</div>
<div class="sidebar">
<div class="titlepage"><div><div><p class="title"><b>The Bowline</b></p></div></div></div>
<p>
        It holds, and it opens again.<sup>[<a name="idp2001" href="#ftn.idp2001" class="footnote">1</a>]</sup>
      </p>
</div>
<div class="example">
<a name="ropes.example"></a><p class="title"><b>Example 1.2. Two Files</b></p>
<div class="example-contents">
<p>In <code class="filename">ropes.conf</code>:</p>
<pre class="programlisting">rope "main" {
  kind = "hemp"
}</pre>
<p>On the console:</p>
<pre class="screen">
<code class="prompt">12:00:00 harbour#</code> <strong class="userinput"><code>rope reload</code></strong>
</pre>
</div>
</div>
<br class="example-break">
<div class="literallayout"><p><br>
The Quay Company<br>
  Pier 9<br>
</p></div>
<p>
    <span class="inlinemediaobject"><img src="images/berth.png" alt="a berth"></span>
    <img src="images/gull.png" alt="a gull">
    <img src="https://portal.example/counter.gif?page=ropes" alt="">
  </p>
<div class="footnotes">
<br><hr width="100" align="left">
<div class="footnote"><p><sup>[<a name="ftn.idp2001" href="#idp2001" class="para">1</a>] </sup>
        Others say so of the reef knot.
      </p></div>
</div>
</div>
<div class="navfooter"><table width="100%" summary="Navigation footer">
<tr>
<td width="40%" align="left"><a accesskey="p" href="moorings.php">Prev</a></td>
<td width="20%" align="center"><a accesskey="u" href="moorings.php">Up</a></td>
<td width="40%" align="right"><a accesskey="n" href="moorings.knots.php">Next</a></td>
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
<script type="text/javascript">track("harbour-moorings.ropes");</script>
</body>
</html>
