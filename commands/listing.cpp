#include "commands/listing.h"

#include <fmt/format.h>

#include <charconv>
#include <functional>

#include "bot/base/text.h"
#include "bot/core/permissions.h"
#include "commands/presses.h"
#include "commands/run_words.h"
#include "commands/say.h"
#include "templates/answers.h"

namespace tocsin::commands {
namespace {

namespace answer = templates::answer;
using storage::ListFilter;

constexpr int batch = 50;
constexpr std::size_t longest_search = 150;  // fits a button's value

struct Filter {
    std::string title;
    ListFilter of = ListFilter::open;
    std::function<bool(const Incident&)> wanted = [](const Incident&) { return true; };
};

std::optional<Filter> filter_named(std::string_view name, const UserId& user) {
    const auto word = to_lower(name);
    if (word.empty()) return Filter{.title = "Open incidents"};
    if (word == "all") return Filter{.title = "All incidents", .of = ListFilter::all};
    if (word == "closed") return Filter{.title = "Closed incidents", .of = ListFilter::closed};
    if (word == "mine") {
        return Filter{.title = "Your open incidents",
                      .wanted = [user](const Incident& incident) { return is_participant(incident, user); }};
    }
    if (const auto severity = parse_severity(word)) {
        return Filter{
            .title = fmt::format("Open {} incidents", label_of(*severity)),
            .wanted = [severity](const Incident& incident) { return incident.severity == *severity; }};
    }
    return std::nullopt;
}

bool readable(const Incident& incident, const Request& request, Desk& desk) {
    return may(Right::see, request.user, &incident, desk.rules()) == Verdict::yes;
}

// Fills the page from incidents that come newest first. false: nothing more is wanted.
struct Page {
    answer::ListPage& page;
    Desk& desk;
    std::size_t skip = page.page * answer::list_page_size;

    bool add(Incident incident) {
        if (skip > 0) {
            --skip;
            return true;
        }
        if (page.incidents.size() == answer::list_page_size) {
            page.more = true;
            return false;
        }
        auto url = desk.thread_url(incident.number);
        page.incidents.push_back({std::move(incident), std::move(url)});
        return true;
    }
};

std::optional<Incident> last_ended(const Request& request, Desk& desk) {
    for (auto& incident : desk.tx().incidents(ListFilter::closed, batch)) {
        if (readable(incident, request, desk)) return std::move(incident);
    }
    return std::nullopt;
}

}  // namespace

Expected<Answer> list_answer(const Request& request, std::string_view name, std::size_t number, Desk& desk) {
    const auto filter = filter_named(name, request.user.id);
    if (!filter) {
        return fail(ErrorKind::invalid,
                    fmt::format("\"{}\" is no list. Write /incident list, or list all, mine, sev1 or closed.",
                                cut(name, 40)));
    }
    answer::ListPage page{filter->title, std::string(name), {}, number, false};
    Page fill{page, desk};
    bool wanted = true;
    for (int seen = 0; wanted && seen < int{most_listed}; seen += batch) {
        auto incidents = desk.tx().incidents(filter->of, batch, seen);
        const auto fetched = incidents.size();
        for (auto& incident : incidents) {
            if (!wanted) break;
            if (!filter->wanted(incident) || !readable(incident, request, desk)) continue;
            wanted = fill.add(std::move(incident));
        }
        if (fetched < std::size_t{batch}) break;
    }
    if (page.incidents.empty() && name.empty()) {
        return Say{answer::list_empty(last_ended(request, desk), desk.render())};
    }
    if (page.incidents.empty()) return say(fmt::format("{}: none.", filter->title));
    return Say{answer::list(page, desk.render())};
}

Answer find_answer(const Request& request, std::string_view words, std::size_t number, Desk& desk) {
    const auto asked = cut(words, longest_search);
    answer::ListPage page{fmt::format("Incidents with \"{}\"", asked), "find " + asked, {}, number, false};
    Page fill{page, desk};
    for (auto& incident : desk.tx().find(asked, int{most_listed})) {
        if (!readable(incident, request, desk)) continue;
        if (!fill.add(std::move(incident))) break;
    }
    if (page.incidents.empty()) return Say{answer::find_empty(asked)};
    return Say{answer::list(page, desk.render())};
}

// The value: the page's number, a dot and the filter.
Answer press_list_page(const Pressed& pressed, Desk& desk) {
    const auto value = std::string_view(pressed.press.value);
    const auto dot = std::min(value.find('.'), value.size());
    std::size_t number = 0;
    std::from_chars(value.data(), value.data() + dot, number);
    number = std::min(number, most_listed / answer::list_page_size);
    const auto filter = value.substr(std::min(dot + 1, value.size()));
    if (may(Right::see, pressed.request.user, nullptr, desk.rules()) != Verdict::yes) return Nothing{};
    if (filter.starts_with("find ")) {
        return in_place(find_answer(pressed.request, filter.substr(5), number, desk), "");
    }
    return in_place(answer_of(list_answer(pressed.request, filter, number, desk)), "");
}

}  // namespace tocsin::commands
