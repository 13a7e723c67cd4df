// The document that programs read and the table that the door goes by are one.

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "bot/base/text.h"
#include "bot/web/public_door.h"
#include "tests/channels/adapters.h"

using namespace tocsin;
using namespace tocsin::web;
using nlohmann::json;

namespace {

struct Served {
    Metrics metrics;
    PublicDoor door{
        {{},
         "",
         {},
         {{"all", Secret("all-token"), {Scope::read, Scope::declare, Scope::act, Scope::admin}, {}}},
         {{"am", "json", {}, {Secret("source-token")}}}},
        metrics};

    Taken asks(const std::string& method, const std::string& target, std::vector<net::Header> headers = {},
               const std::string& body = "{}") {
        return door.take({method, target, std::move(headers), body, "192.0.2.1"}, channels::adapters::now);
    }
    json document() {
        const auto answer = std::get<net::HttpResponse>(asks("GET", "/api/v1/openapi.json"));
        CHECK(answer.status == 200);
        CHECK(net::header(answer.headers, "Content-Type") == "application/json");
        return json::parse(answer.body);
    }
};

// "GET /api/v1/incidents/{}/timeline" and what it needs.
using Operations = std::map<std::string, json>;

Operations operations_of(const json& document) {
    Operations found;
    for (const auto& [path, methods] : document.at("paths").items()) {
        for (const auto& [method, operation] : methods.items()) {
            std::string upper = method;
            for (auto& letter : upper) letter = static_cast<char>(letter - 'a' + 'A');
            found[upper + " " + std::regex_replace(path, std::regex(R"(\{[a-z]+\})"), "{}")] = operation;
        }
    }
    return found;
}

std::string name_of(const ApiRoute& route) {
    return fmt::format("{} /api/v1/{}{}{}{}", route.method, route.resource, route.about ? "/{}" : "",
                       route.word.empty() ? "" : "/", route.word);
}

}  // namespace

TEST_CASE_FIXTURE(Served, "every verb of the API is in its document with its scope, and nothing else is") {
    const auto operations = operations_of(document());
    std::set<std::string> of_table;
    for (const auto& route : ApiDoor::routes()) {
        const auto name = name_of(route);
        of_table.insert(name);
        REQUIRE_MESSAGE(operations.contains(name), name);
        const auto& operation = operations.at(name);
        CHECK_MESSAGE(operation.at("security") ==
                          json::parse(fmt::format(R"([{{"token":["{}"]}}])", key_of(route.scope))),
                      name);
        // Every change that can be repeated says so; copies of the store have an order of their own, and of a
        // removal no answer may be kept.
        const bool repeatable = operation.dump().contains("IdempotencyKey");
        CHECK_MESSAGE(repeatable == (route.method == "POST" && route.resource != "backups" &&
                                     route.verb != "remove-person"),
                      name);
    }
    for (const auto& [name, operation] : operations) {
        const auto target = name.substr(name.find(' ') + 1);
        const net::HttpRequest request{.target = target};
        if (ApiDoor::is_for_api(target_of(request))) CHECK_MESSAGE(of_table.contains(name), name);
    }
}

TEST_CASE_FIXTURE(Served, "whatever the document names is there, by the method it names") {
    int asked = 0;
    for (const auto& [name, operation] : operations_of(document())) {
        const auto blank = name.find(' ');
        const auto target = replace_all(name.substr(blank + 1), "{}", "am");
        const bool of_source = target.contains("/alerts");
        const bool genie = target.starts_with("/v2/alerts");
        const auto token =
            fmt::format("{} {}-token", genie ? "GenieKey" : "Bearer", of_source ? "source" : "all");
        const auto body = target == "/v2/enqueue"
                              ? R"({"routing_key":"source-token","event_action":"resolve","dedup_key":"a"})"
                              : R"({"message":"Disk full"})";
        const auto taken = asks(name.substr(0, blank), target, {{"Authorization", token}}, body);
        const auto* answer = std::get_if<net::HttpResponse>(&taken);
        CHECK_MESSAGE((answer == nullptr || answer->status == 200), name);
        ++asked;
    }
    CHECK(asked >= 30);
    CHECK(std::get<net::HttpResponse>(asks("POST", "/api/v1/openapi.json")).status == 405);
}

TEST_CASE_FIXTURE(Served,
                  "every reference in the document leads somewhere, and every name is one operation's") {
    const auto whole = document();
    const auto text = whole.dump();
    const std::regex reference(R"(\"\$ref\":\"#(/components/[A-Za-z/]+)\")");
    int references = 0;
    for (std::sregex_iterator found(text.begin(), text.end(), reference), end; found != end;
         ++found, ++references)
        CHECK_MESSAGE(whole.contains(json::json_pointer((*found)[1].str())), (*found)[1].str());
    CHECK(references > 100);
    std::set<std::string> ids;
    for (const auto& [name, operation] : operations_of(whole))
        CHECK_MESSAGE(ids.insert(operation.at("operationId").get<std::string>()).second, name);
}
