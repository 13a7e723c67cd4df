#include <fmt/format.h>

#include <filesystem>
#include <set>

#include "bot/base/nearest.h"
#include "bot/config/checker.h"
#include "bot/config/cross_checks.h"

namespace tocsin::config {
namespace {

Position place_of(const Section& where) {
    if (where.node() == nullptr) return {};
    return where.key().empty() ? where.node()->at : where.node()->key_at;
}

void check_token(const Document& document, std::string_view key, std::string_view variable,
                 const Secret& token) {
    if (!token.empty()) return;
    const Section slack = document.root.at("slack");
    document.error(slack.at(key).exists() ? slack.at(key) : slack, fmt::format("slack.{} is missing", key),
                   "the bot cannot connect to Slack without it",
                   fmt::format("set {} in the environment, or write slack.{}_file", variable, key));
}

void check_listeners(const Document& document) {
    const Http& http = document.configuration.http;
    if (!http.listen || !http.admin_listen || http.listen->port == 0) return;
    if (*http.listen != *http.admin_listen) return;
    document.error(document.root.at("http"), "http.listen and http.admin_listen are the same address",
                   "only one of them can listen there", "give http.admin_listen another port");
}

void check_tokens(const Document& document) {
    std::set<std::string> names;
    for (const Section& entry : document.root.at("http").at("tokens").children()) {
        if (names.insert(entry.text("name")).second) continue;
        document.error(entry.at("name"), "two http.tokens have this name",
                       "timelines could not tell them apart", "give each its own name");
    }
}

// The names of the runbooks there are, none when the folder cannot be read.
std::vector<std::string> runbooks_in(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        if (entry->path().extension() == ".md") names.push_back(entry->path().stem().string());
    }
    return names;
}

void check_folder(const Document& document, std::string_view key, const std::filesystem::path& folder) {
    std::error_code error;
    if (folder.empty() || std::filesystem::is_directory(folder, error)) return;
    if (std::filesystem::exists(folder, error)) {
        document.error(document.root.at(key), fmt::format("{} is no folder", key),
                       "a file of that name is there", "name the folder that holds them");
    } else {
        document.warning(document.root.at(key), fmt::format("the folder of {} does not exist", key),
                         "it is read as empty", "create it, or remove the key");
    }
}

void check_runbooks(const Document& document) {
    const std::filesystem::path& folder = document.configuration.runbooks;
    std::error_code error;
    const bool readable = std::filesystem::is_directory(folder, error);
    for (const Section& service : document.root.at("services").children()) {
        const std::string name = service.text("runbook");
        if (name.empty()) continue;
        if (folder.empty()) {
            document.warning(service.at("runbook"), fmt::format("runbook \"{}\" cannot be found", name),
                             "runbooks names no folder", "add runbooks: FOLDER");
        } else if (readable && !std::filesystem::exists(folder / (name + ".md"), error)) {
            document.error(service.at("runbook"), fmt::format("unknown runbook \"{}\"", name),
                           "the folder of runbooks has no such file",
                           choose_from(name, runbooks_in(folder), fmt::format("write {}.md there", name)));
        }
    }
}

}  // namespace

void Document::error(const Section& where, std::string what, std::string why, std::string fix) const {
    findings.push_back(error_at(place_of(where), std::move(what), std::move(why), std::move(fix)));
}

void Document::warning(const Section& where, std::string what, std::string why, std::string fix) const {
    findings.push_back(warning_at(place_of(where), std::move(what), std::move(why), std::move(fix)));
}

void check_system(const Document& document, Needs needs) {
    if (needs.slack_tokens) {
        check_token(document, "app_token", "SLACK_APP_TOKEN", document.configuration.slack.app_token);
        check_token(document, "bot_token", "SLACK_BOT_TOKEN", document.configuration.slack.bot_token);
    }
    check_listeners(document);
    check_tokens(document);
    check_folder(document, "runbooks", document.configuration.runbooks);
    check_folder(document, "templates", document.configuration.templates);
    check_runbooks(document);
}

}  // namespace tocsin::config
