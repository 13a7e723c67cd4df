// GitHub, for a house whose action items become tickets or whose post-mortems become files.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "bot/base/encoding.h"
#include "bot/base/signature.h"
#include "tests/engine/learning.h"

namespace tocsin::engine::testing {

// With one repository: its issues can be closed, and its files are kept.
struct Forge {
    struct Kept {
        std::string content;
        std::string sha;
    };
    std::map<std::string, Kept> files;  // by address, without the branch
    std::set<int> closed;
    int issues = 0;
    int asked = 0;        // how an issue stands
    int writes = 0;       // commits
    int refuse_with = 0;  // everything
    int lose = 0;         // so many answers to a write do not arrive
    std::string retry_after;
    std::vector<json> told;  // the webhook's bodies
    std::vector<channels::HttpRequest> signed_requests;

    channels::Answer operator()(const channels::Request& request) {
        const auto& http = std::get<channels::HttpRequest>(request);
        if (refuse_with != 0) return channels::HttpAnswer{refuse_with, {{"Retry-After", retry_after}}, "{}"};
        if (http.url.starts_with("https://hooks.example.com")) {
            told.push_back(json::parse(http.body));
            signed_requests.push_back(http);
            return channels::HttpAnswer{204, {}, ""};
        }
        return has(http.url, "/contents/") ? file(http) : issue(http);
    }
    channels::Answer issue(const channels::HttpRequest& http) {
        if (http.method == "POST") {
            const json made{{"number", ++issues}, {"html_url", "https://github.com/example/api/issues/1"}};
            return channels::HttpAnswer{201, {}, made.dump()};
        }
        ++asked;
        const auto number = std::stoi(http.url.substr(http.url.rfind('/') + 1));
        return channels::HttpAnswer{
            200, {}, json({{"state", closed.contains(number) ? "closed" : "open"}}).dump()};
    }
    channels::Answer file(const channels::HttpRequest& http) {
        const auto address = http.url.substr(0, http.url.find('?'));
        const auto found = files.find(address);
        if (http.method == "GET") {
            CHECK(http.url.ends_with("?ref=main"));
            if (found == files.end()) return channels::HttpAnswer{404, {}, "{}"};
            return channels::HttpAnswer{200, {}, described(found->second).dump()};
        }
        CHECK(http.method == "PUT");
        const auto body = json::parse(http.body);
        CHECK(body["branch"] == "main");
        const auto known = found == files.end() ? "" : found->second.sha;
        if (body.value("sha", "") != known) return channels::HttpAnswer{409, {}, "{}"};
        const auto content = *from_base64(body["content"].get<std::string>());
        auto& kept = files[address];
        kept = {content, sha1_hex("blob " + std::to_string(content.size()) + '\0' + content)};
        ++writes;
        if (lose-- > 0) return channels::HttpAnswer{};
        return channels::HttpAnswer{200, {}, json({{"content", described(kept)}}).dump()};
    }
    static json described(const Kept& kept) {
        return {{"sha", kept.sha}, {"html_url", "https://github.com/example/docs/blob/main/x.md"}};
    }
};

}  // namespace tocsin::engine::testing
