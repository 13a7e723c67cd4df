// The frame of the signed-in pages: where one can go, who is signed in, and what stands between. And the
// pages of signing in. What a page shows is the page's own file.
#pragma once

#include <string>
#include <string_view>

namespace tocsin::templates {

struct SiteFrame {
    std::string reader;      // who is signed in: Dana
    std::string_view place;  // the entry of the menu that the page belongs to: "/oncall"; may be empty
};

// `title` as text, `body` as HTML.
std::string site_page(const SiteFrame& frame, std::string_view title, std::string_view body);

// `wanted`: the page's path without / before it; may be empty.
std::string sign_in_needed_page(std::string_view wanted);
// Behind the link: nobody is signed in by looking at it.
std::string sign_in_page(std::string_view name, std::string_view view);

}  // namespace tocsin::templates
