#include "bot/engine/site_parts.h"

#include "bot/base/digest.h"
#include "bot/base/text.h"
#include "bot/engine/form_view.h"
#include "bot/engine/html_answer.h"
#include "templates/notice.h"
#include "templates/web_page.h"

namespace tocsin::engine {
namespace {

constexpr Duration youngest_view{0};  // whoever is signed in has pressed a button already
constexpr Duration oldest_view = 12h;

}  // namespace

channels::HttpAnswer nothing_here() {
    return html_answer(404, templates::sentence_page("There is nothing here, or it is not for you."));
}

bool is_fresh_site_view(Workbench& bench, std::string_view session, std::string_view view) {
    return is_fresh_view(bench, session, view, youngest_view, oldest_view);
}

bool was_sent(Workbench& bench, const SiteAsked& asked, std::string_view view) {
    return was_pressed(bench, view, join(asked.path, "/") + " " + sha256_hex(asked.form));
}

std::string words_said(const commands::Answer& answer, Workbench& bench) {
    const auto* said = std::get_if<commands::Say>(&answer);
    return said == nullptr ? "" : templates::words_of(said->message.text, bench.render());
}

}  // namespace tocsin::engine
