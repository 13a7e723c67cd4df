#include <fmt/format.h>

#include <expected>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "bot/app/api_client.h"
#include "bot/base/contact.h"
#include "bot/base/foreign_json.h"
#include "bot/base/text.h"

namespace tocsin::app {
namespace {

using nlohmann::json;

constexpr int most_looks = 5;  // each may find another name, under which more is found

struct Found {
    json known = json::object();
    std::map<std::string, int> records;
    int incidents = 0;
    int entries = 0;
    int as = 0;
    std::vector<std::string> left;  // sentences

    bool is_nothing() const { return records.empty() && entries == 0; }
};

// Goes through the whole store once, piece by piece. The error is the exit code.
std::expected<Found, int> go_through(ApiClient& api, const ForgetOptions& options, const json& known,
                                     bool dry_run) {
    Found found;
    found.known = known;
    const auto path = fmt::format("/api/v1/people/{}/removal", options.person);
    for (json after = ""; !after.is_null();) {
        const auto reply = api.post(path, {{"dry_run", dry_run},
                                           {"keep_words", options.keep_words},
                                           {"known", found.known},
                                           {"as", found.as},
                                           {"after", after}});
        if (!reply) return std::unexpected(api_failed(reply.error()));
        if (!reply->good()) return std::unexpected(api_refused(*reply));
        const auto answer = reply->json();
        const auto& removal = member(answer, "removal");
        found.known = member(removal, "known");
        found.as = int_of(removal, "as");
        found.incidents += int_of(removal, "incidents");
        found.entries += int_of(removal, "entries");
        for (const auto& row : member(removal, "records"))
            found.records[text_of(row, "what")] += int_of(row, "rows");
        for (const auto& sentence : member(removal, "left"))
            found.left.push_back(sentence.get<std::string>());
        after = member(removal, "next");
    }
    return found;
}

std::string listed(const json& known, std::string_view kind) {
    std::vector<std::string> words;
    for (const auto& word : member(known, kind)) words.push_back(word.get<std::string>());
    return join(words, ", ");
}

void print_known(const json& known) {
    for (const auto& [kind, label] :
         {std::pair{"people", "ID"}, std::pair{"users", "Slack"}, std::pair{"names", "Name"}}) {
        const auto words = listed(known, kind);
        if (!words.empty()) fmt::print("{}: {}\n", label, words);
    }
    const auto addresses = member(known, "addresses").size();
    if (addresses > 0) fmt::print("Numbers and addresses: {}\n", addresses);
}

void print(const ForgetOptions& options, const Found& found) {
    for (const auto& sentence : found.left) fmt::print("{}\n", sentence);
    if (found.is_nothing()) {
        fmt::print("Nothing {}in this store says anything of {}.\n", found.left.empty() ? "" : "else ",
                   options.person);
        return;
    }
    print_known(found.known);
    fmt::print("{}\n", options.dry_run ? "This would be removed:" : "This was removed:");
    for (const auto& [what, rows] : found.records) fmt::print("  {} {}\n", rows, what);
    if (found.entries > 0)
        fmt::print("  {} entr{} of {} timeline{}\n", found.entries, found.entries == 1 ? "y" : "ies",
                   found.incidents, found.incidents == 1 ? "" : "s");
    if (!options.dry_run && found.entries > 0)
        fmt::print("Where a timeline says who did what, it says \"Former member {}\" now.\n", found.as);
    fmt::print(
        "What stays: what happened and when, for the incidents' sake; a hash of a number that was told to "
        "STOP, so that it gets no texts;{} nicknames and misspellings in what people typed (name them with "
        "--also); what Slack and the providers keep; and backups and exports from before, until you delete "
        "them.\n",
        options.keep_words ? " their name in what people typed;" : "");
}

json as_json(const Found& found, const ForgetOptions& options) {
    json records = json::object();
    for (const auto& [what, rows] : found.records) records[what] = rows;
    json answer{{"dry_run", options.dry_run},
                {"records", std::move(records)},
                {"incidents", found.incidents},
                {"entries", found.entries},
                {"left", found.left}};
    answer["as"] = options.dry_run || found.is_nothing() ? json() : json(fmt::format("removed-{}", found.as));
    return answer;
}

}  // namespace

int forget(const Common& common, const ForgetOptions& options) {
    auto api = ApiClient::find(common, options.url, Scope::admin, WithoutBot::works_on_the_store);
    if (!api) return api.error();
    json known{{"names", json::array()}, {"addresses", json::array()}};
    for (const auto& also : options.also)
        known[is_phone(also) || is_email(also) ? "addresses" : "names"].push_back(also);
    std::expected<Found, int> found;
    for (int look = 0; look < most_looks; ++look) {
        found = go_through(*api, options, known, true);
        if (!found) return found.error();
        if (std::exchange(known, found->known) == found->known) break;
    }
    if (!options.dry_run && !found->is_nothing()) {
        found = go_through(*api, options, known, false);
        if (!found) return found.error();
    }
    if (common.json) {
        fmt::print("{}\n", as_json(*found, options).dump(-1, ' ', false, json::error_handler_t::replace));
    } else {
        print(options, *found);
    }
    return done;
}

}  // namespace tocsin::app
