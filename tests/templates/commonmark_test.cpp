#include "templates/commonmark.h"

#include <doctest/doctest.h>

using tocsin::templates::html_of_markdown;

TEST_CASE("Markdown becomes HTML, with tables, boxes to tick and code as it was typed") {
    CHECK(html_of_markdown("## Steps\n\n1. `curl -s <host>`\n") ==
          "<h2>Steps</h2>\n<ol>\n<li><code>curl -s &lt;host&gt;</code></li>\n</ol>\n");
    CHECK(html_of_markdown("|a|b|\n|-|-|\n|1|2|\n").contains("<td>2</td>"));
    const auto boxes = html_of_markdown("- [x] pool raised\n- [ ] alert added\n");
    CHECK(boxes.contains("aria-label=\"done\">\u2611</span> pool raised"));
    CHECK(boxes.contains("aria-label=\"to do\">\u2610</span> alert added"));
    CHECK_FALSE(boxes.contains("<input"));
    CHECK(html_of_markdown("").empty());
}

TEST_CASE("nothing in Markdown runs in the browser of whoever reads it") {
    for (const auto* hostile :
         {"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[press](javascript:alert(1))",
          "![x](javascript:alert(1))", "<a href=\"javascript:alert(1)\">press</a>", "<style>*{}</style>",
          "[x](data:text/html;base64,PHNjcmlwdD4=)", "<iframe src=//x></iframe>", "<javascript:alert(1)>"}) {
        const auto html = html_of_markdown(hostile);
        for (const auto* live : {"<script", "<img src=x", "href=\"javascript:", "src=\"javascript:", "<style",
                                 "href=\"data:text", "<iframe"})
            CHECK_MESSAGE(!html.contains(live), html);
    }
    CHECK(html_of_markdown("a\xff\xfe"
                           "b")
              .contains("b"));
}
