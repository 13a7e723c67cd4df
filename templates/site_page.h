// The frame of the signed-in pages: where one can go, who is signed in, and what stands between. And the
// pages of signing in. What a page shows is the page's own file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "templates/render.h"

namespace tocsin::templates {

struct SiteFrame {
    std::string reader;      // who is signed in: Dana
    std::string_view place;  // the entry of the menu that the page belongs to: "/oncall"; may be empty
    std::string view{};      // hidden in the form that signs out; empty: the page has its own
    std::int64_t session = 0;
};

// `title` as text, `body` as HTML.
std::string site_page(const SiteFrame& frame, std::string_view title, std::string_view body);

// `wanted`: the page's path without / before it; may be empty.
std::string sign_in_needed_page(std::string_view wanted);
// The direct message with the link that signs a browser in.
slack::Message sign_in_message(const std::string& link, const RenderContext& context);
// The same, because `browser` wants to end others.
slack::Message sign_in_again_message(std::string_view browser, const std::string& link,
                                     const RenderContext& context);
// Behind the link: nobody is signed in by looking at it.
std::string sign_in_page(std::string_view name, std::string_view view);

}  // namespace tocsin::templates
