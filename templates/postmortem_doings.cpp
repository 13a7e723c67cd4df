#include "templates/postmortem_doings.h"

#include <fmt/format.h>

#include "bot/base/text.h"
#include "templates/html.h"
#include "templates/postmortem.h"

namespace tocsin::templates {
namespace {

struct Show {
    const PostMortemDoings& may;
    const RenderContext& context;

    const Incident& incident() const { return may.incident; }
    bool waits() const { return !is_post_mortem_done(incident()); }
    std::string address(std::string_view of) const {
        return fmt::format("/i/{}/post-mortem/{}", incident().number.value(), of);
    }

    std::string form(std::string_view inside) const {
        return fmt::format(
            "<form method=\"post\" action=\"/i/{}/post-mortem\">\n<input type=\"hidden\" name=\"view\" "
            "value=\"{}\">\n{}</form>\n",
            incident().number.value(), escape_html(may.view), inside);
    }

    std::string incomplete() const {
        if (may.missing.empty()) return "";
        std::string html = "<div class=\"notice\" role=\"status\">\n<p>It is not published yet:</p>\n<ul>\n";
        for (const auto& half : may.missing) html += fmt::format("<li>{}</li>\n", escape_html(half));
        return html + "</ul>\n" + form(html_button("publish-anyway", "Publish as it is")) + "</div>\n";
    }

    std::string writing() const {
        std::vector<std::string> links;
        if (may.write) {
            links.push_back(html_link(address("edit"), "Edit the text"));
            links.push_back(html_link(address("times"), "Correct times"));
            if (waits()) links.push_back(html_link(address("help"), "Ask someone to help"));
        }
        std::string html = links.empty() ? "" : fmt::format("<p>{}</p>\n", join(links, " · "));
        if (waits()) html += html_paragraph(still_to_write(incident()));
        if (may.write && waits()) html += form(html_button("claim", "Take ownership"));
        if (may.publish && waits()) html += form(html_button("publish", "Publish", true));
        if (may.skip && waits()) {
            html +=
                "<details>\n<summary>Close without a post-mortem</summary>\n" +
                form(
                    "<label for=\"reason\">Why is none needed?</label>\n<input type=\"text\" id=\"reason\" "
                    "name=\"reason\" maxlength=\"500\" required>\n" +
                    html_button("skip", "Close without a post-mortem")) +
                "</details>\n";
        }
        return html.empty() ? "" : "<h2>Write and publish</h2>\n" + html;
    }

    std::string item(const ActionItem& item) const {
        auto words = fmt::format("{} {}", key_of(item.priority), plain(item.text, context));
        std::vector<std::string> more;
        if (item.owner.is_somebody()) more.push_back(name_of(item.owner, context));
        if (item.due) more.push_back("due " + format_day(*item.due));
        if (item.done) more.push_back("done " + format_day(*item.done));
        auto html = fmt::format(
            "<li><p>{}{}</p>\n", escape_html(words),
            more.empty() ? ""
                         : fmt::format("<br><span class=\"quiet\">{}</span>", escape_html(join(more, ", "))));
        if (item.ticket) html += fmt::format("<p>{}</p>\n", html_link(item.ticket->url, item.ticket->name));
        if (may.take_part) {
            const auto about = escape_html(cut(plain(item.text, context), 60));
            html += form(fmt::format(
                "<input type=\"hidden\" name=\"action\" value=\"{}\">\n"
                "<button name=\"press\" value=\"{}\" aria-label=\"{}: {}\">{}</button>\n",
                item.number, item.done ? "undo" : "done", item.done ? "Not done after all" : "Mark done",
                about, item.done ? "Not done after all" : "Mark done"));
            html += fmt::format("<p><a href=\"{}\" aria-label=\"Change: {}\">Change</a></p>\n",
                                address(fmt::format("actions/{}", item.number)), about);
        }
        return html + "</li>\n";
    }

    std::string items() const {
        std::string html;
        for (const auto& each : incident().actions) html += item(each);
        if (!html.empty()) html = "<ul class=\"items\">\n" + html + "</ul>\n";
        if (may.take_part)
            html += fmt::format("<p>{}</p>\n", html_link(address("actions"), "Add an action item"));
        return html.empty() ? "" : "<h2>Work on action items</h2>\n" + html;
    }
};

}  // namespace

std::string post_mortem_doings(const PostMortemDoings& may, const RenderContext& context) {
    const Show show{may, context};
    return show.incomplete() + show.writing() + show.items();
}

}  // namespace tocsin::templates
