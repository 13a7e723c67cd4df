#include "templates/site_page.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "bot/slack/identifiers.h"
#include "templates/html.h"
#include "templates/notice.h"
#include "templates/web_page.h"

namespace tocsin::templates {
namespace {

constexpr std::string_view style = "/style.css";

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> places{{{"/", "Incidents"},
                                                                               {"/reports", "Reports"},
                                                                               {"/oncall", "On call"},
                                                                               {"/runbooks", "Runbooks"},
                                                                               {"/me", "You"}}};

std::string menu(std::string_view place) {
    std::string html = "<nav aria-label=\"Tocsin\">\n<ul>\n";
    for (const auto& [address, name] : places) {
        html += fmt::format("<li><a href=\"{}\"{}>{}</a></li>\n", address,
                            address == place ? " aria-current=\"page\"" : "", name);
    }
    return html + "</ul>\n</nav>\n";
}

std::string sign_out(const SiteFrame& frame) {
    if (frame.view.empty()) return "";
    return fmt::format(
        "<form method=\"post\" action=\"/me\">\n<input type=\"hidden\" name=\"view\" value=\"{}\">\n"
        "<input type=\"hidden\" name=\"session\" value=\"{}\">\n{}</form>\n",
        escape_html(frame.view), frame.session, html_button("end", "Sign out"));
}

slack::Button open_button(const std::string& link) {
    return {slack::action::web_open, "Open Tocsin in this browser", "web", slack::Style::primary, "", link};
}

}  // namespace

std::string site_page(const SiteFrame& frame, std::string_view title, std::string_view body) {
    return web_page(
        PageFrame{.title = std::string(title),
                  .style = std::string(style),
                  .foot = html_paragraph(fmt::format("Signed in as {}. Times are UTC.", frame.reader)) +
                          sign_out(frame)},
        menu(frame.place) + std::string(body));
}

std::string sign_in_needed_page(std::string_view wanted) {
    const auto line = fmt::format("/incident web{}{}", wanted.empty() ? "" : " ", wanted);
    return web_page(
        "Open Tocsin from Slack",
        fmt::format("<h1>Open Tocsin from Slack</h1>\n"
                    "<p>This browser is not signed in. Write this in Slack, and Tocsin sends you a link "
                    "that signs it in:</p>\n"
                    "<p><code>{}</code></p>\n",
                    escape_html(line)),
        style);
}

slack::Message sign_in_message(const std::string& link, const RenderContext& context) {
    return notice(slack::block::answer,
                  "This link signs a browser in as you, once, within 10 minutes. Give it to nobody.",
                  {open_button(link)}, context);
}

slack::Message sign_in_again_message(std::string_view browser, const std::string& link,
                                     const RenderContext& context) {
    const auto text = fmt::format(
        "A browser that acts as you wants to end the others: {}. Is it yours? Open this link in it, once, "
        "within "
        "10 minutes. If it is not, end it with `/incident web out`.",
        browser.empty() ? "it does not say its name" : slack::typed_line(browser));
    return notice(slack::block::answer, text, {open_button(link)}, context);
}

std::string sign_in_page(std::string_view name, std::string_view view) {
    return web_page(
        "Open Tocsin in this browser",
        fmt::format(
            "<h1>Open Tocsin in this browser</h1>\n"
            "{}<form method=\"post\">\n<input type=\"hidden\" name=\"view\" value=\"{}\">\n{}</form>\n",
            html_paragraph(fmt::format("This browser will act as {} in Tocsin. If you are not {}, "
                                       "close this page.",
                                       name, name)),
            escape_html(view), html_button("sign-in", "Open Tocsin in this browser", true)),
        style);
}

}  // namespace tocsin::templates
