#!/bin/sh
# ---
# title: Prints what ends XML, HTML and Markdown constructs
# verdict: {status: error, exit: 1}
# ---
echo 'CDATA: ]]> <![CDATA[ ]]]]><![CDATA[>'
echo 'XML: & < > " '"'"' &#x1b; &bogus; <?xml version="1.0"?> <!-- -- -->'
echo '</system-out></testcase></testsuite></testsuites>'
echo 'HTML: </details></summary><script>alert(1)</script>'
echo 'Markdown: | a | b | `tick` ``two`` *bold* [link](https://example.com) @somebody #1'
printf '%s\n' '```' 'inside a fence' '````' 'inside a longer one' '~~~~~~'
echo '[[ATTACHMENT|/etc/passwd]]'
exit 1
