// A house whose pages somebody looks at in a browser, signed in from Slack.
#pragma once

#include <regex>
#include <string>
#include <vector>

#include "bot/base/form.h"
#include "tests/engine/house.h"

namespace tocsin::engine::testing {

inline std::string first_match(const std::string& text, const char* pattern) {
    std::smatch found;
    REQUIRE_MESSAGE(std::regex_search(text, found, std::regex(pattern)), text);
    return found[1];
}

inline Settings with_pages(Settings settings) {
    settings.internal_url = "https://tocsin.example.com";
    return settings;
}

struct Site : House {
    std::string session;  // of whoever signed in last

    explicit Site(Settings settings) : House(with_pages(std::move(settings))) {}

    channels::HttpAnswer gets(std::vector<std::string> path, const std::string& query = "") {
        return asks(
            SiteAsked{.session = session, .browser = "Firefox", .path = std::move(path), .query = query});
    }
    channels::HttpAnswer posts(std::vector<std::string> path, FormFields form) {
        return asks(SiteAsked{.session = session,
                              .browser = "Firefox",
                              .press = true,
                              .path = std::move(path),
                              .form = write_form(form)});
    }
    static std::string view_of(const channels::HttpAnswer& page) {
        return first_match(page.body, "name=\"view\" value=\"([^\"]*)\"");
    }
    std::string link_of(const std::string& person, const std::string& page = "") {
        types(person, "web " + page);
        return first_match(everything(direct(person).back()),
                           "https://tocsin.example.com/sign-in/([0-9a-f]+)");
    }
    static std::string header(const channels::HttpAnswer& answer, const std::string& name) {
        for (const auto& [given, value] : answer.headers)
            if (given == name) return value;
        return "";
    }
    channels::HttpAnswer signs_in(const std::string& person, const std::string& page = "") {
        const auto token = link_of(person, page);
        const auto shown = gets({"sign-in", token});
        REQUIRE(shown.status == 200);
        pass(2s);
        auto answer = posts({"sign-in", token}, {{"view", view_of(shown)}, {"press", "sign-in"}});
        REQUIRE(answer.status == 303);
        session = first_match(header(answer, "Set-Cookie"),
                              "^__Host-tocsin=([0-9a-f]{64}); Path=/; Max-Age=1209600; "
                              "Secure; HttpOnly; SameSite=Lax$");
        return answer;
    }
    channels::HttpAnswer presses_there(const std::string& number, FormFields form) {
        pass(1s);
        form.emplace_back("view", view_of(gets({"i", number})));
        return posts({"i", number}, std::move(form));
    }
};

}  // namespace tocsin::engine::testing
