// The frame of every page for a browser: server-made HTML that works without JavaScript, with one style
// sheet, from 320 px on, light and dark. What a page shows is the page's file.
#pragma once

#include <string>
#include <string_view>

namespace tocsin::templates {

struct PageFrame {
    std::string title;                   // as text
    std::string style = "../style.css";  // the style sheet's address as seen from the page
    bool indexed = false;                // search engines may list it
    std::string head{};                  // more of the head: HTML
    std::string foot{};                  // below everything: HTML; empty: none
};
std::string web_page(const PageFrame& frame, std::string_view body);  // `body`: HTML

// `title` as text, `body` as HTML. `style`: the style sheet's address as seen from the page.
std::string web_page(std::string_view title, std::string_view body, std::string_view style = "../style.css");
// The same with the style sheet in it: a file of its own.
std::string whole_page(std::string_view title, std::string_view body);
std::string_view style_sheet();

// One sentence and nothing to press.
std::string sentence_page(std::string_view sentence);

}  // namespace tocsin::templates
