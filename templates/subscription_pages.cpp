#include "templates/subscription_pages.h"

#include <fmt/format.h>

#include "templates/html.h"
#include "templates/web_page.h"

namespace tocsin::templates {
namespace {

std::string framed(const StatusView& view, const std::string& heading, const std::string& body) {
    const PageFrame frame{heading, status_path(view, "/style.css")};
    return web_page(
        frame, fmt::format("<h1>{}</h1>\n{}<p><a href=\"{}\">Current status</a></p>\n", escape_html(heading),
                           body, escape_html(status_path(view, "/status"))));
}

std::string form(const StatusView& view, std::string_view problem) {
    const auto said =
        problem.empty()
            ? std::string()
            : fmt::format("<p id=\"problem\" class=\"notice\" role=\"alert\">{}</p>\n", escape_html(problem));
    return fmt::format(
        "<form method=\"post\" action=\"{}\">\n{}<label for=\"email\">E-mail address</label>\n"
        "<input id=\"email\" name=\"email\" type=\"email\" required maxlength=\"254\" "
        "autocomplete=\"email\"{}>\n"
        "<button class=\"first\">Subscribe</button>\n</form>\n",
        escape_html(status_path(view, subscribe_path)), said,
        problem.empty() ? "" : " aria-invalid=\"true\" aria-describedby=\"problem\"");
}

std::string page_with_form(const StatusView& view, std::string_view problem) {
    return framed(view, fmt::format("{} status: updates by e-mail", view.name),
                  "<p>Every public entry is sent to you. The address is used for nothing else, and each mail "
                  "has a link that ends it.</p>\n" +
                      form(view, problem));
}

std::string button_form(std::string_view press, std::string_view label) {
    return fmt::format("<form method=\"post\">\n{}</form>\n", html_button(press, label, true));
}

}  // namespace

std::string subscribe_form(const StatusView& view) {
    return "<h2>Updates by e-mail</h2>\n" + form(view, "");
}

std::string subscribe_page(const StatusView& view) {
    return page_with_form(view, "");
}

std::string not_an_address_page(const StatusView& view) {
    return page_with_form(view,
                          "This is no e-mail address. Nothing was sent. Write it like name@example.com.");
}

std::string asked_page(const StatusView& view) {
    return framed(view, "Look into your mail",
                  "<p>If updates can go to this address, a mail with a link is on its way to it. The link is "
                  "valid for a day.</p>\n<p>Nothing came? Look where your mail program puts mail it does not "
                  "trust, or try again later.</p>\n");
}

std::string confirm_page(const StatusView& view) {
    return framed(
        view, "Confirm your subscription",
        html_paragraph(fmt::format("You get every public update of {} by e-mail.", view.name)) +
            button_form("confirm", "Confirm") +
            "<p>You did not ask for this? Close the page. The address is forgotten after a day.</p>\n");
}

std::string confirmed_page(const StatusView& view) {
    return framed(
        view, "You are subscribed",
        html_paragraph(fmt::format("From now on every public update of {} is sent to you. Each mail "
                                   "has a link that ends it.",
                                   view.name)));
}

std::string leave_page(const StatusView& view) {
    return framed(view, "Unsubscribe",
                  html_paragraph(fmt::format("You get every public update of {} by e-mail.", view.name)) +
                      button_form("leave", "Unsubscribe"));
}

std::string left_page(const StatusView& view) {
    return framed(view, "You are unsubscribed",
                  "<p>Your address was deleted. A mail that has just left may still arrive.</p>\n");
}

std::string no_subscription_page(const StatusView& view) {
    return framed(
        view, "This link is not valid",
        fmt::format("<p>Its subscription was ended or never confirmed, or the link is older than two "
                    "months: then the newest mail has one that works.</p>\n<p><a "
                    "href=\"{}\">Subscribe</a></p>\n",
                    escape_html(status_path(view, subscribe_path))));
}

}  // namespace tocsin::templates
