#include "bot/trackers/github_files.h"

#include <fmt/format.h>

#include "bot/base/encoding.h"
#include "bot/base/foreign_json.h"
#include "bot/base/form.h"
#include "bot/base/signature.h"
#include "bot/channels/answers.h"
#include "bot/trackers/github.h"
#include "bot/trackers/parts.h"

namespace tocsin::trackers {

using nlohmann::json;

namespace {

constexpr std::string_view product = "GitHub";

// What git calls a file of this content.
std::string revision_of(std::string_view content) {
    return sha1_hex(fmt::format("blob {}{}{}", content.size(), '\0', content));
}

FileOutcome as_file_outcome(const Outcome& outcome) {
    if (const auto* retry = std::get_if<channels::Retry>(&outcome)) return *retry;
    return std::get<channels::Rejected>(outcome);
}

FileOutcome kept_in(const json& file) {
    const auto revision = text_of(file, "sha");
    if (revision.empty()) return as_file_outcome(unreadable(product));
    const auto url = text_of(file, "html_url");
    return Kept{is_address(url) ? url : "", revision};
}

}  // namespace

std::string GithubFiles::address_of(const File& file) const {
    return fmt::format("{}/repos/{}/contents/{}", account_.base_url, account_.repository, file.path);
}

channels::HttpRequest GithubFiles::read(const File& file) const {
    const auto branch = branch_.empty() ? std::string() : "?ref=" + form_encode(branch_);
    return {"GET", address_of(file) + branch, github_headers(account_.token), ""};
}

FileOutcome GithubFiles::was_read(const channels::HttpAnswer& answer, const File& file) const {
    if (answer.status == 404) return Missing{};
    if (!channels::succeeded(answer)) return as_file_outcome(github_refusal(answer));
    auto found = kept_in(channels::body_of(answer));
    if (auto* kept = std::get_if<Kept>(&found)) kept->same = kept->revision == revision_of(file.content);
    return found;
}

channels::HttpRequest GithubFiles::write(const File& file, const std::string& revision) const {
    json body{{"message", file.message}, {"content", base64(file.content)}};
    if (!branch_.empty()) body["branch"] = branch_;
    if (!revision.empty()) body["sha"] = revision;
    auto request = channels::json_post(address_of(file), body, github_headers(account_.token));
    request.method = "PUT";
    return request;
}

FileOutcome GithubFiles::was_written(const channels::HttpAnswer& answer, const std::string& revision) const {
    // 422 also says that a revision is needed where there was no file before.
    if (answer.status == 409 || (answer.status == 422 && revision.empty())) return Outdated{};
    if (!channels::succeeded(answer)) return as_file_outcome(github_refusal(answer));
    return kept_in(member(channels::body_of(answer), "content"));
}

}  // namespace tocsin::trackers
